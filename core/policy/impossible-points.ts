import { mostReferralsRead } from '../timeline/timeline.ts';
import type { PointsCondition } from './condition.ts';
import { codesCountedTogether } from './impossible-codes.ts';

const thousandths = (points: number | undefined): number => Math.round((points ?? 0) * 1000);

const highest = (points: readonly (number | undefined)[]): number => Math.max(0, ...points.map(thousandths));

/**
 * The most points that a family can reach: every referral that is read an
 * incident of its own, made today, and as weighty as a selected one can be.
 */
export function mostPointsOf({ points, of: selection }: PointsCondition): number {
  const { referral, concerns = {}, levels = {}, sourceCodes = {} } = points;
  const ceiling = selection?.level?.atMost ?? 4;
  const one =
    thousandths(referral) +
    // A referral can tell of every kind there is, also where it was selected for one of them.
    Object.values(concerns).reduce((sum, each) => sum + thousandths(each), 0) +
    highest(Object.entries(levels).flatMap(([level, each]) => (Number(level) > ceiling ? [] : [each]))) +
    highest(
      codesCountedTogether({ of: selection })
        .flat()
        .map((code) => sourceCodes[code]),
    );
  return (one * mostReferralsRead) / 1000;
}
