import type { PromiseCondition } from '../../policy/condition.ts';
import type { Line, Policy } from '../../policy/policy.ts';
import { addDays } from '../../time/calendar-date.ts';
import { lastInstantInWindow, windowLengthOf } from '../../time/duration.ts';
import { type Instant, londonDate, startOfLondonDate } from '../../time/london.ts';
import { addWorkingDays } from '../../time/working-calendar.ts';
import { workingDaysOf } from '../../time/working-time.ts';
import type { CountableReferral } from '../countable-referral.ts';
import type { Examined } from '../examined-family.ts';
import type { PreparedCondition } from './prepared-condition.ts';

/** A promise, from the first instant at which it is broken to the last: until it is kept, or its referral leaves the window. */
type Broken = { readonly referral: CountableReferral; readonly from: Instant; readonly to: Instant };

/**
 * Prepares a condition that something was decided and did not follow. The
 * promise is broken when the last working day for it has ended, and mended
 * when one of the events that keep it happens.
 */
export function preparePromise(
  condition: PromiseCondition,
  line: Line,
  examined: Examined,
): PreparedCondition {
  const broken = examined.countable
    .filter(({ outcome }) => condition.promised.some((one) => one === outcome))
    .filter((referral) => isHeardOf(referral, condition, examined.policy))
    .map((referral) => brokenPromise(referral, condition, line, examined))
    .filter(({ from, to }) => from <= to);
  return {
    canBeMet: broken.length > 0,
    changes: () => broken.flatMap(({ from, to }) => [from, to + 1]),
    at: (end) => {
      const counted = broken
        .filter(({ from, to }) => from <= end && end <= to)
        .map(({ referral }) => referral);
      return { condition, have: counted.length, need: 1, met: counted.length > 0, counted, events: [] };
    },
  };
}

/** Whether such events reach us for a referral's source: only there can their absence be told of. */
export const isHeardOf = (
  { source }: CountableReferral,
  { keptBy }: PromiseCondition,
  { sourcesSendingEvents }: Policy,
): boolean =>
  sourcesSendingEvents.some(
    (listed) => listed.source === source && listed.events.some((event) => keptBy.includes(event)),
  );

function brokenPromise(
  referral: CountableReferral,
  { keptBy, within }: PromiseCondition,
  line: Line,
  { lifeEvents }: Examined,
): Broken {
  const decidedOn = londonDate(referral.decidedAt);
  const lastDay = addWorkingDays(decidedOn, workingDaysOf(within));
  const kept = lifeEvents.find(
    ({ event, date, isOwnChildhood }) => keptBy.includes(event) && date >= decidedOn && !isOwnChildhood,
  );
  const leaves = lastInstantInWindow(referral, windowLengthOf(line.window));
  return {
    referral,
    from: Math.max(referral.at, startOfLondonDate(addDays(lastDay, 1))),
    to: kept === undefined ? leaves : Math.min(leaves, kept.at - 1),
  };
}
