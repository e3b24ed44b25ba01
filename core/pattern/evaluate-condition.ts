import type { Condition, CountCondition, Measure, SingleCondition } from '../policy/condition.ts';
import type { Line, Policy } from '../policy/policy.ts';
import { windowEndingAt, windowLengthOf } from '../time/duration.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { CountableReferral } from './countable-referral.ts';
import { type HouseholdSpans, holdsOn } from './household-condition.ts';
import { incidentsAmong } from './incidents.ts';
import { whyNotSelected } from './selection.ts';

/** What the engine looks at: one family, one policy. */
export type Examined = {
  readonly policy: Policy;
  readonly referrals: readonly CountableReferral[];
  readonly householdSpans: HouseholdSpans;
};

/** How far one condition is at an instant. */
export type ConditionProgress = {
  readonly condition: SingleCondition;
  readonly have: number;
  readonly need: number;
  readonly met: boolean;
  /** The referrals that were counted, in order of time; none for a condition on the household. */
  readonly counted: readonly CountableReferral[];
};

/** The state of a line at the end of one window. */
export type LineState = { readonly crossed: boolean; readonly progress: readonly ConditionProgress[] };

function measured(measure: Measure, referrals: readonly CountableReferral[], withinDays: number): number {
  const different = (values: readonly (string | undefined)[]): number =>
    new Set(values.filter((value) => value !== undefined)).size;
  switch (measure) {
    case 'incidents':
      return incidentsAmong(referrals, withinDays).length;
    case 'referrals':
      return referrals.length;
    case 'voices':
      return different(referrals.map(({ voice }) => voice));
    case 'agency-groups':
      return different(referrals.map(({ agencyGroup }) => agencyGroup));
    case 'kinds-of-concern':
      return different(referrals.flatMap(({ kindsOfConcern }) => [...kindsOfConcern]));
    default:
      throw new Error(`No such measure: ${measure satisfies never}`);
  }
}

/** The referrals that a count looks at in the window that ends at an instant. */
export function selectedBy(
  condition: CountCondition,
  line: Line,
  referrals: readonly CountableReferral[],
  at: Instant,
): readonly CountableReferral[] {
  const inWindow = windowEndingAt(at, windowLengthOf(condition.within ?? line.window));
  return referrals.filter(
    (referral) => inWindow(referral) && whyNotSelected(referral, condition.of) === undefined,
  );
}

function progressOf(
  condition: SingleCondition,
  line: Line,
  examined: Examined,
  at: Instant,
): ConditionProgress {
  if ('household' in condition) {
    const met = holdsOn(examined.householdSpans(condition), londonDate(at));
    return { condition, have: met ? 1 : 0, need: 1, met, counted: [] };
  }
  const counted = selectedBy(condition, line, examined.referrals, at);
  const have = measured(condition.count, counted, examined.policy.incident.withinDays);
  return { condition, have, need: condition.atLeast, met: have >= condition.atLeast, counted };
}

/** Evaluates a line at the end of one window: thresholds are "at least", windows closed at both ends. */
export function evaluateLine(line: Line, examined: Examined, at: Instant): LineState {
  const progress: ConditionProgress[] = [];
  const single = (condition: SingleCondition): boolean => {
    const one = progressOf(condition, line, examined, at);
    progress.push(one);
    return one.met;
  };
  // Every member is evaluated, also where the answer is already clear: the explanation shows them all.
  const nested = (member: SingleCondition | Condition): boolean => {
    if ('all' in member) return member.all.map(nested).every(Boolean);
    if ('any' in member) return member.any.map(nested).some(Boolean);
    return single(member);
  };
  return { crossed: nested(line.when), progress };
}
