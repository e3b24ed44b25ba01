import type { Alert } from '../../../core/alert/alert.ts';
import type { Family } from '../../../core/ports/families.ts';
import type { FamilyLink } from '../../../core/ports/family-links.ts';
import type { FirstSent } from '../../../core/ports/life-event-ledger.ts';
import type { NoticeTold } from '../../../core/ports/notifier.ts';
import type { ReferralHistory } from '../../../core/ports/referral-revisions.ts';
import type {
  FamilyId,
  ReferralKey,
  TimelineEvent,
  TimelineId,
  TimelineReferral,
} from '../../../core/timeline/timeline.ts';
import type { AlertHistoryEntry } from '../alert-history.ts';

/** What has changed, as the table's stream would tell it: which timeline, or which alert. */
export type MemoryChange = { readonly timelineId: TimelineId } | { readonly alertId: string };

/** A write that is about to be made, so that a conflict can be made up for it. */
export type AttemptedWrite = {
  readonly operation:
    | 'record'
    | 'revise'
    | 'link'
    | 'commit'
    | 'advance'
    | 'bring'
    | 'note'
    | 'clear'
    | 'keep'
    | 'see'
    | 'compare'
    | 'mark';
  /** Counts from 1. */
  readonly attempt: number;
  /** The timeline, or the alert. */
  readonly id: string;
};

/** Whether a write meets another transaction on the same items. */
export type Conflicts = (write: AttemptedWrite) => boolean;

/** Everything the memory store holds. All values are frozen. */
export type MemoryState = {
  readonly pointers: Map<string, FirstSent>;
  readonly timelines: Map<TimelineId, StoredTimeline>;
  /** What was said later about referrals, with each as it was first sent. */
  readonly histories: Map<ReferralKey, ReferralHistory>;
  /** The timeline that gave an identifier first. */
  readonly identifiers: Map<string, TimelineId>;
  /** How the families' sets of timelines came about. */
  readonly links: Map<FamilyId, readonly FamilyLink[]>;
  readonly families: Map<FamilyId, Family>;
  readonly alerts: Map<string, Alert>;
  /** When the pending notice of an alert is due to be brought back. */
  readonly noticesDue: Map<string, string>;
  /** By alert and sequence of a notice. */
  readonly ledger: Map<string, LedgerEntry>;
  readonly failures: Map<TimelineId, FailedExamination>;
  /** When a timeline must be examined although nothing has changed. */
  readonly nextExaminations: Map<TimelineId, string>;
  /** Timelines of families that have had an alert. */
  readonly hasHadAlert: Set<TimelineId>;
  readonly history: Map<string, readonly AlertHistoryEntry[]>;
  readonly changes: MemoryChange[];
};

export type StoredTimeline = {
  readonly familyId: FamilyId;
  readonly timelinesOfFamily: readonly TimelineId[];
  readonly referrals: readonly TimelineReferral[];
  readonly lifeEvents: readonly TimelineEvent[];
};

/** What is kept of a notice: when the ledger first saw it, and when it is due to be compared. */
export type LedgerEntry = {
  readonly notice: NoticeTold;
  readonly sentAt?: string;
  readonly seenAt?: string;
  readonly dueAt?: string;
};

/** That examining the family of a timeline failed, and when it is due again. */
export type FailedExamination = {
  readonly firstFailedAt: string;
  readonly attempts: number;
  readonly dueAt: string;
};

export const emptyState = (): MemoryState => ({
  pointers: new Map(),
  timelines: new Map(),
  histories: new Map(),
  identifiers: new Map(),
  links: new Map(),
  families: new Map(),
  alerts: new Map(),
  noticesDue: new Map(),
  ledger: new Map(),
  failures: new Map(),
  nextExaminations: new Map(),
  hasHadAlert: new Set(),
  history: new Map(),
  changes: [],
});

/** As often as the store on DynamoDB tries. */
const attempts = 4;

/** Tries a write again where it meets a conflict; false where it met one every time, so that nothing was written. */
export function getsThrough(conflicts: Conflicts, write: Omit<AttemptedWrite, 'attempt'>): boolean {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (!conflicts({ ...write, attempt })) return true;
  }
  return false;
}

/** The same for a write whose port has no word for a store that stays busy: throws, naming what could not be written. */
export function insist(conflicts: Conflicts, what: string, write: Omit<AttemptedWrite, 'attempt'>): void {
  if (!getsThrough(conflicts, write)) throw new Error(`${what} could not be written: the store stayed busy.`);
}
