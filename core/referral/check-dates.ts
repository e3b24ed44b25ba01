import { addDays, type CalendarDate } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import { pregnancyDays } from './pregnancy.ts';
import type { ReferralSubmission } from './referral-submission.ts';

/** A field that breaks a rule. `field` is a JSON pointer; the value itself is never repeated. */
export type FieldProblem = {
  readonly field: string;
  readonly rule: 'future-date' | 'too-long-ago';
  readonly detail: string;
};

/** A source's clock may run ahead of ours by this much. */
export const clockToleranceMilliseconds = 5 * 60_000;

/**
 * No living person was born before this. It also keeps out the "empty" dates
 * of some systems, such as year 1, which no calendar here should reckon with.
 */
const earliestDate = '1900-01-01';

/** A date of a submission, and the latest that it can be. */
export type DatedField = {
  readonly field: string;
  readonly date: CalendarDate;
  readonly latest: CalendarDate;
  readonly tooLate: string;
};

/** What of a referral has a date. */
export type Dated = Pick<ReferralSubmission, 'madeAt' | 'incidentDate' | 'household'> & {
  readonly screening?: ReferralSubmission['screening'];
};

/** What is wrong with the time of a decision that is told of by itself. */
export const decisionDateProblems = (decidedAt: string, asOf: Instant): readonly FieldProblem[] =>
  instantProblem('/decidedAt', Date.parse(decidedAt), asOf + clockToleranceMilliseconds);

/**
 * Finds dates that cannot be true at the time a referral is received: an
 * instant more than five minutes ahead, a date of birth or of an incident that
 * is still to come, a due date further ahead than a pregnancy lasts, anything
 * before 1900.
 */
export function dateProblems(submission: Dated, asOf: Instant): readonly FieldProblem[] {
  const latestInstant = asOf + clockToleranceMilliseconds;
  const instants = [
    { field: '/madeAt', instant: submission.madeAt },
    ...(submission.screening === undefined
      ? []
      : [{ field: '/screening/decidedAt', instant: submission.screening.decidedAt }]),
  ];
  return [
    ...instants.flatMap(({ field, instant }) => instantProblem(field, Date.parse(instant), latestInstant)),
    ...datesOf(submission, londonDate(latestInstant)).flatMap(dateProblem),
  ];
}

const tooLongAgo = (field: string): readonly FieldProblem[] => [
  { field, rule: 'too-long-ago', detail: 'must not be before 1900' },
];

function instantProblem(field: string, instant: Instant, latest: Instant): readonly FieldProblem[] {
  if (instant < Date.parse(earliestDate)) return tooLongAgo(field);
  if (instant <= latest) return [];
  return [{ field, rule: 'future-date', detail: 'must not be more than five minutes ahead' }];
}

/** What is wrong with one date; nothing where it can be true. */
export function dateProblem({ field, date, latest, tooLate }: DatedField): readonly FieldProblem[] {
  if (date < earliestDate) return tooLongAgo(field);
  return date <= latest ? [] : [{ field, rule: 'future-date', detail: tooLate }];
}

/** The calendar dates of a submission, each with the latest that it can be. */
function datesOf({ incidentDate, household }: Dated, today: CalendarDate): readonly DatedField[] {
  const children = (household?.children ?? []).map((child, index): DatedField => {
    const field = `/household/children/${index}`;
    return 'dateOfBirth' in child
      ? {
          field: `${field}/dateOfBirth`,
          date: child.dateOfBirth,
          latest: today,
          tooLate: 'must not be in the future: use expectedDateOfBirth',
        }
      : {
          field: `${field}/expectedDateOfBirth`,
          date: child.expectedDateOfBirth,
          latest: addDays(today, pregnancyDays),
          tooLate: 'must not be further ahead than a pregnancy lasts',
        };
  });
  if (incidentDate === undefined) return children;
  return [
    { field: '/incidentDate', date: incidentDate, latest: today, tooLate: 'must not be in the future' },
    ...children,
  ];
}
