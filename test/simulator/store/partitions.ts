import { compareTexts } from './compare-values.ts';
import { itemBytes } from './item-size.ts';
import { countBefore, hashOf, type Key, putRow, type Row, removeRow } from './rows.ts';
import type { StoredItem } from './values.ts';

export type Partition = { readonly pk: string; readonly hash: number; readonly rows: readonly Row[] };
type OwnPartition = { readonly pk: string; readonly hash: number; readonly rows: Row[] };

/** The table as it is now. */
export type Partitions = {
  readonly item: (key: Key) => StoredItem | undefined;
  readonly rows: (pk: string) => readonly Row[];
  readonly set: (key: Key, item: StoredItem | undefined) => void;
  /** All of them, in order of their keys. */
  readonly all: () => readonly Partition[];
};

export const rowOf = ({ pk, sk }: Key, item: StoredItem): Row => ({
  pk,
  sk,
  sort: sk,
  tie: 0,
  item,
  bytes: itemBytes(item),
});

const none: readonly Row[] = Object.freeze([]);

export function createPartitions(): Partitions {
  const byKey: OwnPartition[] = [];
  const known = new Map<string, OwnPartition>();

  const placeOf = (pk: string): number => countBefore(byKey, (one) => compareTexts(one.pk, pk));

  const created = (pk: string): OwnPartition => {
    const partition: OwnPartition = { pk, hash: hashOf(pk), rows: [] };
    byKey.splice(placeOf(pk), 0, partition);
    known.set(pk, partition);
    return partition;
  };

  const remove = (partition: OwnPartition, key: Key): void => {
    removeRow(partition.rows, { ...key, sort: key.sk, tie: 0 });
    if (partition.rows.length > 0) return;
    byKey.splice(placeOf(key.pk), 1);
    known.delete(key.pk);
  };

  return {
    item: ({ pk, sk }) => {
      const rows = known.get(pk)?.rows;
      if (rows === undefined) return undefined;
      const row = rows[countBefore(rows, (one) => compareTexts(one.sk, sk))];
      return row?.sk === sk ? row.item : undefined;
    },
    rows: (pk) => known.get(pk)?.rows ?? none,
    set: (key, item) => {
      const partition = known.get(key.pk);
      if (item !== undefined) putRow((partition ?? created(key.pk)).rows, rowOf(key, item));
      else if (partition !== undefined) remove(partition, key);
    },
    all: () => byKey,
  };
}
