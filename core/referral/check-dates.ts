import { addDays } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { ReferralSubmission } from './referral-submission.ts';

/** A field that breaks a rule. `field` is a JSON pointer; the value itself is never repeated. */
export type FieldProblem = { readonly field: string; readonly rule: string; readonly detail: string };

/** A source's clock may run ahead of ours by this much. */
const clockToleranceMilliseconds = 5 * 60_000;

/** A due date lies at most 280 days ahead; 30 more allow for a date that was reckoned wrongly. */
const dueDateDaysAhead = 310;

/**
 * Finds dates that cannot be true at the time a referral is received: an
 * instant more than five minutes ahead, a date of birth or of an incident that
 * is still to come, a due date further ahead than a pregnancy lasts.
 */
export function dateProblems(submission: ReferralSubmission, asOf: Instant): readonly FieldProblem[] {
  const latestInstant = asOf + clockToleranceMilliseconds;
  const latestDate = londonDate(latestInstant);
  const problems: FieldProblem[] = [];
  const future = (field: string, detail: string): void => {
    problems.push({ field, rule: 'future-date', detail });
  };
  if (Date.parse(submission.madeAt) > latestInstant) {
    future('/madeAt', 'must not be more than five minutes ahead');
  }
  if (submission.screening !== undefined && Date.parse(submission.screening.decidedAt) > latestInstant) {
    future('/screening/decidedAt', 'must not be more than five minutes ahead');
  }
  if (submission.incidentDate !== undefined && submission.incidentDate > latestDate) {
    future('/incidentDate', 'must not be in the future');
  }
  for (const [index, child] of (submission.household?.children ?? []).entries()) {
    if ('dateOfBirth' in child && child.dateOfBirth > latestDate) {
      future(
        `/household/children/${index}/dateOfBirth`,
        'must not be in the future: use expectedDateOfBirth',
      );
    }
    if ('expectedDateOfBirth' in child && child.expectedDateOfBirth > addDays(latestDate, dueDateDaysAhead)) {
      future(
        `/household/children/${index}/expectedDateOfBirth`,
        'must not be further ahead than a pregnancy lasts',
      );
    }
  }
  return problems;
}
