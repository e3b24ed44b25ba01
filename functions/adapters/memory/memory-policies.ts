import type { PointerRead, PolicyPointer, PolicyStore } from '../../../core/ports/policy-store.ts';
import { frozenCopy } from './frozen-copy.ts';

/** Policies in memory. */
export function createMemoryPolicies(): PolicyStore {
  const documents = new Map<string, object>();
  let live: PolicyPointer | undefined;
  return {
    pointer: async () => (live === undefined ? { code: 'none' } : { code: 'found', pointer: live }),
    document: async (hash) => {
      const document = documents.get(hash);
      return document === undefined ? { code: 'none' } : { code: 'found', document };
    },
    keep: async (hash, document) => {
      if (!documents.has(hash)) documents.set(hash, frozenCopy(document));
    },
    point: async (pointer, seen) => {
      if (!isSeen(live, seen)) return 'moved';
      live = frozenCopy(pointer);
      return 'pointed';
    },
  };
}

const isSeen = (live: PolicyPointer | undefined, seen: PointerRead): boolean =>
  seen.code === 'found'
    ? live?.hash === seen.pointer.hash && live.activatedAt === seen.pointer.activatedAt
    : (live === undefined) === (seen.code === 'none');
