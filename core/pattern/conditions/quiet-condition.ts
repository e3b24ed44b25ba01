import type { QuietCondition } from '../../policy/condition.ts';
import type { Line } from '../../policy/policy.ts';
import { windowEndingAt, windowLengthOf } from '../../time/duration.ts';
import type { CountableReferral } from '../countable-referral.ts';
import type { Examined } from '../examined-family.ts';
import { whyNotSelected } from '../why-not-selected.ts';
import type { PreparedCondition } from './prepared-condition.ts';
import { slidingWindow } from './sliding-window.ts';

/** Prepares a condition that the family came back: a referral after a long time without one. */
export function prepareQuiet(condition: QuietCondition, line: Line, examined: Examined): PreparedCondition {
  const returns = returnsAmong(examined.countable, condition).filter(
    (referral) => whyNotSelected(referral, condition.of) === undefined,
  );
  const window = slidingWindow(returns, windowLengthOf(line.window));
  return {
    canBeMet: returns.length > 0,
    changes: window.changes,
    at: (end) => {
      const counted = window.endingAt(end);
      return { condition, have: counted.length, need: 1, met: counted.length > 0, counted, events: [] };
    },
  };
}

/** Every referral that has one before it, the last of them so long ago that a window back from it does not hold it. */
const returnsAmong = (
  referrals: readonly CountableReferral[],
  { quietBefore }: QuietCondition,
): readonly CountableReferral[] =>
  referrals.filter((referral, index) => {
    const before = referrals[index - 1];
    return before !== undefined && !windowEndingAt(referral.at, windowLengthOf(quietBefore))(before);
  });
