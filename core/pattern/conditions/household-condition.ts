import type { HouseholdCondition } from '../../policy/condition.ts';
import { pregnancyDays } from '../../referral/pregnancy.ts';
import { addDays, type CalendarDate } from '../../time/calendar-date.ts';
import {
  type CalendarLength,
  type Duration,
  dateAfter,
  dateBefore,
  windowLengthOf,
} from '../../time/duration.ts';
import { type Instant, londonDate, startOfLondonDate } from '../../time/london.ts';
import type { Household, HouseholdMember } from '../../timeline/household.ts';
import type { PreparedCondition } from './prepared-condition.ts';

/** From the first date (inclusive) to the second (exclusive). */
type DateSpan = { readonly from: CalendarDate; readonly until: CalendarDate };

/** Prepares a condition on who is in the household at the window's end. */
export function prepareHousehold(condition: HouseholdCondition, { children }: Household): PreparedCondition {
  const spans = joined(children.flatMap((child) => spansFor(child, condition)));
  const holds = (date: CalendarDate): boolean =>
    spans.some(({ from, until }) => date >= from && date < until);
  return {
    canBeMet: spans.length > 0,
    changes: () =>
      spans.flatMap(({ from, until }): Instant[] => [startOfLondonDate(from), startOfLondonDate(until)]),
    at: (end) => {
      const met = holds(londonDate(end));
      return { condition, have: met ? 1 : 0, need: 1, met, counted: [], events: [] };
    },
  };
}

/**
 * When the condition holds for one child. One whose due date has passed
 * without its pregnancy being told to have ended is taken as born on that
 * date: silence about a birth must not take a baby out of sight.
 */
function spansFor(child: HouseholdMember, { household }: HouseholdCondition): readonly DateSpan[] {
  const { unborn, dueWithin, under } = household;
  const spans: DateSpan[] = [];
  if ('expectedDateOfBirth' in child) {
    const { expectedDateOfBirth: due, endedOn } = child;
    const begun = addDays(due, -pregnancyDays);
    const until = endedOn ?? due;
    if (unborn === true) spans.push({ from: begun, until });
    if (dueWithin !== undefined) {
      const soon = dateBefore(due, calendarLengthOf(dueWithin));
      spans.push({ from: soon < begun ? begun : soon, until });
    }
  }
  const born = bornOn(child);
  if (under !== undefined && born !== undefined) {
    spans.push({ from: born, until: dateAfter(born, calendarLengthOf(under)) });
  }
  return spans.filter(({ from, until }) => from < until);
}

function bornOn(child: HouseholdMember): CalendarDate | undefined {
  if ('dateOfBirth' in child) return child.dateOfBirth;
  return child.endedOn === undefined ? child.expectedDateOfBirth : undefined;
}

/** An age in calendar terms. The policy's schema allows no other. */
function calendarLengthOf(age: Duration): CalendarLength {
  const length = windowLengthOf(age);
  if (length.kind !== 'calendar') {
    throw new Error('An age reached the engine that is not in years, months, weeks or days.');
  }
  return length;
}

/** Joins spans that touch, so that however many children are told of, there are few. */
function joined(spans: readonly DateSpan[]): readonly DateSpan[] {
  const result: DateSpan[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.until) result.push(span);
    else if (span.until > last.until) result[result.length - 1] = { from: last.from, until: span.until };
  }
  return result;
}
