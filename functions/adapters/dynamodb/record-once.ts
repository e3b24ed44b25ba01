import type { FirstSent } from '../../../core/ports/life-event-ledger.ts';
import { isNew } from './put-condition.ts';
import { decodeSourcePointer, encodeSourcePointer, type SourcePointer } from './source-pointer-items.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, type Write, writeTogether } from './write-together.ts';

/** An item under a key that nothing lies under yet. */
export type NewItem = ConditionalPut['item'];

/** Puts an item where nothing lies yet. */
export const newItem = (item: NewItem): ConditionalPut => ({ item, condition: isNew });

/** What came of it. Nothing was stored where it was not recorded. */
export type RecordedOnce =
  | { readonly code: 'recorded' }
  | { readonly code: 'busy' }
  | ({ readonly code: 'already-recorded' } & FirstSent)
  /** Something else was there: the row itself, which its source does not point to, or what goes with it. */
  | { readonly code: 'in-the-way'; readonly isTheRow: boolean };

/**
 * Records something that its source names: a pointer under that name, a row of
 * a timeline and whatever goes with them, in one transaction. Pointer and row
 * are new items, so that there is nothing to overwrite.
 */
export async function recordOnce(
  table: Table,
  entry: SourcePointer,
  row: NewItem,
  others: readonly Write[] = [],
): Promise<RecordedOnce> {
  const pointer: ConditionalPut = { ...newItem(encodeSourcePointer(entry)), showInTheWay: true };
  const rowPut = newItem(row);
  const result = await writeTogether(table, [pointer, rowPut, ...others]);
  if (result.code === 'written') return { code: 'recorded' };
  if (result.code === 'busy') return { code: 'busy' };
  if (result.inTheWay.has(pointer)) {
    const { receipt, prints, timelineId } = decodeSourcePointer(result.inTheWay.get(pointer));
    return { code: 'already-recorded', receipt, prints, timelineId };
  }
  return { code: 'in-the-way', isTheRow: result.inTheWay.has(rowPut) };
}
