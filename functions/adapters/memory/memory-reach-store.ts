import type { ReachFound } from '../../../core/alert/reach.ts';
import type { ReachStore } from '../../../core/ports/reach-store.ts';
import { frozenCopy } from './frozen-copy.ts';

/** Who could be reached, in memory. */
export function createMemoryReachStore(): ReachStore {
  let kept: ReachFound | undefined;
  return {
    found: async () => kept,
    keep: async (found) => {
      kept = frozenCopy(found);
    },
  };
}
