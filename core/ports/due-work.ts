import type { Instant } from '../time/london.ts';
import type { TimelineId } from '../timeline/timeline.ts';

/** A notice that was handed to the notification service, and that the ledger should have seen by now. */
export type UnseenNotice = {
  readonly kind: 'unseen-notice';
  readonly alertId: string;
  readonly sequence: number;
  readonly dueAt: string;
};

/** Something that should have been done by now: a notice sent, or the family of a timeline examined. */
export type UndoneWork =
  | { readonly kind: 'unsent-notice'; readonly alertId: string; readonly dueAt: string }
  | {
      readonly kind: 'failed-examination' | 'next-examination';
      readonly timelineId: TimelineId;
      readonly dueAt: string;
    };

/** Something that should have happened by now. */
export type DueItem = UndoneWork | UnseenNotice;

/** What is due. Looking is a hint only: whoever acts on an item does so on condition that it is still due as seen. */
export type DueWork = {
  /** Some of what was due by an instant, what has waited longest first; ask again for more. */
  readonly dueBy: (asOf: Instant) => Promise<readonly DueItem[]>;
  /**
   * Marks the item so that the stream brings it to whoever does it, and makes
   * it due again at `nextDueAt` in case that does not help either. `gone`
   * where it is no longer due as seen.
   */
  readonly bring: (item: UndoneWork, at: Instant, nextDueAt: Instant) => Promise<'brought' | 'gone'>;
  /**
   * Compares a notice with the ledger. `seen` where the ledger has it: it is
   * due no more. `unseen` where it has not: it is due again at `nextDueAt`.
   * `gone` where it is no longer due as seen.
   */
  readonly compare: (item: UnseenNotice, nextDueAt: Instant) => Promise<'seen' | 'unseen' | 'gone'>;
  /** Keeps that examining the family of a timeline failed, due again at an instant; keeps when it first failed. */
  readonly noteFailure: (timelineId: TimelineId, at: Instant, dueAt: Instant) => Promise<void>;
  /** Takes that away, after an examination that succeeded; nothing where there is none. */
  readonly clearFailure: (timelineId: TimelineId) => Promise<void>;
  /**
   * Keeps when the family of a timeline must be examined although nothing has
   * changed, in place of what was kept before; undefined takes that away.
   */
  readonly keepNextExamination: (timelineId: TimelineId, at: Instant | undefined) => Promise<void>;
};
