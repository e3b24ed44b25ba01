import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastInstantInWindow, windowEndingAt, windowLengthOf } from '../../core/time/duration.ts';
import { addWorkingDays, isWorkingDay, workingDaysBefore } from '../../core/time/working-calendar.ts';
import { workingTimeAfter } from '../../core/time/working-time.ts';
import { dayOfText, londonDay, startOfLondonDay } from '../oracle/calendar.ts';
import { isWorked, workedDaysBack } from './time-known-holidays.ts';

const seed = 20_261_123;

/** The date of a day by its number, as the platform writes it. */
const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Days around which working days go wrong, and a few about which they do not. */
const anchors = [
  // Easters, one with the change of the clocks in it.
  '2024-03-29',
  '2018-03-30',
  // Christmas on each kind of weekend, and the turn of the year.
  '2021-12-25',
  '2022-12-25',
  '2020-12-25',
  '1999-12-31',
  // Holidays that were moved or added.
  '2012-06-04',
  '2022-06-02',
  '2022-09-19',
  // The clocks going back, a leap day, an ordinary day.
  '2024-10-27',
  '2028-02-29',
  '2025-07-16',
  // The end of what is known.
  '2028-12-31',
].map(dayOfText);

const anyDay = fc.oneof(
  fc.tuple(fc.constantFrom(...anchors), fc.integer({ min: -12, max: 12 })).map(([day, by]) => day + by),
  fc.integer({ min: dayOfText('1997-01-01'), max: dayOfText('2031-12-31') }),
);

const anyCount = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 25 }) },
  { weight: 1, arbitrary: fc.integer({ min: 26, max: 300 }) },
);

/** An instant on a London day: at its edges or anywhere in it. */
const anyInstant = fc
  .tuple(anyDay, fc.oneof(fc.constantFrom(0, 1, -1), fc.integer({ min: 0, max: 86_399_999 })))
  .map(([day, milliseconds]) => startOfLondonDay(day) + milliseconds);

const textOf = (n: number): string => `${n} working ${n === 1 ? 'day' : 'days'}`;

/** By trying day after day: the last day whose nth worked day before is no later than this one. */
function lastDayHolding(day: number, n: number): number {
  let last = day;
  while (workedDaysBack(last + 1, n) <= day) last += 1;
  return last;
}

test('a window of working days holds an event until exactly the instant it says', () => {
  const done = { windows: 0, overHolidays: 0 };
  fc.assert(
    fc.property(anyInstant, anyCount, (at, n) => {
      const day = londonDay(at);
      const expected = startOfLondonDay(lastDayHolding(day, n) + 1) - 1;
      const length = windowLengthOf(textOf(n));
      const event = { at, date: dateOf(day) };
      const last = lastInstantInWindow(event, length);
      expect(new Date(last).toISOString()).toBe(new Date(expected).toISOString());
      expect(windowEndingAt(last, length)(event)).toBe(true);
      expect(windowEndingAt(last + 1, length)(event)).toBe(false);
      done.windows += 1;
      if (dateOf(londonDay(last)) !== dateOf(weekdaysAfter(day, n))) done.overHolidays += 1;
    }),
    { seed, numRuns: 1500 },
  );
  console.info(
    `working days: ${done.windows} windows end to the millisecond, ${done.overHolidays} over holidays`,
  );
  expect(done.overHolidays).toBeGreaterThanOrEqual(300);
});

/** As working days would be counted without any bank holidays. */
function weekdaysAfter(day: number, n: number): number {
  let met = 0;
  let after = day;
  while (met < n) {
    after += 1;
    if (after % 7 !== 2 && after % 7 !== 3) met += 1;
  }
  return after;
}

test('a window of working days holds what a count back from its end reaches', () => {
  const done = { pairs: 0, inside: 0 };
  fc.assert(
    fc.property(anyInstant, anyCount, fc.integer({ min: -4, max: 4 }), (end, n, by) => {
      // Events within a few days of where the window begins.
      const first = workedDaysBack(londonDay(end), n);
      const at = Math.min(startOfLondonDay(first + by), end);
      const holds = windowEndingAt(end, windowLengthOf(textOf(n)));
      const inside = londonDay(at) >= first;
      expect(holds({ at, date: dateOf(londonDay(at)) })).toBe(inside);
      done.pairs += 1;
      if (inside) done.inside += 1;
    }),
    { seed, numRuns: 1500 },
  );
  console.info(`working days: ${done.pairs} events about where a window begins, ${done.inside} inside`);
  expect(done.inside).toBeGreaterThanOrEqual(500);
  expect(done.pairs - done.inside).toBeGreaterThanOrEqual(300);
});

test('working days forward and back fit together', () => {
  const done = { dates: 0, worked: 0 };
  fc.assert(
    fc.property(anyDay, anyCount, anyCount, (day, n, more) => {
      const date = dateOf(day);
      const after = addWorkingDays(date, n);
      const before = workingDaysBefore(date, n);
      // Both are working days, strictly after and before it.
      expect(isWorkingDay(after) && isWorkingDay(before)).toBe(true);
      expect(after > date && before < date).toBe(true);
      // There and back again is the date where it is worked, else the worked day on that side of it.
      const worked = isWorked(day);
      expect(workingDaysBefore(after, n)).toBe(worked ? date : workingDaysBefore(date, 1));
      expect(addWorkingDays(before, n)).toBe(worked ? date : addWorkingDays(date, 1));
      // In two steps as in one.
      expect(addWorkingDays(after, more)).toBe(addWorkingDays(date, n + more));
      expect(workingDaysBefore(before, more)).toBe(workingDaysBefore(date, n + more));
      // The count back agrees with one that is made day by day.
      expect(dayOfText(before)).toBe(workedDaysBack(day, n));
      done.dates += 1;
      if (worked) done.worked += 1;
    }),
    { seed, numRuns: 1500 },
  );
  console.info(`working days: ${done.dates} dates there and back, ${done.worked} of them working days`);
  expect(done.worked).toBeGreaterThanOrEqual(500);
  expect(done.dates - done.worked).toBeGreaterThanOrEqual(300);
});

/** Half an hour is worked if it begins between 08:30 and 16:30 in London on a worked day. */
function isWorkedHalfHour(at: number): boolean {
  const day = londonDay(at);
  const sinceMidnight = at - startOfLondonDay(day);
  return isWorked(day) && sinceMidnight >= 8.5 * 3_600_000 && sinceMidnight <= 16.5 * 3_600_000;
}

test('working hours are those that a count by half hours finds', () => {
  const halfHour = 1_800_000;
  const done = { deadlines: 0, overnight: 0 };
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 60 }), (day, half, n) => {
      const at = startOfLondonDay(day) + half * halfHour;
      let due = at;
      for (let left = 2 * n; left > 0; due += halfHour) if (isWorkedHalfHour(due)) left -= 1;
      expect(new Date(workingTimeAfter(at, `${n} working hours`)).toISOString()).toBe(
        new Date(due).toISOString(),
      );
      done.deadlines += 1;
      if (due - at > n * 3_600_000) done.overnight += 1;
    }),
    { seed, numRuns: 1000 },
  );
  console.info(`working hours: ${done.deadlines} deadlines, ${done.overnight} of them after a pause`);
  expect(done.overnight).toBeGreaterThanOrEqual(500);
});
