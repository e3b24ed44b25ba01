import * as z from 'zod';
import { addDays } from './calendar-date.ts';
import { type Instant, londonDate, startOfLondonDate } from './london.ts';
import { addWorkingDays, isWorkingDay } from './working-calendar.ts';

const workingDaysPattern = /^[1-9]\d{0,2} working days?$/;
const workingTimePattern = /^([1-9]\d{0,2}) working (hour|day)s?$/;

/** So many working days, as a window or a deadline: `10 working days`. */
export const WorkingDays = z
  .string()
  .regex(workingDaysPattern)
  .meta({ id: 'WorkingDays', description: 'Working days in England: 1 working day, 10 working days.' });
export type WorkingDays = z.infer<typeof WorkingDays>;

/** So many working hours or working days, as a deadline: `2 working hours`. */
export const WorkingTime = z.string().regex(workingTimePattern).meta({
  id: 'WorkingTime',
  description: 'Working hours or days in England: 2 working hours, 5 working days.',
});
export type WorkingTime = z.infer<typeof WorkingTime>;

/** Whether a text is one that {@link WorkingDays} accepts. */
export const isWorkingDays = (text: string): boolean => workingDaysPattern.test(text);

/** How many working days a text that {@link WorkingDays} accepted names. */
export const workingDaysOf = (text: WorkingDays): number => Number.parseInt(text, 10);

const hourMilliseconds = 3_600_000;

/**
 * The working hours, 08:30 to 17:00 in London, as time since the day began.
 * London's clocks change on Sundays only, so on a working day the hours that
 * have passed since midnight are those that the clock shows.
 */
const opensAfter = 8.5 * hourMilliseconds;
const closesAfter = 17 * hourMilliseconds;

/**
 * The instant by which something is due that may take so much working time
 * from `at` on. Working days end at 17:00 in London on the nth working day
 * after the day of `at`, however late in the day that is; working hours count
 * between 08:30 and 17:00 in London on working days only. Throws on a text
 * that {@link WorkingTime} has not accepted.
 */
export function workingTimeAfter(at: Instant, time: WorkingTime): Instant {
  const found = workingTimePattern.exec(time);
  if (found === null) throw new Error('A working time reached the engine without having been parsed.');
  const amount = Number(found[1]);
  if (found[2] === 'hour') return workingMillisecondsAfter(at, amount * hourMilliseconds);
  return startOfLondonDate(addWorkingDays(londonDate(at), amount)) + closesAfter;
}

function workingMillisecondsAfter(at: Instant, milliseconds: number): Instant {
  let left = milliseconds;
  for (let date = londonDate(at); ; date = addDays(date, 1)) {
    if (!isWorkingDay(date)) continue;
    const midnight = startOfLondonDate(date);
    const closes = midnight + closesAfter;
    const from = Math.max(at, midnight + opensAfter);
    if (from + left <= closes) return from + left;
    left -= Math.max(0, closes - from);
  }
}
