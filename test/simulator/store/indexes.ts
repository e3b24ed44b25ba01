import {
  byOwnerIndex,
  byStateIndex,
  dueIndex,
  tableKey,
} from '../../../functions/adapters/dynamodb/table-keys.ts';
import { itemBytes } from './item-size.ts';
import { hashOf, type Key, type Place, putRow, type Row, removeRow } from './rows.ts';
import type { StoredItem } from './values.ts';

/** A secondary index, which holds nothing but keys. */
export type Index = { readonly name: string; readonly partition: string; readonly sort: string };

export const allIndexes: readonly Index[] = [dueIndex, byOwnerIndex, byStateIndex];

/** What an index holds, by the value of its partition key. */
export type Indexes = {
  readonly rows: (index: Index, partition: string) => readonly Row[];
  /** Lets every index show one item instead of another. */
  readonly show: (key: Key, before: StoredItem | undefined, after: StoredItem | undefined) => void;
};

/** Where an item lies in an index; undefined where it does not lie in it. */
type Placed = Place & { readonly partition: string };

const none: readonly Row[] = Object.freeze([]);

export function createIndexes(): Indexes {
  const held = new Map(allIndexes.map((index) => [index, new Map<string, Row[]>()]));
  const partitionsOf = (index: Index): Map<string, Row[]> => {
    const found = held.get(index);
    if (found === undefined) throw new Error('The table has no such index.');
    return found;
  };

  const showIn = (
    index: Index,
    key: Key,
    before: StoredItem | undefined,
    after: StoredItem | undefined,
  ): void => {
    const [from, to] = [placeIn(index, key, before), placeIn(index, key, after)];
    if (from?.partition === to?.partition && from?.sort === to?.sort) return;
    const partitions = partitionsOf(index);
    if (from !== undefined) {
      const rows = partitions.get(from.partition) ?? [];
      removeRow(rows, from);
      if (rows.length === 0) partitions.delete(from.partition);
    }
    if (to === undefined || after === undefined) return;
    const rows = partitions.get(to.partition) ?? [];
    partitions.set(to.partition, rows);
    const item = keysOf(index, after);
    putRow(rows, { ...to, item, bytes: itemBytes(item) });
  };

  return {
    rows: (index, partition) => partitionsOf(index).get(partition) ?? none,
    show: (key, before, after) => {
      for (const index of allIndexes) showIn(index, key, before, after);
    },
  };
}

function placeIn(index: Index, { pk, sk }: Key, item: StoredItem | undefined): Placed | undefined {
  const [partition, sort] = [item?.[index.partition], item?.[index.sort]];
  if (partition === undefined || sort === undefined || !('S' in partition && 'S' in sort)) return undefined;
  return { partition: partition.S, sort: sort.S, tie: hashOf(pk), pk, sk };
}

const keysOf = (index: Index, item: StoredItem): StoredItem =>
  Object.freeze(
    Object.fromEntries(
      [tableKey.partition, tableKey.sort, index.partition, index.sort].flatMap((name) => {
        const value = item[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
