import type { FirstSent } from '../../../core/ports/life-event-ledger.ts';
import { isNew } from './put-condition.ts';
import { decodeSourcePointer, encodeSourcePointer } from './source-pointer-items.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, writeTogether } from './write-together.ts';

/** An item under a key that nothing lies under yet. */
export type NewItem = ConditionalPut['item'];

/** What came of it. Nothing was stored where it was not recorded. */
export type RecordedOnce =
  | { readonly code: 'recorded' }
  | { readonly code: 'busy' }
  | ({ readonly code: 'already-recorded' } & FirstSent)
  /** Something else was there: the row itself, which its source does not point to, or what goes with it. */
  | { readonly code: 'in-the-way'; readonly isTheRow: boolean };

/**
 * Records something that its source names: a pointer under that name, a row of
 * a timeline and whatever goes with them, in one transaction of new items only,
 * so that there is nothing to overwrite.
 */
export async function recordOnce(
  table: Table,
  entry: FirstSent & { readonly sourceKey: string },
  [row, ...others]: readonly [NewItem, ...NewItem[]],
): Promise<RecordedOnce> {
  const newItem = (item: NewItem): ConditionalPut => ({ item, condition: isNew });
  const pointer: ConditionalPut = { ...newItem(encodeSourcePointer(entry)), showInTheWay: true };
  const rowPut = newItem(row);
  const result = await writeTogether(table, [pointer, rowPut, ...others.map(newItem)]);
  if (result.code === 'written') return { code: 'recorded' };
  if (result.code === 'busy') return { code: 'busy' };
  if (result.inTheWay.has(pointer)) {
    return { code: 'already-recorded', ...decodeSourcePointer(result.inTheWay.get(pointer)) };
  }
  return { code: 'in-the-way', isTheRow: result.inTheWay.has(rowPut) };
}
