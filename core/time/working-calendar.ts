import { bankHolidays, lastYearOfBankHolidays } from './bank-holidays.ts';
import { type CalendarDate, dateOfDay, dayNumberOf } from './calendar-date.ts';
import { type Instant, londonDate } from './london.ts';

/**
 * The working days of England: Monday to Friday but for the bank holidays of
 * England and Wales. Outside the years whose bank holidays are known (1995 to
 * {@link workingCalendarEnds}) only weekends are not worked. So there a deadline
 * comes a day early rather than late, and a window of working days reaches that
 * much less far back.
 */

const bankHolidayDays: ReadonlySet<number> = new Set(bankHolidays.map(dayNumberOf));

/** Whether the day of a number is worked. Day 0 was a Thursday, so that Saturdays leave 2 and Sundays 3. */
function isWorked(day: number): boolean {
  const left = ((day % 7) + 7) % 7;
  return left !== 2 && left !== 3 && !bankHolidayDays.has(day);
}

/** Goes from a date, day by day forward (1) or back (-1), until so many working days have been met. */
function walk(date: CalendarDate, workingDays: number, step: 1 | -1): CalendarDate {
  let day = dayNumberOf(date);
  for (let left = workingDays; left > 0; ) {
    day += step;
    if (isWorked(day)) left -= 1;
  }
  return dateOfDay(day);
}

/** Whether a Europe/London date is a working day in England. */
export const isWorkingDay = (date: CalendarDate): boolean => isWorked(dayNumberOf(date));

/** The nth working day after a date, which need not be one itself. With n of 0 it is the date. */
export const addWorkingDays = (date: CalendarDate, n: number): CalendarDate => walk(date, n, 1);

/** The nth working day before a date, which need not be one itself. With n of 0 it is the date. */
export const workingDaysBefore = (date: CalendarDate, n: number): CalendarDate => walk(date, n, -1);

/** The last date whose bank holidays are known. */
export const workingCalendarEnds: CalendarDate = `${lastYearOfBankHolidays}-12-31`;

/**
 * Whether the calendar needs its next year: from 1 October (Europe/London) of
 * its last one on. The government publishes about two years ahead.
 */
export const isWorkingCalendarRunningOut = (asOf: Instant): boolean =>
  londonDate(asOf) >= `${lastYearOfBankHolidays}-10-01`;
