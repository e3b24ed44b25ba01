import type { PendingNotices } from '../../../core/ports/pending-notices.ts';
import { isoInstant } from '../../../core/time/london.ts';
import type { MemoryState } from './memory-state.ts';

/** What is still to be told, in memory. */
export const memoryPendingNotices = (state: MemoryState): PendingNotices => ({
  alerts: async (named, dueBy, most) => {
    const due = [...state.noticesDue]
      .filter(([, dueAt]) => dueAt <= isoInstant(dueBy))
      .sort(([, a], [, b]) => (a < b ? -1 : 1))
      .map(([alertId]) => alertId);
    const found = [...new Set([...named, ...due])].slice(0, most);
    return found
      .flatMap((alertId) => state.alerts.get(alertId) ?? [])
      .filter(({ pendingNotice }) => pendingNotice !== undefined);
  },
});
