import type { HouseholdCondition } from '../policy/condition.ts';
import { pregnancyDays } from '../referral/pregnancy.ts';
import type { HouseholdChild } from '../referral/referral-submission.ts';
import { addDays, type CalendarDate } from '../time/calendar-date.ts';
import { dateAfter, windowLengthOf } from '../time/duration.ts';
import { type Instant, startOfLondonDate } from '../time/london.ts';
import type { Household } from '../timeline/timeline.ts';

/** From the first date (inclusive) to the second (exclusive). */
export type DateSpan = { readonly from: CalendarDate; readonly until: CalendarDate };

/** When a condition on the household holds: stretches that do not touch, in order. */
export type HouseholdSpans = (condition: HouseholdCondition) => readonly DateSpan[];

/**
 * When the condition holds for one child. One whose due date has passed
 * without a birth being reported is taken as born on that date: silence about
 * a birth must not take a baby out of sight.
 */
function spansFor(child: HouseholdChild, { household }: HouseholdCondition): readonly DateSpan[] {
  const spans: DateSpan[] = [];
  if (household.unborn === true && 'expectedDateOfBirth' in child) {
    const due = child.expectedDateOfBirth;
    spans.push({ from: addDays(due, -pregnancyDays), until: due });
  }
  if (household.under !== undefined) {
    const age = windowLengthOf(household.under);
    if (age.kind !== 'calendar') {
      throw new Error('An age reached the engine that is not in years, months, weeks or days.');
    }
    const born = 'dateOfBirth' in child ? child.dateOfBirth : child.expectedDateOfBirth;
    spans.push({ from: born, until: dateAfter(born, age) });
  }
  return spans;
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

/** Tells when a condition on this household holds, worked out once for each condition. */
export function spansOfHousehold({ children }: Household): HouseholdSpans {
  const known = new Map<HouseholdCondition, readonly DateSpan[]>();
  return (condition) => {
    const spans = known.get(condition) ?? joined(children.flatMap((child) => spansFor(child, condition)));
    known.set(condition, spans);
    return spans;
  };
}

/** Whether one of the spans holds a Europe/London date. */
export const holdsOn = (spans: readonly DateSpan[], date: CalendarDate): boolean =>
  spans.some(({ from, until }) => date >= from && date < until);

/** The instants at which the condition begins or ceases to hold. */
export const changesOfSpans = (spans: readonly DateSpan[]): readonly Instant[] =>
  spans.flatMap(({ from, until }) => [startOfLondonDate(from), startOfLondonDate(until)]);
