import type { FamilyId, ReferralKey, TimelineId, TimelineReferral } from '../timeline/timeline.ts';

/** A keyed hash for each top-level field of a submission, so that a difference can be named without keeping values. */
export type ContentPrints = Readonly<Record<string, string>>;

export type Receipt = { readonly receiptId: ReferralKey; readonly recordedAt: string };

/** Everything that recording one referral writes, in one transaction. */
export type LedgerEntry = {
  readonly sourceKey: string;
  readonly prints: ContentPrints;
  readonly receipt: Receipt;
  readonly timelineId: TimelineId;
  readonly referral: TimelineReferral;
  readonly family:
    | { readonly known: true; readonly familyId: FamilyId }
    | { readonly known: false; readonly familyId: FamilyId; readonly identifier: string | undefined };
};

export type RecordResult =
  | { readonly code: 'recorded' }
  | { readonly code: 'already-recorded'; readonly receipt: Receipt; readonly prints: ContentPrints }
  /** Another referral has just given the identifier a family: read it and try again. */
  | { readonly code: 'family-appeared' }
  /** Others write the same items just now, and retrying did not help. Nothing was stored. */
  | { readonly code: 'busy' };

/** Where referrals are recorded, whole or not at all. */
export type ReferralLedger = {
  readonly familyOf: (identifier: string) => Promise<FamilyId | undefined>;
  readonly record: (entry: LedgerEntry) => Promise<RecordResult>;
};
