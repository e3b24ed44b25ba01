import { isDeepStrictEqual } from 'node:util';
import { emptyState, type MemoryState } from '../../functions/adapters/memory/memory-state.ts';
import { type MemoryStore, memoryStoreOf } from '../../functions/adapters/memory/memory-store.ts';

/** A store in memory, and a look at everything that it holds. */
export type ObservedStore = { readonly store: MemoryStore; readonly seen: () => Seen };

/** All that a store held at one time, which nothing that is stored later changes. */
export type Seen = Readonly<Record<keyof MemoryState, unknown>>;

export function anObservedStore(): ObservedStore {
  const state = emptyState();
  return {
    store: memoryStoreOf(state, () => false),
    // What is stored is frozen, so that a copy of each collection is a copy of all.
    seen: () =>
      Object.fromEntries(
        Object.entries(state).map(([name, held]) => [name, copyOf(held)]),
      ) as unknown as Seen,
  };
}

const copyOf = (held: MemoryState[keyof MemoryState]): unknown => {
  if (held instanceof Map) return new Map<unknown, unknown>(held);
  return held instanceof Set ? new Set(held) : [...held];
};

/** The names of what is not as it was. */
export const changedSince = (before: Seen, after: Seen): readonly string[] =>
  Object.keys(before).filter((name) => !isSame(before[name as keyof Seen], after[name as keyof Seen]));

/** What is stored is replaced and never changed, so most of it is the very same. */
function isSame(before: unknown, after: unknown): boolean {
  if (before instanceof Map && after instanceof Map) {
    return before.size === after.size && [...before].every(([key, one]) => isAlike(one, after.get(key)));
  }
  return isDeepStrictEqual(before, after);
}

const isAlike = (one: unknown, other: unknown): boolean => one === other || isDeepStrictEqual(one, other);
