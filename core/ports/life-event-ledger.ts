import type { TimelineEvent, TimelineId } from '../timeline/timeline.ts';
import type { ContentPrints, Receipt } from './referral-ledger.ts';

/** What is kept of something recorded beside itself: of its content, and where it lies. */
export type FirstSent = {
  readonly receipt: Receipt;
  readonly prints: ContentPrints;
  readonly timelineId: TimelineId;
};

/** Everything that recording one life event writes, in one transaction. */
export type LifeEventEntry = FirstSent & { readonly sourceKey: string; readonly event: TimelineEvent };

export type LifeEventRecordResult =
  | { readonly code: 'recorded' }
  | ({ readonly code: 'already-recorded' } & FirstSent)
  /** Others write the same items just now, and retrying did not help. Nothing was stored. */
  | { readonly code: 'busy' };

/** Where life events are recorded, whole or not at all, on a timeline that is there. */
export type LifeEventLedger = { readonly record: (entry: LifeEventEntry) => Promise<LifeEventRecordResult> };
