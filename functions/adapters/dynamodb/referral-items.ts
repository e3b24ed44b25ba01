import * as z from 'zod';
import type { ContentPrints, LedgerEntry, Receipt } from '../../../core/ports/referral-ledger.ts';
import { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** Points from a referral as its source names it to where it lies, with prints of the content first sent. */
const SourcePointerItem = z.strictObject({
  ...itemFields,
  receiptId: z.string().min(1),
  recordedAt: z.iso.datetime(),
  timelineId: z.string().min(1),
  prints: z.record(z.string(), z.string()),
});
export type SourcePointerItem = z.infer<typeof SourcePointerItem>;

/** A row of a timeline: the referral as the core knows it, and when it was recorded. */
const ReferralItem = ReferralSubmission.omit({ familyRef: true }).extend({
  ...itemFields,
  key: z.string().min(1),
  recordedAt: z.iso.datetime(),
});
export type ReferralItem = z.infer<typeof ReferralItem>;

export const encodeSourcePointer = ({
  sourceKey,
  receipt,
  timelineId,
  prints,
}: LedgerEntry): SourcePointerItem =>
  checkedItem('source pointer', SourcePointerItem, {
    ...itemKey.sourcePointer(sourceKey),
    ...currentSchema,
    ...receipt,
    timelineId,
    prints,
  });

export function decodeSourcePointer(item: unknown): {
  readonly receipt: Receipt;
  readonly prints: ContentPrints;
} {
  const { receiptId, recordedAt, prints } = checkedItem('source pointer', SourcePointerItem, item);
  return { receipt: { receiptId, recordedAt }, prints };
}

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
