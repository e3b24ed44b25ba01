import { compareTexts } from './compare-values.ts';
import type { Indexes } from './indexes.ts';
import { type Partition, type Partitions, rowOf } from './partitions.ts';
import { countBefore, hashOf, type Key, type Row } from './rows.ts';
import type { StoredItem } from './values.ts';

/** A write that is not shown yet. */
export type Hidden = Key & { readonly shownAt: number; readonly item: StoredItem | undefined };

/** An item as it is shown while later writes of it are hidden. */
type Stale = { item: StoredItem | undefined; hidden: number; lastShownAt: number };

/** What was shown of an item when the state was kept. */
export type ShownItem = Key & { readonly item: StoredItem | undefined };
export type LagState = { readonly shown: readonly ShownItem[]; readonly hidden: readonly Hidden[] };

/** The table as reads show it that are not strongly consistent. What they show of one item never goes back. */
export type LaggingView = {
  readonly item: (key: Key) => StoredItem | undefined;
  readonly rows: (pk: string) => readonly Row[];
  readonly all: () => readonly Partition[];
  /** Takes note of a write, which is shown so much later. */
  readonly follow: (key: Key, before: StoredItem | undefined, after: StoredItem | undefined) => void;
  /** Shows what is to be shown by now, in the indexes as well. */
  readonly catchUp: () => void;
  readonly state: () => LagState;
};

type Surroundings = {
  readonly partitions: Partitions;
  readonly indexes: Indexes;
  readonly now: () => number;
  readonly lag: () => number;
  readonly from: LagState;
};

export function createLaggingView({ partitions, indexes, now, lag, from }: Surroundings): LaggingView {
  const stale = new Map<string, Map<string, Stale>>();
  /** In the order in which they will be shown. */
  const hidden: Hidden[] = [];

  const staleOf = ({ pk, sk }: Key): Stale | undefined => stale.get(pk)?.get(sk);

  const startStale = ({ pk, sk }: Key, item: StoredItem | undefined): Stale => {
    const own = stale.get(pk) ?? new Map<string, Stale>();
    stale.set(pk, own);
    const entry = { item, hidden: 0, lastShownAt: 0 };
    own.set(sk, entry);
    return entry;
  };

  const endStale = ({ pk, sk }: Key): void => {
    const own = stale.get(pk);
    own?.delete(sk);
    if (own?.size === 0) stale.delete(pk);
  };

  const hide = (write: Hidden, entry: Stale): void => {
    entry.hidden += 1;
    entry.lastShownAt = write.shownAt;
    hidden.splice(
      countBefore(hidden, ({ shownAt }) => (shownAt <= write.shownAt ? -1 : 1)),
      0,
      write,
    );
  };

  const catchUp = (): void => {
    const due = hidden.length === 0 ? 0 : countBefore(hidden, ({ shownAt }) => (shownAt <= now() ? -1 : 1));
    if (due === 0) return;
    for (const { item, ...key } of hidden.splice(0, due)) {
      const entry = staleOf(key);
      if (entry === undefined) throw new Error('A write was hidden of which nothing was noted.');
      indexes.show(key, entry.item, item);
      entry.item = item;
      entry.hidden -= 1;
      if (entry.hidden === 0) endStale(key);
    }
  };

  const rows = (pk: string): readonly Row[] => {
    const own = stale.get(pk);
    if (own === undefined) return partitions.rows(pk);
    const fresh = partitions.rows(pk).filter(({ sk }) => !own.has(sk));
    const old = [...own].flatMap(([sk, { item }]) => (item === undefined ? [] : [rowOf({ pk, sk }, item)]));
    return [...fresh, ...old].sort((one, other) => compareTexts(one.sort, other.sort));
  };

  for (const { item, ...key } of from.shown) startStale(key, item);
  for (const write of from.hidden) {
    const entry = staleOf(write);
    if (entry !== undefined) hide(write, entry);
  }

  return {
    item: (key) => {
      const entry = staleOf(key);
      return entry === undefined ? partitions.item(key) : entry.item;
    },
    rows,
    all: () => {
      if (stale.size === 0) return partitions.all();
      const pks = new Set([...partitions.all().map(({ pk }) => pk), ...stale.keys()]);
      return [...pks].map((pk) => ({ pk, hash: hashOf(pk), rows: rows(pk) }));
    },
    follow: (key, before, after) => {
      const milliseconds = lag();
      const known = staleOf(key);
      if (known === undefined && milliseconds <= 0) {
        indexes.show(key, before, after);
        return;
      }
      const entry = known ?? startStale(key, before);
      hide({ ...key, item: after, shownAt: Math.max(now() + milliseconds, entry.lastShownAt) }, entry);
    },
    catchUp,
    state: () => ({
      shown: [...stale].flatMap(([pk, own]) => [...own].map(([sk, { item }]) => ({ pk, sk, item }))),
      hidden: [...hidden],
    }),
  };
}
