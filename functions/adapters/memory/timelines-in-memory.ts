import type { PlacedReferral } from '../../../core/referral/revision.ts';
import { byTimeMade } from '../../../core/timeline/timeline.ts';
import type { MemoryState } from './memory-state.ts';

/** Puts a referral on its timeline, in place of what lies there under its key. */
export function putReferral(state: MemoryState, { timelineId, referral }: PlacedReferral): void {
  const timeline = timelineOf(state, timelineId);
  const others = timeline.referrals.filter(({ key }) => key !== referral.key);
  const referrals = [...others, referral].sort(byTimeMade);
  state.timelines.set(timelineId, Object.freeze({ ...timeline, referrals: Object.freeze(referrals) }));
  state.changes.push({ timelineId });
}

/** Takes a referral off a timeline that it no longer belongs on. */
export function dropReferral(state: MemoryState, { timelineId, referral }: PlacedReferral): void {
  const timeline = timelineOf(state, timelineId);
  const referrals = Object.freeze(timeline.referrals.filter(({ key }) => key !== referral.key));
  state.timelines.set(timelineId, Object.freeze({ ...timeline, referrals }));
  state.changes.push({ timelineId });
}

function timelineOf(state: MemoryState, timelineId: string) {
  const timeline = state.timelines.get(timelineId);
  if (timeline === undefined) throw new Error('A family is known and its timeline is not there.');
  return timeline;
}
