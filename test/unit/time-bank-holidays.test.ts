import { expect, test } from 'vitest';
import { bankHolidays, lastYearOfBankHolidays } from '../../core/time/bank-holidays.ts';
import { isWorkingDay } from '../../core/time/working-calendar.ts';
import { dayOfText } from '../oracle/calendar.ts';
import {
  corrections,
  firstKnownYear,
  isWeekend,
  isWorked,
  knownDays,
  lastKnownYear,
  libraryHolidays,
} from '../property/time-known-holidays.ts';

/** The date of a day by its number, as the platform writes it. */
const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

test('every day of every known year is worked or not as the library and its corrections say', () => {
  const free = { weekends: 0, bankHolidays: 0 };
  for (const day of knownDays) {
    const date = dateOf(day);
    expect(`${date} ${isWorkingDay(date)}`).toBe(`${date} ${isWorked(day)}`);
    if (isWeekend(day)) free.weekends += 1;
    else if (!isWorked(day)) free.bankHolidays += 1;
  }
  console.info(
    `bank holidays: ${knownDays.length} days compared with the library (${firstKnownYear} to ${lastKnownYear}), ` +
      `${free.bankHolidays} of them bank holidays, ${free.weekends} weekends`,
  );
  // 34 years with 9 leap days (1996 to 2028) have 34 × 365 + 9 days.
  expect(knownDays).toHaveLength(12_419);
  // Eight a year, and one more in 1999, 2002, 2011, 2012, 2023 and two more in 2022.
  expect(free.bankHolidays).toBe(34 * 8 + 5 + 2);
});

test('the bank holidays are listed once each, in order, and never on a weekend', () => {
  expect(bankHolidays).toHaveLength(34 * 8 + 5 + 2);
  expect([...new Set(bankHolidays)].sort()).toEqual(bankHolidays);
  expect(bankHolidays.filter((date) => isWeekend(dayOfText(date)))).toEqual([]);
  expect(bankHolidays[0]).toBe('1995-01-02');
  expect(bankHolidays.at(-1)).toBe('2028-12-26');
  expect(lastYearOfBankHolidays).toBe(2028);
});

test('the library is wrong wherever it is put right', () => {
  const library = new Set(libraryHolidays());
  const never = corrections.flatMap((correction) => correction.never);
  const also = corrections.flatMap((correction) => correction.also);
  expect(never.filter((date) => !library.has(date))).toEqual([]);
  expect(also.filter((date) => library.has(date))).toEqual([]);
  console.info(`bank holidays: ${never.length + also.length} days on which the library is put right`);
  expect(never.length + also.length).toBe(9);
});

test.each([
  // Royal proclamations: extra days and moved ones.
  ['1995-05-08', 'VE Day, fifty years on'],
  ['1999-12-31', 'the eve of the millennium'],
  ['2002-06-03', 'the Golden Jubilee'],
  ['2002-06-04', 'the spring holiday of 2002'],
  ['2011-04-29', 'a royal wedding'],
  ['2012-06-04', 'the spring holiday of 2012'],
  ['2012-06-05', 'the Diamond Jubilee'],
  ['2020-05-08', 'VE Day, seventy-five years on'],
  ['2022-06-02', 'the spring holiday of 2022'],
  ['2022-06-03', 'the Platinum Jubilee'],
  ['2022-09-19', 'the funeral of the Queen'],
  ['2023-05-08', 'the coronation'],
  // Substitutes for a weekend: New Year's Day on a Sunday and on a Saturday.
  ['2012-01-02', 'a substitute for Sunday'],
  ['2022-01-03', 'a substitute for Saturday'],
  // Christmas on Saturday, on Sunday, and Boxing Day on Saturday.
  ['2021-12-27', 'Christmas on Saturday'],
  ['2021-12-28', 'and Boxing Day on Sunday'],
  ['2022-12-26', 'Boxing Day itself'],
  ['2022-12-27', 'Christmas on Sunday'],
  ['2026-12-28', 'Boxing Day on Saturday'],
  // The earliest and the latest Easter of these years.
  ['2008-03-21', 'Good Friday'],
  ['2008-03-24', 'Easter Monday'],
  ['2011-04-22', 'Good Friday'],
  ['2011-04-25', 'Easter Monday'],
  // Years still to come, as gov.uk has them.
  ['2027-03-26', 'Good Friday'],
  ['2027-05-31', 'the spring holiday'],
  ['2027-12-28', 'a substitute for Boxing Day'],
  ['2028-01-03', "a substitute for New Year's Day"],
  ['2028-04-14', 'Good Friday'],
  ['2028-08-28', 'the summer holiday'],
])('%s is a bank holiday: %s', (date) => {
  expect(isWorkingDay(date)).toBe(false);
});

test.each([
  // The Mondays from which a holiday was moved away.
  ['1995-05-01'],
  ['2002-05-27'],
  ['2012-05-28'],
  ['2020-05-04'],
  ['2022-05-30'],
  // Holidays of Scotland and of Northern Ireland.
  ['2024-01-02'],
  ['2024-08-05'],
  ['2026-06-15'],
  ['2025-03-17'],
  ['2024-07-12'],
  // Beside a holiday, and days without one.
  ['2024-12-24'],
  ['2024-12-27'],
  ['2024-04-02'],
  ['2024-02-29'],
])('%s is a working day', (date) => {
  expect(isWorkingDay(date)).toBe(true);
});
