import * as z from 'zod';
import type { FirstSent } from '../../../core/ports/life-event-ledger.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import type { ItemUpdate } from './write-together.ts';

/** Points from what was sent, as its source names it, to where it lies, with prints of the content first sent. */
const SourcePointerItem = z.strictObject({
  ...itemFields,
  receiptId: z.string().min(1),
  recordedAt: z.iso.datetime(),
  timelineId: z.string().min(1),
  /** Of a referral alone: when it was made as it was first sent, which with the timeline leads to its row. */
  madeAt: z.iso.datetime().optional(),
  /** How much was said later; none where nothing was. */
  version: z.int().min(1).optional(),
  prints: z.record(z.string(), z.string()),
});
export type SourcePointerItem = z.infer<typeof SourcePointerItem>;

/** What a pointer is made of. */
export type SourcePointer = FirstSent & { readonly sourceKey: string; readonly madeAt?: string };

export const encodeSourcePointer = ({
  sourceKey,
  receipt,
  timelineId,
  madeAt,
  prints,
}: SourcePointer): SourcePointerItem =>
  checkedItem('source pointer', SourcePointerItem, {
    ...itemKey.sourcePointer(sourceKey),
    ...currentSchema,
    ...receipt,
    timelineId,
    ...(madeAt === undefined ? {} : { madeAt }),
    prints,
  });

export function decodeSourcePointer(
  item: unknown,
): FirstSent & { readonly madeAt: string | undefined; readonly version: number } {
  const {
    receiptId,
    recordedAt,
    prints,
    timelineId,
    madeAt,
    version = 0,
  } = checkedItem('source pointer', SourcePointerItem, item);
  return { receipt: { receiptId, recordedAt }, prints, timelineId, madeAt, version };
}

/** Notes that one thing more was said about a referral, on condition that it is the next. */
export const oneMoreSaid = (sourceKey: string, before: number): ItemUpdate => ({
  key: itemKey.sourcePointer(sourceKey),
  update: {
    UpdateExpression: 'SET #version = :next',
    ConditionExpression:
      before === 0
        ? 'attribute_exists(#prints) AND attribute_not_exists(#version)'
        : 'attribute_exists(#prints) AND #version = :before',
    ExpressionAttributeNames: { '#version': 'version', '#prints': 'prints' },
    ExpressionAttributeValues: {
      ':next': { N: String(before + 1) },
      ...(before === 0 ? {} : { ':before': { N: String(before) } }),
    },
  },
});
