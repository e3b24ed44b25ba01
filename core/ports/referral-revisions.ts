import type { PlacedReferral, Revision } from '../referral/revision.ts';
import type { ReferralKey } from '../timeline/timeline.ts';
import type { Placing, Receipt } from './referral-ledger.ts';

/** Everything that was ever said about a referral. */
export type ReferralHistory = {
  readonly key: ReferralKey;
  readonly receipt: Receipt;
  /** Counts what was said later; a write names the version it read. */
  readonly version: number;
  readonly first: PlacedReferral;
  readonly revisions: readonly Revision[];
};

/** One thing more that is said about a referral, and what that makes of it. */
export type RevisionEntry = {
  /** As it was read. */
  readonly before: ReferralHistory;
  readonly revision: Revision;
  /** What it amounted to, and what it amounts to now. */
  readonly from: PlacedReferral;
  readonly to: PlacedReferral;
  /** Where a correction puts it, with what of that is not known yet; also one that a later one has overtaken. */
  readonly placing?: Placing | undefined;
};

export type RevisionResult =
  | { readonly code: 'kept' }
  /** Something else was said meanwhile, or its new family has changed: read everything again. */
  | { readonly code: 'moved' }
  | { readonly code: 'busy' };

/** What is said later about referrals. Nothing that was said is ever overwritten. */
export type ReferralRevisions = {
  /** Undefined where there is no such referral. */
  readonly history: (key: ReferralKey) => Promise<ReferralHistory | undefined>;
  /**
   * Adds to a referral's history and makes its row on the timeline what it
   * amounts to now, in one transaction, at the version read. Both places are
   * brought to be examined where the row moves.
   */
  readonly keep: (entry: RevisionEntry) => Promise<RevisionResult>;
};
