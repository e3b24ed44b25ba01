import type { Alerts } from '../../../core/ports/alerts.ts';
import type { DueWork } from '../../../core/ports/due-work.ts';
import type { Families } from '../../../core/ports/families.ts';
import type { FamilyLinks } from '../../../core/ports/family-links.ts';
import type { FamilyList } from '../../../core/ports/family-list.ts';
import type { LifeEventLedger } from '../../../core/ports/life-event-ledger.ts';
import type { NoticeLedger } from '../../../core/ports/notice-ledger.ts';
import type { PendingNotices } from '../../../core/ports/pending-notices.ts';
import type { ReexamineMarks } from '../../../core/ports/reexamine-marks.ts';
import type { ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import type { ReferralRevisions } from '../../../core/ports/referral-revisions.ts';
import type { AlertHistoryEntry } from '../alert-history.ts';
import { memoryAlerts } from './memory-alerts.ts';
import { memoryDueWork } from './memory-due-work.ts';
import { memoryFamilies } from './memory-families.ts';
import { memoryFamilyLinks } from './memory-family-links.ts';
import { memoryFamilyList } from './memory-family-list.ts';
import { memoryLedger } from './memory-ledger.ts';
import { memoryLifeEvents } from './memory-life-events.ts';
import { memoryNoticeLedger } from './memory-notice-ledger.ts';
import { memoryPendingNotices } from './memory-pending-notices.ts';
import { memoryRevisions } from './memory-revisions.ts';
import {
  type Conflicts,
  emptyState,
  type FailedExamination,
  insist,
  type MemoryChange,
  type MemoryState,
} from './memory-state.ts';

/** The whole of the product's storage in memory: what a replay runs on. */
export type MemoryStore = {
  readonly ledger: ReferralLedger;
  readonly revisions: ReferralRevisions;
  readonly links: FamilyLinks;
  readonly lifeEvents: LifeEventLedger;
  readonly families: Families;
  readonly alerts: Alerts;
  readonly due: DueWork;
  readonly noticeLedger: NoticeLedger;
  readonly pending: PendingNotices;
  readonly list: FamilyList;
  readonly marks: ReexamineMarks;
  /**
   * Takes out what has changed since it was last asked, in order, as the
   * table's stream would bring it. What changes while it is being read follows.
   */
  readonly changes: () => Iterable<MemoryChange>;
  /** What was kept of an alert's changes, oldest first. */
  readonly historyOf: (alertId: string) => readonly AlertHistoryEntry[];
  /** What is kept of the failed examination of a timeline's family; undefined where none is. */
  readonly failureOf: (timelineId: string) => FailedExamination | undefined;
};

/**
 * Creates an empty store. `conflicts` decides whether a write meets another
 * transaction, as happens on DynamoDB; without it none does.
 */
export const createMemoryStore = ({
  conflicts = () => false,
}: {
  readonly conflicts?: Conflicts;
} = {}): MemoryStore => memoryStoreOf(emptyState(), conflicts);

/** The store that holds a state. Whoever has the state can see all of what is stored. */
export function memoryStoreOf(state: MemoryState, conflicts: Conflicts): MemoryStore {
  return {
    ledger: memoryLedger(state, conflicts),
    revisions: memoryRevisions(state, conflicts),
    links: memoryFamilyLinks(state, conflicts),
    lifeEvents: memoryLifeEvents(state, conflicts),
    families: memoryFamilies(state),
    alerts: memoryAlerts(state, conflicts),
    due: memoryDueWork(state, conflicts),
    noticeLedger: memoryNoticeLedger(state, conflicts),
    pending: memoryPendingNotices(state),
    list: memoryFamilyList(state),
    marks: {
      mark: async (timelineId) => {
        insist(conflicts, 'A mark', { operation: 'mark', id: timelineId });
        state.changes.push({ timelineId });
      },
    },
    changes: function* () {
      for (let change = state.changes.shift(); change !== undefined; change = state.changes.shift()) {
        yield change;
      }
    },
    historyOf: (alertId) => state.history.get(alertId) ?? [],
    failureOf: (timelineId) => state.failures.get(timelineId),
  };
}
