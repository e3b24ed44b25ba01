import type { FamilyList } from '../../../core/ports/family-list.ts';
import type { MemoryState } from './memory-state.ts';

/** So many at once, so that whoever goes through the list goes on. */
const atMost = 3;

/** All families in memory, in the order of their ids. */
export const memoryFamilyList = (state: MemoryState): FamilyList => ({
  after: async (cursor = '') => {
    const all = [...state.families.values()].map(({ familyId }) => familyId).sort();
    const slice = all.filter((familyId) => familyId > cursor).slice(0, atMost);
    const isLast = slice.at(-1) === all.at(-1) || slice.length === 0;
    return {
      families: slice
        .filter((familyId) => state.families.get(familyId)?.joinedInto === undefined)
        .map((familyId) => ({ familyId, cursor: familyId })),
      next: isLast ? undefined : slice.at(-1),
    };
  },
});
