import { equalMaps } from './compare-values.ts';
import { createIndexes, type Index } from './indexes.ts';
import { createLaggingView, type LagState } from './lag.ts';
import { createPartitions, type Partition } from './partitions.ts';
import type { Key, Row } from './rows.ts';
import type { StoredItem } from './values.ts';

/** A record of the table's stream, which holds keys only. */
export type StreamRecord = {
  readonly sequenceNumber: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly pk: string;
  readonly sk: string;
  /** When the item changed, rounded down to the second, as AWS tells it. */
  readonly at: number;
};

/** Whether a read sees every write that was made before it. */
export type Consistency = 'strong' | 'eventual';

/** The items of the table, its indexes and its stream. */
export type Contents = {
  readonly item: (key: Key, consistency: Consistency) => StoredItem | undefined;
  readonly rows: (pk: string, consistency: Consistency) => readonly Row[];
  readonly partitions: (consistency: Consistency) => readonly Partition[];
  readonly indexRows: (index: Index, partition: string) => readonly Row[];
  /** Puts an item in the place of another, or takes it away. Where nothing changes, nothing is told in the stream. */
  readonly write: (key: Key, item: StoredItem | undefined) => void;
  readonly takeRecords: () => readonly StreamRecord[];
  readonly state: () => ContentsState;
};

export type ContentsState = LagState & {
  readonly items: readonly (Key & { readonly item: StoredItem })[];
  readonly records: readonly StreamRecord[];
  readonly changes: number;
};

const emptyState: ContentsState = { items: [], records: [], changes: 0, shown: [], hidden: [] };
const sequenceDigits = 21;
const second = 1_000;

export function createContents({
  now,
  lag = () => 0,
  from = emptyState,
}: {
  readonly now: () => number;
  readonly lag?: (() => number) | undefined;
  readonly from?: ContentsState | undefined;
}): Contents {
  const partitions = createPartitions();
  const indexes = createIndexes();
  for (const { item, ...key } of from.items) partitions.set(key, item);
  const lagging = createLaggingView({ partitions, indexes, now, lag, from });
  for (const { pk, rows } of lagging.all())
    for (const { sk, item } of rows) indexes.show({ pk, sk }, undefined, item);
  let records: StreamRecord[] = [...from.records];
  let { changes } = from;

  return {
    item: (key, consistency) => {
      if (consistency === 'strong') return partitions.item(key);
      lagging.catchUp();
      return lagging.item(key);
    },
    rows: (pk, consistency) => {
      if (consistency === 'strong') return partitions.rows(pk);
      lagging.catchUp();
      return lagging.rows(pk);
    },
    partitions: (consistency) => {
      if (consistency === 'strong') return partitions.all();
      lagging.catchUp();
      return lagging.all();
    },
    indexRows: (index, partition) => {
      lagging.catchUp();
      return indexes.rows(index, partition);
    },
    write: (key, item) => {
      const before = partitions.item(key);
      if (before === item || (before !== undefined && item !== undefined && equalMaps(before, item))) return;
      lagging.catchUp();
      partitions.set(key, item);
      lagging.follow(key, before, item);
      changes += 1;
      records.push({
        sequenceNumber: String(changes).padStart(sequenceDigits, '0'),
        eventName: before === undefined ? 'INSERT' : item === undefined ? 'REMOVE' : 'MODIFY',
        pk: key.pk,
        sk: key.sk,
        at: Math.floor(now() / second) * second,
      });
    },
    takeRecords: () => {
      const taken = records;
      records = [];
      return taken;
    },
    state: () => ({
      items: partitions.all().flatMap(({ rows }) => rows.map(({ pk, sk, item }) => ({ pk, sk, item }))),
      records: [...records],
      changes,
      ...lagging.state(),
    }),
  };
}
