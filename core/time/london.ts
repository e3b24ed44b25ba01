import { addDays, type CalendarDate } from './calendar-date.ts';
import { remembered } from './remembered.ts';

/** An instant in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** An instant as ISO 8601 in UTC, to the millisecond. */
export const isoInstant = (at: Instant): string => new Date(at).toISOString();

const hourMilliseconds = 3_600_000;

/** Reads the wall clock of Europe/London from the platform's own time zone data, whatever the machine's zone is. */
const londonClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/**
 * The Europe/London date of an instant from 1848 on. Since then London has been
 * whole hours from UTC, so all instants of an hour of UTC have the same date.
 * An examination asks for it wherever something can change, and asking the
 * platform takes a hundred times as long as remembering.
 */
export const londonDate = (at: Instant): CalendarDate => londonDateOfHour(Math.floor(at / hourMilliseconds));

const londonDateOfHour = remembered((hour) => {
  const [day, month, year] = londonClock.format(hour * hourMilliseconds).split('/');
  return `${year}-${month}-${day}`;
}, 10_000);

/**
 * The first instant of a Europe/London date. London is at UTC or one hour
 * ahead of it, and its clocks never change at midnight, so it is one of two.
 */
export function startOfLondonDate(date: CalendarDate): Instant {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  const summer = utcMidnight - hourMilliseconds;
  return londonDate(summer) === date ? summer : utcMidnight;
}

/** The last instant, to the millisecond, of a Europe/London date. */
export const endOfLondonDate = (date: CalendarDate): Instant => startOfLondonDate(addDays(date, 1)) - 1;
