import type { Identifier } from '../family/identifiers.ts';
import type { FamilyId, ReferralKey, TimelineId, TimelineReferral } from '../timeline/timeline.ts';
import type { Family } from './families.ts';

/** A keyed hash for each top-level field of a submission, so that a difference can be named without keeping values. */
export type ContentPrints = Readonly<Record<string, string>>;

export type Receipt = { readonly receiptId: ReferralKey; readonly recordedAt: string };

/** The family of the timeline that a referral is to lie on. */
export type FamilyPlacing =
  /** The timeline is there, and its family with it. */
  | { readonly code: 'known'; readonly familyId: FamilyId }
  /** Nothing is known of it: the referral founds it. */
  | { readonly code: 'new'; readonly familyId: FamilyId }
  /** The timeline is new, and the family, as it was read, is not. */
  | { readonly code: 'added'; readonly family: Family };

/** Where a referral is to lie: its timeline, the family of that, and the identifiers that now lead there. */
export type Placing = {
  readonly timelineId: TimelineId;
  readonly family: FamilyPlacing;
  readonly newIdentifiers: readonly Identifier[];
};

/** Everything that recording one referral writes, in one transaction. */
export type LedgerEntry = Placing & {
  readonly sourceKey: string;
  readonly prints: ContentPrints;
  readonly receipt: Receipt;
  readonly referral: TimelineReferral;
};

/** What was first sent under a source's id: its receipt, and prints of its content. */
export type FirstReferral = { readonly receipt: Receipt; readonly prints: ContentPrints };

export type RecordResult =
  | { readonly code: 'recorded' }
  | ({ readonly code: 'already-recorded' } & FirstReferral)
  /** Another referral has just changed the family: look again. */
  | { readonly code: 'family-appeared' }
  /** Others write the same items just now, and retrying did not help. Nothing was stored. */
  | { readonly code: 'busy' };

/** Where referrals are recorded, whole or not at all. */
export type ReferralLedger = {
  readonly first: (sourceKey: string) => Promise<FirstReferral | undefined>;
  readonly record: (entry: LedgerEntry) => Promise<RecordResult>;
};
