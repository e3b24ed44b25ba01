import type { SentNotice } from './alert.ts';

/**
 * A message reaches the ledger's queue within seconds, and one that could not be
 * kept is read from the queue again every minute. After five minutes that was
 * tried four times.
 */
const normallySeenWithinMilliseconds = 5 * 60_000;

/** When the ledger should have seen a notice that was sent, as an ISO 8601 instant in UTC. */
export const ledgerDueAt = ({ sentAt }: Pick<SentNotice, 'sentAt'>): string =>
  new Date(Date.parse(sentAt) + normallySeenWithinMilliseconds).toISOString();
