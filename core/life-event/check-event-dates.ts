import { clockToleranceMilliseconds, dateProblem, type FieldProblem } from '../referral/check-dates.ts';
import { pregnancyDays } from '../referral/pregnancy.ts';
import { addDays } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { LifeEventSubmission } from './life-event-submission.ts';

/**
 * Finds dates that cannot be true at the time a life event is received: one
 * that is still to come, a due date further ahead than a pregnancy lasts,
 * anything before 1900.
 */
export function eventDateProblems(event: LifeEventSubmission, asOf: Instant): readonly FieldProblem[] {
  const today = londonDate(asOf + clockToleranceMilliseconds);
  const happened = dateProblem({
    field: '/happenedOn',
    date: event.happenedOn,
    latest: today,
    tooLate: 'must not be in the future',
  });
  if (!('expectedDateOfBirth' in event) || event.expectedDateOfBirth === undefined) return happened;
  const due = dateProblem({
    field: '/expectedDateOfBirth',
    date: event.expectedDateOfBirth,
    latest: addDays(today, pregnancyDays),
    tooLate: 'must not be further ahead than a pregnancy lasts',
  });
  return [...happened, ...due];
}
