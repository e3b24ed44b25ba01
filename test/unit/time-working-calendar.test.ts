import { expect, test } from 'vitest';
import {
  addWorkingDays,
  isWorkingCalendarRunningOut,
  isWorkingDay,
  workingCalendarEnds,
  workingDaysBefore,
} from '../../core/time/working-calendar.ts';

test.each([
  // An ordinary week: 10 June 2024 is a Monday.
  ['2024-06-07', true],
  ['2024-06-08', false],
  ['2024-06-09', false],
  ['2024-06-10', true],
  // Nothing is known of 2029 or of 1994 but their weekends: these would be New Year's Day and Boxing Day.
  ['2029-01-01', true],
  ['2029-01-06', false],
  ['2029-01-07', false],
  ['1994-12-26', true],
  ['1994-12-25', false],
  // Before 1970 days are counted backwards: 3 and 4 January 1964 were a Friday and a Saturday.
  ['1964-01-03', true],
  ['1964-01-04', false],
])('whether %s is a working day: %s', (date, expected) => {
  expect(isWorkingDay(date)).toBe(expected);
});

test.each([
  // Within a week, and over a weekend.
  ['2024-06-10', 1, '2024-06-11'],
  ['2024-06-10', 4, '2024-06-14'],
  ['2024-06-10', 5, '2024-06-17'],
  // From a Friday, a Saturday and a Sunday the next one is Monday.
  ['2024-06-07', 1, '2024-06-10'],
  ['2024-06-08', 1, '2024-06-10'],
  ['2024-06-09', 1, '2024-06-10'],
  // None at all is the date itself, worked or not.
  ['2024-06-08', 0, '2024-06-08'],
  // Easter 2024: 29 March to 1 April, in which the clocks go forward.
  ['2024-03-28', 1, '2024-04-02'],
  ['2024-03-29', 1, '2024-04-02'],
  ['2024-04-01', 1, '2024-04-02'],
  ['2024-03-27', 3, '2024-04-03'],
  // Christmas 2024: Wednesday and Thursday; New Year's Day is a Wednesday.
  ['2024-12-24', 1, '2024-12-27'],
  ['2024-12-24', 2, '2024-12-30'],
  ['2024-12-24', 4, '2025-01-02'],
  // Christmas 2021: a weekend with two substitutes, and 3 January as a third.
  ['2021-12-24', 1, '2021-12-29'],
  ['2021-12-24', 4, '2022-01-04'],
  // Boxing Day 2020 is a Saturday.
  ['2020-12-24', 1, '2020-12-29'],
  // A moved and an extra holiday; the funeral of the Queen; the millennium with its weekend and its substitute.
  ['2022-06-01', 1, '2022-06-06'],
  ['2022-09-16', 1, '2022-09-20'],
  ['1999-12-30', 1, '2000-01-04'],
  // Over the day the clocks go back, and over a leap day.
  ['2024-10-25', 1, '2024-10-28'],
  ['2024-02-28', 2, '2024-03-01'],
  // 1 January 2029 is a Monday of a year that nobody has published.
  ['2028-12-29', 1, '2029-01-01'],
  // Into the first year that is known: 2 January 1995 is a substitute.
  ['1994-12-30', 1, '1995-01-03'],
])('after %s, %i working days on, is %s', (date, n, expected) => {
  expect(addWorkingDays(date, n)).toBe(expected);
});

test.each([
  // Within a week, and over a weekend.
  ['2024-06-14', 1, '2024-06-13'],
  ['2024-06-14', 4, '2024-06-10'],
  ['2024-06-14', 5, '2024-06-07'],
  // From a Monday, a Sunday and a Saturday the last one is Friday.
  ['2024-06-10', 1, '2024-06-07'],
  ['2024-06-09', 1, '2024-06-07'],
  ['2024-06-08', 1, '2024-06-07'],
  ['2024-06-09', 0, '2024-06-09'],
  // Back over Easter 2024.
  ['2024-04-02', 1, '2024-03-28'],
  ['2024-04-01', 1, '2024-03-28'],
  ['2024-03-29', 1, '2024-03-28'],
  ['2024-04-02', 3, '2024-03-26'],
  // Back over New Year and Christmas 2023: 29, 28, 27, 22 December …, 1 December is the 19th.
  ['2024-01-02', 1, '2023-12-29'],
  ['2024-01-02', 4, '2023-12-22'],
  ['2024-01-02', 20, '2023-11-30'],
  // Over the day the clocks go back.
  ['2024-10-28', 1, '2024-10-25'],
])('before %s, %i working days back, is %s', (date, n, expected) => {
  expect(workingDaysBefore(date, n)).toBe(expected);
});

test('the calendar ends with the last year whose bank holidays are known', () => {
  expect(workingCalendarEnds).toBe('2028-12-31');
});

test.each([
  ['2026-11-23T12:00:00Z', false],
  // 1 October 2028 begins in London an hour before it does in UTC.
  ['2028-09-30T22:59:59.999Z', false],
  ['2028-09-30T23:00:00Z', true],
  ['2028-12-31T12:00:00Z', true],
  // Once it has run out it still says so.
  ['2029-01-01T00:00:00Z', true],
])('at %s the calendar is running out: %s', (instant, expected) => {
  expect(isWorkingCalendarRunningOut(Date.parse(instant))).toBe(expected);
});
