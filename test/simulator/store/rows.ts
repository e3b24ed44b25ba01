import { compareTexts } from './compare-values.ts';
import type { StoredItem } from './values.ts';

/** The key of an item. */
export type Key = { readonly pk: string; readonly sk: string };

/** An item where it lies, in a partition of the table or of an index: in the order of `sort`. */
export type Row = Key & {
  readonly sort: string;
  /** Orders rows of an index that have one sort key: AWS promises no order among them, and this is none that anybody would guess. */
  readonly tie: number;
  readonly item: StoredItem;
  /** The size of the item, reckoned once: pages are cut by it. */
  readonly bytes: number;
};

export type Place = Omit<Row, 'item' | 'bytes'>;

export const compareRows = (one: Place, other: Place): number =>
  compareTexts(one.sort, other.sort) ||
  one.tie - other.tie ||
  compareTexts(one.pk, other.pk) ||
  compareTexts(one.sk, other.sk);

/** How many of the things, which are in order, come before a place that is told by a comparison with it. */
export function countBefore<Thing>(
  things: readonly Thing[],
  compareWithPlace: (thing: Thing) => number,
): number {
  let [from, to] = [0, things.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compareWithPlace(things[middle] as Thing) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Puts a row in its place, instead of the one that lies there. */
export function putRow(rows: Row[], row: Row): void {
  const at = countBefore(rows, (one) => compareRows(one, row));
  const there = rows[at];
  rows.splice(at, there !== undefined && compareRows(there, row) === 0 ? 1 : 0, row);
}

export function removeRow(rows: Row[], place: Place): void {
  const at = countBefore(rows, (one) => compareRows(one, place));
  const there = rows[at];
  if (there !== undefined && compareRows(there, place) === 0) rows.splice(at, 1);
}

/** A number that says nothing of the text it is made of, and is the same each time. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
