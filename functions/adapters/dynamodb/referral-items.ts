import * as z from 'zod';
import type { LedgerEntry } from '../../../core/ports/referral-ledger.ts';
import { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import { Annotation, ReceiptId, WithdrawalReason } from '../../../core/referral/revision-submissions.ts';
import type { TimelineReferral } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** A referral as the core knows it: what it says, and what was said about it. */
export const StoredReferral = ReferralSubmission.omit({
  familyRef: true,
  childRefs: true,
  nhsNumbers: true,
  upns: true,
}).extend({
  key: z.string().min(1),
  sameEventAs: ReceiptId.optional(),
  withdrawn: WithdrawalReason.optional(),
  annotations: z.array(Annotation).optional(),
});

/** A row of a timeline: the referral as it stands, and when it was first recorded. */
const ReferralItem = StoredReferral.extend({ ...itemFields, recordedAt: z.iso.datetime() });
export type ReferralItem = z.infer<typeof ReferralItem>;

export const encodeReferral = ({
  timelineId,
  referral,
  receipt,
}: Pick<LedgerEntry, 'timelineId' | 'referral' | 'receipt'>): ReferralItem =>
  checkedItem('referral', ReferralItem, {
    ...referral,
    ...itemKey.referral(timelineId, referral),
    ...currentSchema,
    recordedAt: receipt.recordedAt,
  });

export function decodeReferral(item: unknown): TimelineReferral {
  const { pk, sk, schema, recordedAt, ...referral } = checkedItem('referral', ReferralItem, item);
  return referral;
}
