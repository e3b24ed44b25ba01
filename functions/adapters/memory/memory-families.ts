import type { Families } from '../../../core/ports/families.ts';
import type { MemoryState } from './memory-state.ts';

/** Families and timelines in memory. */
export const memoryFamilies = (state: MemoryState): Families => ({
  family: async (familyId) => state.families.get(familyId),
  timeline: async (timelineId) => {
    const stored = state.timelines.get(timelineId);
    if (stored === undefined) return undefined;
    const { familyId, timelinesOfFamily, referrals } = stored;
    const examinationFailed = state.failures.has(timelineId);
    return { timeline: { timelineId, referrals }, familyId, timelinesOfFamily, examinationFailed };
  },
});
