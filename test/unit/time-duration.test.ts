import { describe, expect, test } from 'vitest';
import {
  Duration,
  dateAfter,
  lastInstantInWindow,
  windowEndingAt,
  windowLengthOf,
} from '../../core/time/duration.ts';

const iso = (at: number): string => new Date(at).toISOString();
const at = (text: string): number => Date.parse(text);

test.each([
  ['P1Y', { kind: 'calendar', months: 12, days: 0 }],
  ['P12M', { kind: 'calendar', months: 12, days: 0 }],
  ['P1Y2M', { kind: 'calendar', months: 14, days: 0 }],
  ['P2W', { kind: 'calendar', months: 0, days: 14 }],
  ['P7D', { kind: 'calendar', months: 0, days: 7 }],
  ['P1Y2M3W4D', { kind: 'calendar', months: 14, days: 25 }],
  ['P1M1D', { kind: 'calendar', months: 1, days: 1 }],
  ['P999Y', { kind: 'calendar', months: 11_988, days: 0 }],
  ['P9999W', { kind: 'calendar', months: 0, days: 69_993 }],
  ['P99999D', { kind: 'calendar', months: 0, days: 99_999 }],
  ['P0Y9999M', { kind: 'calendar', months: 9999, days: 0 }],
  ['PT48H', { kind: 'exact', milliseconds: 172_800_000 }],
  ['PT90M', { kind: 'exact', milliseconds: 5_400_000 }],
  ['PT1S', { kind: 'exact', milliseconds: 1000 }],
  ['PT1H1M1S', { kind: 'exact', milliseconds: 3_661_000 }],
  ['PT999999H', { kind: 'exact', milliseconds: 3_599_996_400_000 }],
  ['PT999999999S', { kind: 'exact', milliseconds: 999_999_999_000 }],
])('%s is a length', (text, length) => {
  expect(windowLengthOf(Duration.parse(text))).toEqual(length);
});

const shape =
  'must be an ISO 8601 duration of years, months, weeks and days, or of hours, minutes and seconds';

test.each([
  // A date and a time do not mix.
  ['P1DT1H'],
  // A number and a unit are both needed, in this order.
  ['P'],
  ['PT'],
  ['P1'],
  ['PT1'],
  ['PD'],
  ['P1H'],
  ['PT1D'],
  ['P1D1M'],
  ['PT1S1H'],
  ['1D'],
  ['P1D '],
  [' P1D'],
  ['xP1D'],
  ['P1Dx'],
  ['xPT1H'],
  ['PT1Hx'],
  // No fractions, no signs, no small letters.
  ['P1.5D'],
  ['PT0.5S'],
  ['-P1D'],
  ['P-1D'],
  ['p1d'],
  // More digits than anybody needs.
  ['P1000Y'],
  ['P10000M'],
  ['P10000W'],
  ['P100000D'],
  ['PT1000000H'],
  ['PT100000000M'],
  ['PT1000000000S'],
])('the duration "%s" is refused', (text) => {
  const result = Duration.safeParse(text);
  expect(result.error?.issues.map(({ message }) => message)).toContain(shape);
});

test.each([['P0D'], ['P0Y0M0W0D'], ['PT0S'], ['PT0H0M0S'], ['P00M']])(
  '"%s" is refused as nothing',
  (text) => {
    expect(Duration.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'must be longer than nothing',
    ]);
  },
);

test('a duration that nobody has parsed stops the engine with a clear sentence', () => {
  expect(() => windowLengthOf('a year')).toThrow('A duration reached the engine without having been parsed.');
});

test.each([
  // Months first, clamped, then days.
  ['2024-01-31', { months: 1, days: 1 }, '2024-03-01'],
  ['2023-01-31', { months: 1, days: 1 }, '2023-03-01'],
  ['2024-08-31', { months: 6, days: 0 }, '2025-02-28'],
  ['2024-02-29', { months: 0, days: 7 }, '2024-03-07'],
])('a length after %s', (date, length, expected) => {
  expect(dateAfter(date, length)).toBe(expected);
});

describe('a window', () => {
  const event = (instant: string, date: string) => ({ at: at(instant), date });
  test.each([
    // The first day counts whole: 15 April less a month is 15 March.
    ['P1M', '2024-04-15T12:00:00Z', '2024-03-15T00:00:00Z', '2024-03-15', true],
    ['P1M', '2024-04-15T12:00:00Z', '2024-03-14T23:59:59.999Z', '2024-03-14', false],
    // The end belongs to it, a millisecond later does not.
    ['P1M', '2024-04-15T12:00:00Z', '2024-04-15T12:00:00Z', '2024-04-15', true],
    ['P1M', '2024-04-15T12:00:00Z', '2024-04-15T12:00:00.001Z', '2024-04-15', false],
    // The end's own date is London's: 23:30 UTC on 14 June is 15 June.
    ['P1M', '2024-06-14T23:30:00Z', '2024-05-14T12:00:00Z', '2024-05-14', false],
    ['P1M', '2024-06-14T22:30:00Z', '2024-05-14T12:00:00Z', '2024-05-14', true],
    // Months first, clamped to 29 February, then a day: 28 February.
    ['P1M1D', '2024-03-31T12:00:00Z', '2024-02-28T00:00:00Z', '2024-02-28', true],
    ['P1M1D', '2024-03-31T12:00:00Z', '2024-02-27T23:59:59.999Z', '2024-02-27', false],
    // An exact window holds both its ends to the millisecond.
    ['PT1H', '2024-04-15T12:00:00Z', '2024-04-15T11:00:00Z', '2024-04-15', true],
    ['PT1H', '2024-04-15T12:00:00Z', '2024-04-15T10:59:59.999Z', '2024-04-15', false],
    ['PT1H', '2024-04-15T12:00:00Z', '2024-04-15T12:00:00Z', '2024-04-15', true],
    ['PT1H', '2024-04-15T12:00:00Z', '2024-04-15T12:00:00.001Z', '2024-04-15', false],
  ])('of %s that ends at %s, and %s', (length, end, instant, date, inside) => {
    expect(windowEndingAt(at(end), windowLengthOf(length))(event(instant, date))).toBe(inside);
  });

  test.each([
    // 29, 30 and 31 March less a month are all 29 February 2024; the clocks went forward that day.
    ['P1M', '2024-02-29', '2024-03-31T22:59:59.999Z'],
    // 28 to 31 March 2023 less a month are all 28 February.
    ['P1M', '2023-02-28', '2023-03-31T22:59:59.999Z'],
    // 29 February less a month is 29 January; 1 March less a month is past the 31st.
    ['P1M', '2024-01-31', '2024-02-29T23:59:59.999Z'],
    // An ordinary day.
    ['P1M', '2024-05-15', '2024-06-15T22:59:59.999Z'],
    // 1 March 2023 less a month and a day is 31 January, past the 30th, so the day before is the last.
    ['P1M1D', '2023-01-30', '2023-02-28T23:59:59.999Z'],
    // 29 February 2024 less a year is 28 February 2023.
    ['P1Y', '2023-02-28', '2024-02-29T23:59:59.999Z'],
    // 28 February 2025 less a year is 28 February 2024, before the leap day; 1 March is after it.
    ['P1Y', '2024-02-29', '2025-02-28T23:59:59.999Z'],
    // A week that ends on the day the clocks go back, which has 25 hours.
    ['P1W', '2024-10-20', '2024-10-27T23:59:59.999Z'],
  ])('of %s holds an event of %s until %s', (length, date, last) => {
    const dated = event(`${date}T12:00:00Z`, date);
    expect(iso(lastInstantInWindow(dated, windowLengthOf(length)))).toBe(last);
    expect(windowEndingAt(at(last), windowLengthOf(length))(dated)).toBe(true);
    expect(windowEndingAt(at(last) + 1, windowLengthOf(length))(dated)).toBe(false);
  });

  test('of exact length holds an event for just that long', () => {
    const dated = event('2024-03-31T00:30:00.250Z', '2024-03-31');
    expect(iso(lastInstantInWindow(dated, windowLengthOf('PT1H')))).toBe('2024-03-31T01:30:00.250Z');
  });
});
