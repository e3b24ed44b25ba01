import { expect, test } from 'vitest';
import { endOfLondonDate, isoInstant, londonDate, startOfLondonDate } from '../../core/time/london.ts';
import { dayOfText, londonDay } from '../oracle/calendar.ts';

const iso = (at: number): string => new Date(at).toISOString();

test.each([
  // Winter: London keeps UTC.
  ['2024-01-15T23:59:59.999Z', '2024-01-15'],
  ['2024-01-16T00:00:00.000Z', '2024-01-16'],
  // Summer: midnight in London is 23:00 UTC.
  ['2024-07-15T22:59:59.999Z', '2024-07-15'],
  ['2024-07-15T23:00:00.000Z', '2024-07-16'],
  // The day the clocks go forward begins in winter time.
  ['2024-03-30T23:59:59.999Z', '2024-03-30'],
  ['2024-03-31T00:00:00.000Z', '2024-03-31'],
  ['2024-03-31T00:59:59.999Z', '2024-03-31'],
  ['2024-03-31T01:00:00.000Z', '2024-03-31'],
  // And ends in summer time, an hour early.
  ['2024-03-31T22:59:59.999Z', '2024-03-31'],
  ['2024-03-31T23:00:00.000Z', '2024-04-01'],
  // The day they go back begins in summer time and ends in winter time.
  ['2024-10-26T22:59:59.999Z', '2024-10-26'],
  ['2024-10-26T23:00:00.000Z', '2024-10-27'],
  ['2024-10-27T00:59:59.999Z', '2024-10-27'],
  ['2024-10-27T01:00:00.000Z', '2024-10-27'],
  ['2024-10-27T23:59:59.999Z', '2024-10-27'],
  ['2024-10-28T00:00:00.000Z', '2024-10-28'],
  // The month and the day are two digits each.
  ['2026-01-02T12:00:00.000Z', '2026-01-02'],
])('in London %s is on %s', (instant, expected) => {
  expect(londonDate(Date.parse(instant))).toBe(expected);
});

test.each([
  // Winter.
  ['2024-01-15', '2024-01-15T00:00:00.000Z', '2024-01-15T23:59:59.999Z'],
  // Summer.
  ['2024-07-15', '2024-07-14T23:00:00.000Z', '2024-07-15T22:59:59.999Z'],
  // A day of 23 hours.
  ['2024-03-31', '2024-03-31T00:00:00.000Z', '2024-03-31T22:59:59.999Z'],
  ['2024-04-01', '2024-03-31T23:00:00.000Z', '2024-04-01T22:59:59.999Z'],
  // A day of 25 hours.
  ['2024-10-27', '2024-10-26T23:00:00.000Z', '2024-10-27T23:59:59.999Z'],
  ['2024-10-28', '2024-10-28T00:00:00.000Z', '2024-10-28T23:59:59.999Z'],
  // The last Sundays of another year: 30 March and 26 October 2025.
  ['2025-03-30', '2025-03-30T00:00:00.000Z', '2025-03-30T22:59:59.999Z'],
  ['2025-10-26', '2025-10-25T23:00:00.000Z', '2025-10-26T23:59:59.999Z'],
])('%s in London lasts from %s to %s', (date, first, last) => {
  expect(iso(startOfLondonDate(date))).toBe(first);
  expect(iso(endOfLondonDate(date))).toBe(last);
});

test('an instant is written in UTC to the millisecond', () => {
  expect(isoInstant(Date.UTC(2024, 5, 14, 23, 30, 0, 5))).toBe('2024-06-14T23:30:00.005Z');
});

test('every hour of three years has its date, asked for the first time and again', () => {
  const first = Date.parse('2023-01-01T00:00:00Z');
  const hours = Array.from({ length: 3 * 365 * 24 }, (_, hour) => first + hour * 3_600_000);
  // More hours than are remembered, so that the second round meets both what is and what is not.
  for (const withinHour of [0, 3_599_999]) {
    for (const at of hours) expect(dayOfText(londonDate(at + withinHour))).toBe(londonDay(at + withinHour));
  }
  console.info(`london: ${hours.length * 2} dates compared with the oracle's calendar`);
  expect(hours).toHaveLength(26_280);
});
