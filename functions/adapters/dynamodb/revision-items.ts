import * as z from 'zod';
import { Screening } from '../../../core/referral/referral-submission.ts';
import type { PlacedReferral, Revision } from '../../../core/referral/revision.ts';
import { Annotation, ReceiptId, WithdrawalReason } from '../../../core/referral/revision-submissions.ts';
import type { ReferralKey } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import { StoredReferral } from './referral-items.ts';

const common = {
  ...itemFields,
  revision: z.int().min(1),
  mark: z.string().min(1),
  recordedAt: z.iso.datetime(),
  by: z.string().min(1),
} as const;

const Content = StoredReferral.omit({
  key: true,
  screening: true,
  sameEventAs: true,
  withdrawn: true,
  annotations: true,
});

/** One thing said later about a referral. Written once and never again. */
const RevisionItem = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('correction'),
    timelineId: z.string().min(1),
    content: Content,
  }),
  z.strictObject({ ...common, kind: z.literal('withdrawal'), reason: WithdrawalReason }),
  z.strictObject({ ...common, kind: z.literal('annotation'), annotation: Annotation, stands: z.boolean() }),
  z.strictObject({
    ...common,
    kind: z.literal('screening'),
    screening: Screening,
    sameEventAs: ReceiptId.optional(),
  }),
]);
export type RevisionItem = z.infer<typeof RevisionItem>;

export const encodeRevision = (key: ReferralKey, revision: Revision): RevisionItem =>
  checkedItem('revision', RevisionItem, {
    ...revision,
    ...itemKey.revision(key, revision),
    ...currentSchema,
  });

export function decodeRevision(item: unknown): Revision {
  const { pk, sk, schema, ...revision } = checkedItem('revision', RevisionItem, item);
  return revision;
}

/** A referral as it was first sent. */
const FirstItem = z.strictObject({ ...itemFields, timelineId: z.string().min(1), referral: StoredReferral });
export type FirstItem = z.infer<typeof FirstItem>;

export const encodeFirst = ({ timelineId, referral }: PlacedReferral): FirstItem =>
  checkedItem('first referral', FirstItem, {
    timelineId,
    referral,
    ...itemKey.referralFirst(referral.key),
    ...currentSchema,
  });

export function decodeFirst(item: unknown): PlacedReferral {
  const { timelineId, referral } = checkedItem('first referral', FirstItem, item);
  return { timelineId, referral };
}
