import { bankHolidays } from '../../core/time/bank-holidays.ts';
import type { CalendarDate } from '../../core/time/calendar-date.ts';

/** A date as the number of days since 1970-01-01, to reckon with quickly. */
export type Day = number;

const dayMilliseconds = 86_400_000;

export const dayOf = (date: CalendarDate): Day => Date.parse(`${date}T00:00:00Z`) / dayMilliseconds;

const dates = new Map<Day, CalendarDate>();

export function dateOf(day: Day): CalendarDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * dayMilliseconds).toISOString().slice(0, 10);
  dates.set(day, date);
  return date;
}

const holidays: ReadonlySet<Day> = new Set(bankHolidays.map(dayOf));

/** 0 is Sunday. */
const weekdayOf = (day: Day): number => (day + 4) % 7;

export const isWorkingDay = (day: Day): boolean =>
  weekdayOf(day) !== 0 && weekdayOf(day) !== 6 && !holidays.has(day);

/** The nth working day after a day; with 0 the day itself, or the next working day where it is none. */
export function workingDayAfter(day: Day, n: number): Day {
  let at = day;
  for (let left = n; left > 0; ) {
    at += 1;
    if (isWorkingDay(at)) left -= 1;
  }
  while (!isWorkingDay(at)) at += 1;
  return at;
}

/** The same day of the month so many months later; the 28th where the month is too short for it. */
export function monthsAfter(day: Day, months: number): Day {
  const [year, month, date] = dateOf(day).split('-').map(Number) as [number, number, number];
  return Date.UTC(year, month - 1 + months, Math.min(date, 28)) / dayMilliseconds;
}

/** The last Sunday of a month that has 31 days; month 2 is March. */
function lastSunday(year: number, month: number): Day {
  const last = Date.UTC(year, month, 31) / dayMilliseconds;
  return last - weekdayOf(last);
}

function isSummerTime(day: Day): boolean {
  const year = Number(dateOf(day).slice(0, 4));
  return day >= lastSunday(year, 2) && day < lastSunday(year, 9);
}

/** A minute of a day on London's clock, past three in the morning, as ISO 8601 with its offset. */
export function londonInstant(day: Day, minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${dateOf(day)}T${hours}:${minutes}:00${isSummerTime(day) ? '+01:00' : 'Z'}`;
}
