import * as z from 'zod';
import type { FirstSent } from '../../../core/ports/life-event-ledger.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** Points from what was sent, as its source names it, to where it lies, with prints of the content first sent. */
const SourcePointerItem = z.strictObject({
  ...itemFields,
  receiptId: z.string().min(1),
  recordedAt: z.iso.datetime(),
  timelineId: z.string().min(1),
  prints: z.record(z.string(), z.string()),
});
export type SourcePointerItem = z.infer<typeof SourcePointerItem>;

export const encodeSourcePointer = ({
  sourceKey,
  receipt,
  timelineId,
  prints,
}: FirstSent & { readonly sourceKey: string }): SourcePointerItem =>
  checkedItem('source pointer', SourcePointerItem, {
    ...itemKey.sourcePointer(sourceKey),
    ...currentSchema,
    ...receipt,
    timelineId,
    prints,
  });

export function decodeSourcePointer(item: unknown): FirstSent {
  const { receiptId, recordedAt, prints, timelineId } = checkedItem(
    'source pointer',
    SourcePointerItem,
    item,
  );
  return { receipt: { receiptId, recordedAt }, prints, timelineId };
}
