import * as z from 'zod';
import { addDays, addMonths, type CalendarDate } from './calendar-date.ts';
import { endOfLondonDate, type Instant, londonDate } from './london.ts';
import { addWorkingDays, workingDaysBefore } from './working-calendar.ts';
import { isWorkingDays, WorkingDays, workingDaysOf } from './working-time.ts';

const calendarPattern = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;
const exactPattern = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?$/;

/**
 * An ISO 8601 duration. Years, months, weeks and days are calendar arithmetic
 * on the Europe/London date; hours, minutes and seconds are exact. The two do
 * not mix, and a duration of nothing is refused.
 */
export const Duration = z
  .string()
  .refine((text) => calendarPattern.test(text) || exactPattern.test(text), {
    error: 'must be an ISO 8601 duration of years, months, weeks and days, or of hours, minutes and seconds',
  })
  .refine((text) => /[1-9]/.test(text), { error: 'must be longer than nothing' })
  .meta({ id: 'Duration', description: 'ISO 8601 duration, either calendar (P12M) or exact (PT48H).' });
export type Duration = z.infer<typeof Duration>;

/** How far back a window reaches: a duration, or working days. */
export const WindowDuration = z.union([Duration, WorkingDays]).meta({ id: 'WindowDuration' });
export type WindowDuration = z.infer<typeof WindowDuration>;

/** A window length, ready to calculate with. */
export type WindowLength =
  | { readonly kind: 'calendar'; readonly months: number; readonly days: number }
  | { readonly kind: 'exact'; readonly milliseconds: number }
  | { readonly kind: 'working'; readonly days: number };

/** A length in months and days of the calendar. */
export type CalendarLength = Extract<WindowLength, { kind: 'calendar' }>;

/** Reads a duration that {@link WindowDuration} has accepted. Throws on anything else. */
export function windowLengthOf(duration: WindowDuration): WindowLength {
  const calendar = calendarPattern.exec(duration);
  if (calendar !== null) {
    const part = (group: number): number => Number(calendar[group] ?? 0);
    return { kind: 'calendar', months: part(1) * 12 + part(2), days: part(3) * 7 + part(4) };
  }
  if (isWorkingDays(duration)) return { kind: 'working', days: workingDaysOf(duration) };
  const exact = exactPattern.exec(duration);
  if (exact === null) throw new Error('A duration reached the engine without having been parsed.');
  const part = (group: number): number => Number(exact[group] ?? 0);
  return { kind: 'exact', milliseconds: ((part(1) * 60 + part(2)) * 60 + part(3)) * 1000 };
}

/**
 * How many days a duration of weeks and days is. Undefined for any other, which
 * is not always the same number of days, or not whole ones.
 */
export function daysOf(duration: WindowDuration): number | undefined {
  const length = windowLengthOf(duration);
  return length.kind === 'calendar' && length.months === 0 ? length.days : undefined;
}

/** The date a calendar length before `date`. Months are taken first, clamped, then days. */
export const dateBefore = (date: CalendarDate, length: CalendarLength): CalendarDate =>
  addDays(addMonths(date, -length.months), -length.days);

/** The date a calendar length after `date`. Months are taken first, clamped, then days. */
export const dateAfter = (date: CalendarDate, length: CalendarLength): CalendarDate =>
  addDays(addMonths(date, length.months), length.days);

/** Something that happened at an instant, with its Europe/London date worked out once. */
export type Dated = { readonly at: Instant; readonly date: CalendarDate };

/**
 * Tells what lies in the window `[end − length, end]`, closed at both ends.
 * A window of calendar or working days is compared by date, so the whole first
 * day is inside; an exact one by the millisecond. Working days are counted back
 * from the end's date, which need not be one.
 */
export function windowEndingAt(end: Instant, length: WindowLength): (event: Dated) => boolean {
  if (length.kind === 'exact') {
    return (event) => event.at <= end && event.at >= end - length.milliseconds;
  }
  const endDate = londonDate(end);
  const firstDate =
    length.kind === 'working' ? workingDaysBefore(endDate, length.days) : dateBefore(endDate, length);
  return (event) => event.at <= end && event.date >= firstDate;
}

/**
 * The last instant, to the millisecond, at which a window of this length still
 * holds the event. For n working days that is the end of the nth one after the
 * event's date: from the day after it on, n of them lie between. Clamping at a
 * month's end makes the plain sum of calendar lengths miss by a few days either
 * way, so the date is walked back and then forward from it.
 */
export function lastInstantInWindow(event: Dated, length: WindowLength): Instant {
  if (length.kind === 'exact') return event.at + length.milliseconds;
  if (length.kind === 'working') return endOfLondonDate(addWorkingDays(event.date, length.days));
  let last = dateAfter(event.date, length);
  while (dateBefore(last, length) > event.date) last = addDays(last, -1);
  while (dateBefore(addDays(last, 1), length) <= event.date) last = addDays(last, 1);
  return endOfLondonDate(last);
}
