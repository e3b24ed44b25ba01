import { bankHolidays, lastYearOfBankHolidays } from './bank-holidays.ts';
import type { CalendarDate } from './calendar-date.ts';
import { type Instant, londonDate } from './london.ts';

/**
 * The working days of England: Monday to Friday but for the bank holidays of
 * England and Wales. Outside the years whose bank holidays are known (1995 to
 * {@link workingCalendarEnds}) only weekends are not worked. So there a deadline
 * comes a day early rather than late, and a window of working days reaches that
 * much less far back.
 */

const dayMilliseconds = 86_400_000;
const saturday = 6;
const sunday = 0;

/** A date is reckoned with as its midnight in UTC, where every day has the same length. */
const utcMidnight = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`);

const bankHolidayMidnights: ReadonlySet<number> = new Set(bankHolidays.map(utcMidnight));

function isWorked(midnight: number): boolean {
  const weekday = new Date(midnight).getUTCDay();
  return weekday !== saturday && weekday !== sunday && !bankHolidayMidnights.has(midnight);
}

/** Goes from a date, step by step, until so many working days have been met. */
function walk(date: CalendarDate, workingDays: number, stepMilliseconds: number): CalendarDate {
  let midnight = utcMidnight(date);
  for (let left = workingDays; left > 0; ) {
    midnight += stepMilliseconds;
    if (isWorked(midnight)) left -= 1;
  }
  return new Date(midnight).toISOString().slice(0, 10);
}

/** Whether a Europe/London date is a working day in England. */
export const isWorkingDay = (date: CalendarDate): boolean => isWorked(utcMidnight(date));

/** The nth working day after a date, which need not be one itself. With n of 0 it is the date. */
export const addWorkingDays = (date: CalendarDate, n: number): CalendarDate => walk(date, n, dayMilliseconds);

/** The nth working day before a date, which need not be one itself. With n of 0 it is the date. */
export const workingDaysBefore = (date: CalendarDate, n: number): CalendarDate =>
  walk(date, n, -dayMilliseconds);

/** The last date whose bank holidays are known. */
export const workingCalendarEnds: CalendarDate = `${lastYearOfBankHolidays}-12-31`;

/**
 * Whether the calendar needs its next year: from 1 October (Europe/London) of
 * its last one on. The government publishes about two years ahead.
 */
export const isWorkingCalendarRunningOut = (asOf: Instant): boolean =>
  londonDate(asOf) >= `${lastYearOfBankHolidays}-10-01`;
