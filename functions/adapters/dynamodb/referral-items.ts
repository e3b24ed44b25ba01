import * as z from 'zod';
import type { LedgerEntry } from '../../../core/ports/referral-ledger.ts';
import { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** A row of a timeline: the referral as the core knows it, and when it was recorded. */
const ReferralItem = ReferralSubmission.omit({ familyRef: true }).extend({
  ...itemFields,
  key: z.string().min(1),
  recordedAt: z.iso.datetime(),
});
export type ReferralItem = z.infer<typeof ReferralItem>;

export const encodeReferral = ({ timelineId, referral, receipt }: LedgerEntry): ReferralItem =>
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
