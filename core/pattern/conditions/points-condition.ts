import type { PointsCondition, PointsScale } from '../../policy/condition.ts';
import type { Line } from '../../policy/policy.ts';
import { addDays, dayNumberOf } from '../../time/calendar-date.ts';
import { daysOf, lastInstantInWindow, type WindowLength, windowLengthOf } from '../../time/duration.ts';
import { type Instant, londonDate, startOfLondonDate } from '../../time/london.ts';
import type { CountableReferral } from '../countable-referral.ts';
import type { Examined } from '../examined-family.ts';
import { whyNotSelected } from '../why-not-selected.ts';
import type { PreparedCondition } from './prepared-condition.ts';
import { slidingWindow } from './sliding-window.ts';
import { weightOfIncidents } from './weight-of-incidents.ts';

/**
 * What a referral is worth at an instant, in thousandths of a point. Whole
 * numbers, so that a sum does not depend on the order it is made in.
 */
export const thousandthsAt = (
  condition: PointsCondition,
  referral: CountableReferral,
  end: Instant,
): number =>
  worthOn(condition, dayNumberOf(londonDate(end)))(referral, freshThousandths(condition.points, referral));

/** Tells what is left on a day of what a referral is worth on its own day. */
function worthOn(
  { halfLife }: PointsCondition,
  today: number,
): (referral: CountableReferral, fresh: number) => number {
  const days = halfLife === undefined ? undefined : daysOf(halfLife);
  if (days === undefined) return (_, fresh) => fresh;
  return ({ day }, fresh) => Math.round(fresh * 2 ** ((day - today) / days));
}

function freshThousandths(
  { referral: each = 0, concerns = {}, levels = {}, sourceCodes = {} }: PointsScale,
  { kindsOfConcern, level, sourceCode }: CountableReferral,
): number {
  const byKind: Readonly<Record<string, number | undefined>> = concerns;
  const byLevel: Readonly<Record<string, number | undefined>> = levels;
  const ofKinds = [...kindsOfConcern].map((kind) => byKind[kind] ?? 0);
  const ofSource = sourceCode === undefined ? 0 : (sourceCodes[sourceCode] ?? 0);
  return [each, byLevel[String(level)] ?? 0, ofSource, ...ofKinds]
    .map((points) => Math.round(1000 * points))
    .reduce((sum, one) => sum + one);
}

/** Prepares a weighted sum: an incident has the points of its weightiest referral. */
export function preparePoints(condition: PointsCondition, line: Line, examined: Examined): PreparedCondition {
  const length = windowLengthOf(condition.within ?? line.window);
  const selected = examined.referrals.filter(
    (referral) => whyNotSelected(referral, condition.of) === undefined,
  );
  const known = new Map<CountableReferral, number>();
  const fresh = (referral: CountableReferral): number => {
    const thousandths = known.get(referral) ?? freshThousandths(condition.points, referral);
    known.set(referral, thousandths);
    return thousandths;
  };
  const window = slidingWindow(selected, length);
  const weightOf = (
    referrals: readonly CountableReferral[],
    worth: (referral: CountableReferral, fresh: number) => number,
  ): number =>
    weightOfIncidents(
      referrals,
      (referral) => worth(referral, fresh(referral)),
      examined.policy.incident.withinDays,
    );
  const need = Math.round(1000 * condition.atLeast);
  return {
    canBeMet: weightOf(selected, (_, each) => each) >= need,
    changes: () => [
      ...window.changes(),
      ...(condition.halfLife === undefined ? [] : daysOfLoss(selected, length)),
    ],
    at: (end) => {
      const counted = window.endingAt(end);
      const have = weightOf(counted, worthOn(condition, dayNumberOf(londonDate(end))));
      return {
        condition,
        have: have / 1000,
        need: condition.atLeast,
        met: have >= need,
        counted,
        events: [],
      };
    },
  };
}

/** Points with a half-life are worth less every day, from the day after the first referral until the last has left the window. */
function daysOfLoss(referrals: readonly CountableReferral[], length: WindowLength): readonly Instant[] {
  const days: Instant[] = [];
  const [first] = referrals;
  if (first === undefined) return days;
  const last = Math.max(...referrals.map((referral) => lastInstantInWindow(referral, length)));
  for (let date = addDays(first.date, 1); ; date = addDays(date, 1)) {
    const begins = startOfLondonDate(date);
    if (begins > last) return days;
    days.push(begins);
  }
}
