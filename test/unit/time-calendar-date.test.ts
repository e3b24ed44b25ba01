import { expect, test } from 'vitest';
import { addDays, addMonths, dayNumberOf } from '../../core/time/calendar-date.ts';

test.each([
  // 2024 is a leap year, so 29 February follows the 28th.
  ['2024-02-28', 1, '2024-02-29'],
  // 2023 is not.
  ['2023-02-28', 1, '2023-03-01'],
  // The day before 1 March of a leap year.
  ['2024-03-01', -1, '2024-02-29'],
  // Over the end of a year.
  ['2024-12-31', 1, '2025-01-01'],
  // And back over it.
  ['2025-01-01', -1, '2024-12-31'],
  // Nothing added.
  ['2024-06-15', 0, '2024-06-15'],
  // 7 October is the 281st day of 2024, so 280 days before it is 1 January.
  ['2024-10-07', -280, '2024-01-01'],
  // 29 days of February and 31 of March.
  ['2024-02-01', 60, '2024-04-01'],
])('%s and %i days is %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected);
});

test.each([
  // February 2024 has 29 days.
  ['2024-03-31', -1, '2024-02-29'],
  // February 2023 has 28.
  ['2023-03-31', -1, '2023-02-28'],
  // The same forward.
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-30', 1, '2023-02-28'],
  // Half a year from 31 August ends in February, leap and not.
  ['2023-08-31', 6, '2024-02-29'],
  ['2022-08-31', 6, '2023-02-28'],
  // June has 30 days.
  ['2024-05-31', 1, '2024-06-30'],
  // November has 30 days.
  ['2024-12-31', -1, '2024-11-30'],
  // A day that exists stays.
  ['2024-02-29', 1, '2024-03-29'],
  // Over the end of a year, both ways.
  ['2024-12-15', 1, '2025-01-15'],
  ['2024-01-15', -1, '2023-12-15'],
  ['2024-01-15', -13, '2022-12-15'],
  // A year from a leap day is the last day of February.
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', -12, '2023-02-28'],
  // Four years from it is a leap day again.
  ['2024-02-29', 48, '2028-02-29'],
  // Nothing added.
  ['2024-05-31', 0, '2024-05-31'],
])('%s and %i months is %s', (date, months, expected) => {
  expect(addMonths(date, months)).toBe(expected);
});

test.each([
  ['2024-06-15', '2024-06-15', 0],
  // Over a leap day, and over the same days of a year without one.
  ['2024-02-28', '2024-03-01', 2],
  ['2023-02-28', '2023-03-01', 1],
  // The earlier one last.
  ['2024-03-01', '2024-02-28', -2],
  // Over both changes of London's clocks, a leap year and an ordinary one.
  ['2024-01-01', '2025-01-01', 366],
  ['2025-01-01', '2026-01-01', 365],
  // A pregnancy.
  ['2024-01-01', '2024-10-07', 280],
])('from %s to %s are %i days', (from, to, days) => {
  expect(dayNumberOf(to) - dayNumberOf(from)).toBe(days);
});
