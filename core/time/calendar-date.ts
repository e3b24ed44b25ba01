import { remembered } from './remembered.ts';

/** A day of the calendar, `YYYY-MM-DD`. Two of them compare as strings. */
export type CalendarDate = string;

const dayMilliseconds = 86_400_000;

function parts(date: CalendarDate): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

/**
 * The date of a day's number. Writing it takes much longer than remembering it,
 * and an examination goes from day to day a great deal.
 */
export const dateOfDay = remembered(
  (day) => new Date(day * dayMilliseconds).toISOString().slice(0, 10),
  20_000,
);

const fromUtc = (utcMilliseconds: number): CalendarDate => dateOfDay(utcMilliseconds / dayMilliseconds);

/** The date so many days later, or earlier where `days` is negative. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const { year, month, day } = parts(date);
  return fromUtc(Date.UTC(year, month - 1, day) + days * dayMilliseconds);
}

/**
 * The date so many months later (or earlier), clamped to the month's end:
 * 31 March less one month is 28 February, or 29 February in a leap year.
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = parts(date);
  const lastDayOfTarget = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return fromUtc(Date.UTC(year, month - 1 + months, Math.min(day, lastDayOfTarget)));
}

/** A date as a number of days, 1 January 1970 being day 0: so that days between dates can be reckoned. */
export const dayNumberOf = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`) / dayMilliseconds;
