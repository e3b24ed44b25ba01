import { describe, expect, test } from 'vitest';
import {
  Duration,
  dateAfter,
  dateBefore,
  daysOf,
  lastInstantInWindow,
  WindowDuration,
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

test.each([
  ['1 working day', 1],
  ['20 working days', 20],
  ['999 working days', 999],
])('%s is a length of working days', (text, days) => {
  expect(windowLengthOf(WindowDuration.parse(text))).toEqual({ kind: 'working', days });
});

test.each([['0 working days'], ['1000 working days'], ['2 working hours'], ['P1X'], ['xPT1H'], ['']])(
  '"%s" is no length of a window',
  (text) => {
    expect(WindowDuration.safeParse(text).success).toBe(false);
    expect(() => windowLengthOf(text)).toThrow('A duration reached the engine without having been parsed.');
  },
);

test('working days are no duration of their own, only of a window', () => {
  expect(Duration.safeParse('5 working days').success).toBe(false);
  expect(WindowDuration.parse('P12M')).toBe('P12M');
  expect(WindowDuration.parse('PT48H')).toBe('PT48H');
});

test.each([
  // Weeks and days are always the same number of days.
  ['P7D', 7],
  ['P2W', 14],
  ['P1W1D', 8],
  ['P0M7D', 7],
  ['P180D', 180],
  // Months, years and working days are not, and hours are not whole ones of the calendar.
  ['P1M', undefined],
  ['P1M1D', undefined],
  ['P1Y', undefined],
  ['PT24H', undefined],
  ['5 working days', undefined],
])('%s in days: %s', (text, days) => {
  expect(daysOf(text)).toBe(days);
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

const calendar = (months: number, days: number) => ({ kind: 'calendar' as const, months, days });

test.each([
  // Months first, clamped, then days.
  ['2024-01-31', calendar(1, 1), '2024-03-01'],
  ['2023-01-31', calendar(1, 1), '2023-03-01'],
  ['2024-08-31', calendar(6, 0), '2025-02-28'],
  ['2024-02-29', calendar(0, 7), '2024-03-07'],
])('a length after %s', (date, length, expected) => {
  expect(dateAfter(date, length)).toBe(expected);
});

test.each([
  // Months first, clamped, then days: 29 February, then the 28th.
  ['2024-03-31', calendar(1, 1), '2024-02-28'],
  ['2023-03-31', calendar(1, 1), '2023-02-27'],
  ['2025-08-31', calendar(6, 0), '2025-02-28'],
  ['2024-03-07', calendar(0, 7), '2024-02-29'],
])('a length before %s', (date, length, expected) => {
  expect(dateBefore(date, length)).toBe(expected);
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
    // Three working days back from the Tuesday after Easter 2024 are 28, 27 and 26 March.
    ['3 working days', '2024-04-02T12:00:00Z', '2024-03-26T00:00:00Z', '2024-03-26', true],
    ['3 working days', '2024-04-02T12:00:00Z', '2024-03-25T23:59:59.999Z', '2024-03-25', false],
    // And back from Easter Monday, which is none itself.
    ['3 working days', '2024-04-01T12:00:00Z', '2024-03-26T00:00:00Z', '2024-03-26', true],
    ['3 working days', '2024-04-01T12:00:00Z', '2024-03-25T23:59:59.999Z', '2024-03-25', false],
    // The end belongs to it, a millisecond later does not.
    ['1 working day', '2024-04-02T12:00:00Z', '2024-04-02T12:00:00Z', '2024-04-02', true],
    ['1 working day', '2024-04-02T12:00:00Z', '2024-04-02T12:00:00.001Z', '2024-04-02', false],
    // 23:30 UTC on Friday is Saturday in London, so that Friday is the first day, not Thursday.
    ['1 working day', '2024-06-14T23:30:00Z', '2024-06-13T12:00:00Z', '2024-06-13', false],
    ['1 working day', '2024-06-14T22:30:00Z', '2024-06-13T12:00:00Z', '2024-06-13', true],
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
    // Three working days after a Friday, and the first one after Easter, by when the clocks have changed.
    ['3 working days', '2024-03-22', '2024-03-27T23:59:59.999Z'],
    ['1 working day', '2024-03-28', '2024-04-02T22:59:59.999Z'],
    ['1 working day', '2024-03-30', '2024-04-02T22:59:59.999Z'],
    // The Monday after the clocks went back, from a Saturday.
    ['1 working day', '2024-10-26', '2024-10-28T23:59:59.999Z'],
    // After Christmas Eve: 27, 30 and 31 December.
    ['3 working days', '2024-12-24', '2024-12-31T23:59:59.999Z'],
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
