import type { Families } from '../../../core/ports/families.ts';
import { mostReferralsRead } from '../../../core/timeline/timeline.ts';
import type { MemoryState } from './memory-state.ts';

/** Families and timelines in memory. */
export const memoryFamilies = (state: MemoryState): Families => ({
  family: async (familyId) => {
    let family = state.families.get(familyId);
    while (family?.joinedInto !== undefined) family = state.families.get(family.joinedInto);
    return family;
  },
  timeline: async (timelineId) => {
    const stored = state.timelines.get(timelineId);
    if (stored === undefined) return undefined;
    const { familyId, timelinesOfFamily, referrals, lifeEvents } = stored;
    return {
      timeline: { timelineId, referrals: referrals.slice(-mostReferralsRead), lifeEvents },
      familyId,
      timelinesOfFamily,
      hasHadAlert: state.hasHadAlert.has(timelineId),
      isComplete: referrals.length <= mostReferralsRead,
      examinationFailed: state.failures.has(timelineId),
      nextExaminationAt: state.nextExaminations.get(timelineId),
    };
  },
});
