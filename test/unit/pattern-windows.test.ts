import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

/** Whether two referrals lie in one window of a length that ends with the second. */
function together(window: string, first: string, second: string): boolean {
  const policy = aPolicy([aLine({ window })]);
  const finding = examine(
    aFamily(aReferral('a', first), aReferral('b', second)),
    { policy, hash: 'hash' },
    Date.parse(second),
  );
  return finding.lines[0]?.standing === 'current';
}

test.each([
  // 31 March less a month is 29 February in a leap year; its whole day counts.
  ['P1M', '2024-02-29T00:00:00Z', '2024-03-31T22:59:59.999Z', true],
  ['P1M', '2024-02-28T23:59:59.999Z', '2024-03-31T00:00:00Z', false],
  // 31 March less a month is 28 February in any other.
  ['P1M', '2023-02-28T00:00:00Z', '2023-03-31T12:00:00+01:00', true],
  ['P1M', '2023-02-27T23:59:59.999Z', '2023-03-31T00:00:00+01:00', false],
  // 30 March less a month is 29 February too; 29 March as well.
  ['P1M', '2024-02-29T00:00:00Z', '2024-03-30T12:00:00Z', true],
  ['P1M', '2024-02-29T00:00:00Z', '2024-03-29T12:00:00Z', true],
  ['P1M', '2024-02-29T12:00:00Z', '2024-04-01T12:00:00Z', false],
  // 30 April less a month is 30 March, though March has 31 days.
  ['P1M', '2024-03-30T00:00:00Z', '2024-04-30T12:00:00Z', true],
  ['P1M', '2024-03-29T23:59:59.999Z', '2024-04-30T12:00:00Z', false],
  // 28 February 2025 less a year is 28 February 2024, so the leap day is inside.
  ['P12M', '2024-02-29T12:00:00Z', '2025-02-28T12:00:00Z', true],
  ['P12M', '2024-02-28T00:00:00Z', '2025-02-28T23:59:59.999Z', true],
  ['P12M', '2024-02-27T23:59:59.999Z', '2025-02-28T00:00:00Z', false],
  // 1 March 2025 less a year is 1 March 2024, so the leap day is out.
  ['P1Y', '2024-02-29T23:59:59.999Z', '2025-03-01T00:00:00Z', false],
  // 29 February 2024 less a year is clamped to 28 February 2023.
  ['P1Y', '2023-02-28T00:00:00Z', '2024-02-29T23:59:59.999Z', true],
  // 29 February 2028 less four years is 29 February 2024.
  ['P4Y', '2024-02-28T23:59:59.999Z', '2028-02-29T00:00:00Z', false],
  ['P4Y', '2024-02-29T00:00:00Z', '2028-02-29T23:59:59.999Z', true],
  // Months first (29 February), then the day (28 February).
  ['P1M1D', '2024-02-28T00:00:00Z', '2024-03-31T12:00:00Z', true],
  ['P1M1D', '2024-02-27T23:59:59.999Z', '2024-03-31T12:00:00Z', false],
  // Clocks go forward: 23:30 on 31 March in London less a day is 30 March, from its midnight in winter time.
  ['P1D', '2024-03-30T00:00:00Z', '2024-03-31T22:30:00Z', true],
  ['P1D', '2024-03-29T23:59:59.999Z', '2024-03-31T22:30:00Z', false],
  // 23:30 UTC on 31 March is already 1 April in London.
  ['P1D', '2024-03-31T23:30:00Z', '2024-04-02T22:30:00Z', true],
  ['P1D', '2024-03-31T22:59:59.999Z', '2024-04-02T22:30:00Z', false],
  // Before and after the hour that is skipped it is the same date.
  ['P1D', '2024-03-31T00:59:59.999Z', '2024-04-01T22:59:59.999Z', true],
  ['P1D', '2024-03-31T01:00:00Z', '2024-04-01T22:59:59.999Z', true],
  // Clocks go back: 27 October begins at 23:00 UTC the day before, and 28 October ends at midnight UTC.
  ['P1D', '2024-10-26T23:00:00Z', '2024-10-28T23:59:59.999Z', true],
  ['P1D', '2024-10-26T22:59:59.999Z', '2024-10-28T23:59:59.999Z', false],
  // Before and after the hour that comes twice it is the same date.
  ['P1D', '2024-10-27T00:30:00Z', '2024-10-28T23:59:59.999Z', true],
  ['P1D', '2024-10-27T01:30:00Z', '2024-10-28T23:59:59.999Z', true],
  ['P1D', '2024-10-27T01:30:00Z', '2024-10-29T00:00:00Z', false],
  // A week: 9 June in London less seven days is 2 June, which begins at 23:00 UTC on the 1st.
  ['P7D', '2024-06-01T23:00:00Z', '2024-06-09T22:59:59.999Z', true],
  ['P1W', '2024-06-01T22:59:59.999Z', '2024-06-09T22:59:59.999Z', false],
  // The offset a source writes does not matter: 01:00 on 2 June at plus two is 23:00 UTC on the 1st.
  ['P7D', '2024-06-02T01:00:00+02:00', '2024-06-09T22:59:59.999Z', true],
  ['P7D', '2024-06-01T17:59:59-05:00', '2024-06-09T22:59:59.999Z', false],
  // Exact windows hold both ends to the millisecond.
  ['PT24H', '2024-06-01T12:00:00.000Z', '2024-06-02T12:00:00.000Z', true],
  ['PT24H', '2024-06-01T12:00:00.000Z', '2024-06-02T12:00:00.001Z', false],
  ['PT1S', '2024-06-01T12:00:00.500Z', '2024-06-01T12:00:01.500Z', true],
  ['PT1S', '2024-06-01T12:00:00.500Z', '2024-06-01T12:00:01.501Z', false],
  // And do not care for clocks: from 00:30 to 01:30 UTC an hour passes, though London shows two.
  ['PT1H', '2024-03-31T00:30:00Z', '2024-03-31T01:30:00Z', true],
  ['PT1H', '2024-03-31T00:30:00Z', '2024-03-31T01:30:00.001Z', false],
  // In autumn London shows 01:30 twice, an hour apart.
  ['PT1H', '2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', true],
  ['PT59M', '2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', false],
  // The same instant is in any window.
  ['PT1S', '2024-06-01T12:00:00Z', '2024-06-01T13:00:00+01:00', true],
])('a window of %s with %s that ends at %s: %s', (window, first, second, expected) => {
  expect(together(window, first, second)).toBe(expected);
});

test.each([
  // Five are asked for: four are one below the line.
  [4, 'below'],
  [5, 'current'],
  [6, 'current'],
])('with %i referrals a line of five is %s', (number, standing) => {
  const policy = aPolicy([aLine({ when: { all: [{ count: 'referrals', atLeast: 5 }] } })]);
  const referrals = Array.from({ length: number }, (_, index) =>
    aReferral(`r${index}`, `2024-06-0${index + 1}T09:00:00Z`),
  );
  const finding = examine(
    aFamily(...referrals),
    { policy, hash: 'hash' },
    Date.parse('2024-06-30T00:00:00Z'),
  );
  expect(finding.lines[0]?.standing).toBe(standing);
  expect(finding.lines[0]?.progress[0]).toMatchObject({ have: number, need: 5, met: number >= 5 });
});

test('a condition may have a window of its own, shorter or longer than its line', () => {
  const policy = aPolicy([
    aLine({
      window: 'P1M',
      when: {
        all: [
          { count: 'referrals', atLeast: 1, within: 'P7D' },
          { count: 'referrals', atLeast: 2, within: 'P1Y' },
          { count: 'referrals', atLeast: 1 },
        ],
      },
    }),
  ]);
  const finding = examine(
    aFamily(
      aReferral('old', '2024-01-10T09:00:00Z'),
      aReferral('this-month', '2024-06-10T09:00:00Z'),
      aReferral('this-week', '2024-06-20T09:00:00Z'),
    ),
    { policy, hash: 'hash' },
    Date.parse('2024-06-21T09:00:00Z'),
  );
  // One in seven days, three in a year, two in the line's month.
  expect(finding.lines[0]?.progress.map(({ have, met }) => [have, met])).toEqual([
    [1, true],
    [3, true],
    [2, true],
  ]);
});
