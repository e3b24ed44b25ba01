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

const fromUtc = (utcMilliseconds: number): CalendarDate =>
  new Date(utcMilliseconds).toISOString().slice(0, 10);

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
