/**
 * Working days worked out without the product's code: the bank holidays of the
 * library date-holidays, put right where gov.uk or a royal proclamation says
 * otherwise, and days counted one by one.
 */
import Holidays from 'date-holidays';
import { dayNumber, dayOfText } from '../oracle/calendar.ts';

export const firstKnownYear = 1995;
export const lastKnownYear = 2028;

type Correction = { readonly never: readonly string[]; readonly also: readonly string[] };

/**
 * Where the library is wrong. It knows the rule of each year and the changes
 * since 2020, but of the earlier proclamations only the Diamond Jubilee itself.
 */
export const corrections: readonly Correction[] = [
  // The early May holiday moved to the fiftieth anniversary of VE Day.
  { never: ['1995-05-01'], also: ['1995-05-08'] },
  // The eve of the millennium.
  { never: [], also: ['1999-12-31'] },
  // The spring holiday moved to 4 June, and the Golden Jubilee on 3 June.
  { never: ['2002-05-27'], also: ['2002-06-03', '2002-06-04'] },
  // A royal wedding.
  { never: [], also: ['2011-04-29'] },
  // The spring holiday moved to 4 June, next to the Diamond Jubilee.
  { never: ['2012-05-28'], also: ['2012-06-04'] },
];

const never = new Set(corrections.flatMap((correction) => correction.never));

/** The public holidays of the library in England, weekends and all, before any correction. */
export function libraryHolidays(): readonly string[] {
  const library = new Holidays('GB', 'ENG');
  const years = Array.from(
    { length: lastKnownYear - firstKnownYear + 1 },
    (_, index) => firstKnownYear + index,
  );
  return years.flatMap((year) =>
    library
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .map(({ date }) => date.slice(0, 10)),
  );
}

const holidays = new Set(
  [
    ...libraryHolidays().filter((date) => !never.has(date)),
    ...corrections.flatMap((correction) => correction.also),
  ].map(dayOfText),
);

/** Every day of the known years, as its number (1 January 1970 is day 0). */
export const knownDays: readonly number[] = (() => {
  const first = dayNumber({ year: firstKnownYear, month: 1, day: 1 });
  const last = dayNumber({ year: lastKnownYear, month: 12, day: 31 });
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
})();

/** Day 0 was a Thursday, so that a Saturday has remainder 2 and a Sunday 3. */
export const isWeekend = (day: number): boolean => day % 7 === 2 || day % 7 === 3;

/** Whether a day (by number, from 1970 on) is worked; after the last known year all are but weekends. */
export const isWorked = (day: number): boolean => !isWeekend(day) && !holidays.has(day);

/** The day on which the nth worked day before it is met. */
export function workedDaysBack(day: number, n: number): number {
  let met = 0;
  let back = day;
  while (met < n) {
    back -= 1;
    if (isWorked(back)) met += 1;
  }
  return back;
}
