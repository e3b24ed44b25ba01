import { pregnancyDays } from '../referral/pregnancy.ts';
import { addDays, type CalendarDate } from '../time/calendar-date.ts';
import type { Timeline, TimelineEvent } from './timeline.ts';

/** A child of the household, born; or a pregnancy, with the date it ended where a life event says so. */
export type HouseholdMember =
  | { readonly dateOfBirth: CalendarDate }
  | { readonly expectedDateOfBirth: CalendarDate; readonly endedOn?: CalendarDate };

/** The children and pregnancies that a family's timelines speak of. */
export type Household = { readonly children: readonly HouseholdMember[] };

/**
 * The household as all timelines together give it: each date of birth and each
 * expected one once, however many referrals and life events tell of it.
 * Withdrawn referrals tell of nobody. Only a life event ends a pregnancy.
 */
export function householdOf(timelines: readonly Timeline[]): Household {
  const events = timelines.flatMap(({ lifeEvents }) => lifeEvents);
  const told = timelines
    .flatMap(({ referrals }) => referrals)
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap(({ household }) => household?.children ?? []);
  const born = new Set<CalendarDate>();
  const due = new Set<CalendarDate>();
  for (const child of told) {
    if ('dateOfBirth' in child) born.add(child.dateOfBirth);
    else due.add(child.expectedDateOfBirth);
  }
  for (const { event, happenedOn, ...said } of events) {
    if (event === 'birth') born.add(happenedOn);
    if (event === 'pregnancy' && 'expectedDateOfBirth' in said && said.expectedDateOfBirth !== undefined) {
      due.add(said.expectedDateOfBirth);
    }
  }
  return {
    children: [
      ...[...born].sort().map((dateOfBirth) => ({ dateOfBirth })),
      ...[...due].sort().map((expected) => pregnancy(expected, events)),
    ],
  };
}

function pregnancy(expectedDateOfBirth: CalendarDate, events: readonly TimelineEvent[]): HouseholdMember {
  const [endedOn] = events
    .filter((event) => endsPregnancy(event, expectedDateOfBirth))
    .map(({ happenedOn }) => happenedOn)
    .sort();
  return endedOn === undefined ? { expectedDateOfBirth } : { expectedDateOfBirth, endedOn };
}

/** A child is born at most so many days after the due date, and at the limit of viability so many before it. */
const birthAfterDays = 28;
const birthBeforeDays = 140;

/**
 * Whether a life event ends the pregnancy with a due date: the one it names,
 * or where it names none, any that it can belong to by its date.
 */
function endsPregnancy(event: TimelineEvent, due: CalendarDate): boolean {
  if (event.event !== 'birth' && event.event !== 'end-of-pregnancy') return false;
  if (event.expectedDateOfBirth !== undefined) return event.expectedDateOfBirth === due;
  const earliest = addDays(due, event.event === 'birth' ? -birthBeforeDays : -pregnancyDays);
  return event.happenedOn >= earliest && event.happenedOn <= addDays(due, birthAfterDays);
}
