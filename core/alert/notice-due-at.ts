import type { PendingNotice } from './alert.ts';

/** A notice goes out within seconds; only one that has not by then is brought back. */
const normallySentWithinMilliseconds = 2 * 60_000;

/** When a pending notice is due to be brought back, as an ISO 8601 instant in UTC. */
export const noticeDueAt = ({ wantedAt }: PendingNotice): string =>
  new Date(Date.parse(wantedAt) + normallySentWithinMilliseconds).toISOString();
