import type { HouseholdCondition } from '../policy/condition.ts';
import type { HouseholdChild } from '../referral/referral-submission.ts';
import { addDays, type CalendarDate } from '../time/calendar-date.ts';
import { dateAfter, windowLengthOf } from '../time/duration.ts';
import { type Instant, londonDate, startOfLondonDate } from '../time/london.ts';
import type { Household } from '../timeline/timeline.ts';

/** A due date is reckoned at 40 weeks (280 days) of pregnancy, so no child is unborn before that. */
const pregnancyDays = 280;

/** From the first date (inclusive) to the second (exclusive). */
type DateSpan = { readonly from: CalendarDate; readonly until: CalendarDate };

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
    if (age.kind !== 'calendar')
      throw new Error('An age reached the engine that is not in years, months, weeks or days.');
    const born = 'dateOfBirth' in child ? child.dateOfBirth : child.expectedDateOfBirth;
    spans.push({ from: born, until: dateAfter(born, age) });
  }
  return spans;
}

/** How many children of the household meet the condition at an instant, by the Europe/London date. */
export function childrenMeeting(condition: HouseholdCondition, household: Household, at: Instant): number {
  const date = londonDate(at);
  return household.children.filter((child) =>
    spansFor(child, condition).some(({ from, until }) => date >= from && date < until),
  ).length;
}

/** The instants at which the condition may begin or cease to hold. */
export const householdChanges = (condition: HouseholdCondition, household: Household): readonly Instant[] =>
  household.children
    .flatMap((child) => spansFor(child, condition))
    .flatMap(({ from, until }) => [startOfLondonDate(from), startOfLondonDate(until)]);
