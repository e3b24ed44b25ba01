import { type CountCondition, type SingleCondition, singleConditionsOf } from '../policy/condition.ts';
import type { Line, Policy } from '../policy/policy.ts';
import type { Selection } from '../policy/selection.ts';
import { windowEndingAt, windowLengthOf } from '../time/duration.ts';
import type { Instant } from '../time/london.ts';
import { identityFor } from './conditions/count-condition.ts';
import { isHeardOf } from './conditions/promise-condition.ts';
import type { CountableReferral } from './countable-referral.ts';
import type { NotCountedReason } from './finding.ts';
import { whyNotSelected } from './why-not-selected.ts';

/** The window of a line that a referral is looked for in, and whether the line counts anything in it. */
export type Sought = {
  readonly line: Line;
  readonly policy: Policy;
  readonly end: Instant;
  readonly isAnyCounted: boolean;
};

/**
 * Why none of the line's conditions counts a referral. One that came nearest
 * to it speaks: what lies outside the window or fell to another rule of a
 * condition that would have selected it, before what was not selected at all.
 */
export function whyNotCounted(sought: Sought, referral: CountableReferral): NotCountedReason {
  const reasons = singleConditionsOf(sought.line.when).flatMap((condition) => {
    const reason = reasonOf(condition, sought, referral);
    return reason === undefined ? [] : [reason];
  });
  const nearest = reasons.find(({ isSelected }) => isSelected) ?? reasons[0];
  return nearest?.why ?? 'outside-window';
}

type Reason = { readonly why: NotCountedReason; readonly isSelected: boolean };

function reasonOf(
  condition: SingleCondition,
  sought: Sought,
  referral: CountableReferral,
): Reason | undefined {
  const look = lookOf(condition, sought, referral);
  if (look === undefined) return undefined;
  const notSelected = whyNotSelected(referral, look.of);
  if (notSelected !== undefined) return { why: notSelected, isSelected: false };
  const isInside = windowEndingAt(sought.end, windowLengthOf(look.within))(referral);
  return { why: isInside ? look.otherwise : 'outside-window', isSelected: true };
}

/** Which referrals a condition looks at, and why one of them that is in the window was still not counted. */
type Look = {
  readonly of: Selection | undefined;
  readonly within: string;
  readonly otherwise: NotCountedReason;
};

function lookOf(
  condition: SingleCondition,
  { line, policy, isAnyCounted }: Sought,
  referral: CountableReferral,
): Look | undefined {
  if ('count' in condition) {
    const { of, within = line.window } = condition;
    return { of, within, otherwise: whyPassedOver(condition, referral, isAnyCounted) };
  }
  if ('points' in condition) {
    // Everything it selects is counted, so nothing is left to be passed over.
    return { of: condition.of, within: condition.within ?? line.window, otherwise: 'outside-window' };
  }
  if ('quietBefore' in condition) {
    return { of: condition.of, within: line.window, otherwise: 'not-after-quiet' };
  }
  if ('promised' in condition) {
    const otherwise = isHeardOf(referral, condition, policy) ? 'kept-or-not-due' : 'events-not-sent';
    return { of: { outcomes: condition.promised }, within: line.window, otherwise };
  }
  return undefined;
}

function whyPassedOver(
  { pressing, same }: CountCondition,
  referral: CountableReferral,
  isAnyCounted: boolean,
): NotCountedReason {
  if (same !== undefined && identityFor(same, referral) === undefined) return 'nobody-named';
  if (pressing === true) return 'not-pressing';
  return same !== undefined && isAnyCounted ? 'somebody-else' : 'progressed-among-them';
}
