import { expect, test } from 'vitest';
import { prepareHousehold } from '../../core/pattern/conditions/household-condition.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { HouseholdCondition } from '../../core/policy/condition.ts';
import type { HouseholdMember } from '../../core/timeline/household.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

type Asked = HouseholdCondition['household'];

const meets = (household: Asked, child: HouseholdMember, instant: string): boolean =>
  prepareHousehold({ household }, { children: [child] }).at(Date.parse(instant)).met;

/** When the condition begins and ceases to hold, in order. */
const changes = (household: Asked, ...children: readonly HouseholdMember[]): readonly string[] =>
  prepareHousehold({ household }, { children })
    .changes()
    .map((at) => new Date(at).toISOString());

test.each([
  // Born on 31 August 2022, six months old on 28 February 2023, since there is no 31st.
  ['P6M', { dateOfBirth: '2022-08-31' }, '2023-02-27T23:59:59.999Z', true],
  ['P6M', { dateOfBirth: '2022-08-31' }, '2023-02-28T00:00:00Z', false],
  // In a leap year on the 29th.
  ['P6M', { dateOfBirth: '2023-08-31' }, '2024-02-28T23:59:59.999Z', true],
  ['P6M', { dateOfBirth: '2023-08-31' }, '2024-02-29T00:00:00Z', false],
  // Born on a leap day, one year old on 28 February.
  ['P1Y', { dateOfBirth: '2024-02-29' }, '2025-02-27T12:00:00Z', true],
  ['P1Y', { dateOfBirth: '2024-02-29' }, '2025-02-28T12:00:00Z', false],
  // From the day of birth, in London, which in June begins at 23:00 UTC.
  ['P6M', { dateOfBirth: '2024-06-10' }, '2024-06-09T22:59:59.999Z', false],
  ['P6M', { dateOfBirth: '2024-06-10' }, '2024-06-09T23:00:00Z', true],
  // Ages in weeks and days.
  ['P26W', { dateOfBirth: '2024-01-01' }, '2024-06-30T12:00:00Z', true],
  ['P26W', { dateOfBirth: '2024-01-01' }, '2024-07-01T12:00:00Z', false],
  // A child still expected is of no age; from the due date it is taken as born.
  ['P6M', { expectedDateOfBirth: '2024-06-10' }, '2024-06-09T22:59:59.999Z', false],
  ['P6M', { expectedDateOfBirth: '2024-06-10' }, '2024-06-09T23:00:00Z', true],
  ['P6M', { expectedDateOfBirth: '2024-06-10' }, '2024-12-09T12:00:00Z', true],
  ['P6M', { expectedDateOfBirth: '2024-06-10' }, '2024-12-10T00:00:00Z', false],
])('a child under %s, %j, at %s: %s', (under, child, instant, expected) => {
  expect(meets({ under }, child, instant)).toBe(expected);
});

test.each([
  // 7 October is the 281st day of 2024, so 280 days before it is 1 January.
  [{ expectedDateOfBirth: '2024-10-07' }, '2023-12-31T23:59:59.999Z', false],
  [{ expectedDateOfBirth: '2024-10-07' }, '2024-01-01T00:00:00Z', true],
  // Until the due date begins in London, where it is still summer time.
  [{ expectedDateOfBirth: '2024-10-07' }, '2024-10-06T22:59:59.999Z', true],
  [{ expectedDateOfBirth: '2024-10-07' }, '2024-10-06T23:00:00Z', false],
  // A child that is born is not unborn, not even before its birth: nobody knew.
  [{ dateOfBirth: '2024-10-07' }, '2024-06-01T12:00:00Z', false],
  [{ dateOfBirth: '2024-10-07' }, '2024-10-07T12:00:00Z', false],
])('an unborn child, %j, at %s: %s', (child, instant, expected) => {
  expect(meets({ unborn: true }, child, instant)).toBe(expected);
});

test('unborn or under an age is met by either, and a child expected passes from one to the other', () => {
  const either = { unborn: true, under: 'P6M' } as const;
  const child = { expectedDateOfBirth: '2024-10-07' };
  for (const instant of [
    '2024-01-01T00:00:00Z',
    '2024-10-06T22:59:59.999Z',
    '2024-10-06T23:00:00Z',
    '2025-04-06T22:59:59.999Z',
  ]) {
    expect(meets(either, child, instant)).toBe(true);
  }
  expect(meets(either, child, '2023-12-31T23:59:59.999Z')).toBe(false);
  expect(meets(either, child, '2025-04-06T23:00:00Z')).toBe(false);
  expect(meets(either, { dateOfBirth: '2024-10-07' }, '2024-11-01T00:00:00Z')).toBe(true);
});

test('it holds while any child meets it, as few stretches however many children there are', () => {
  const children = [
    { dateOfBirth: '2024-05-01' },
    { dateOfBirth: '2024-03-01' },
    // Within the stretch of the first two, and so of no consequence.
    { dateOfBirth: '2024-04-10' },
    // Begins on the very day on which the others end.
    { dateOfBirth: '2024-11-01' },
    { dateOfBirth: '2010-05-01' },
  ];
  expect(changes({ under: 'P6M' }, ...children)).toEqual([
    '2010-04-30T23:00:00.000Z',
    '2010-11-01T00:00:00.000Z',
    '2024-03-01T00:00:00.000Z',
    '2025-04-30T23:00:00.000Z',
  ]);
  expect(changes({ unborn: true }, ...children)).toEqual([]);
});

test('a short stretch inside a longer one does not shorten it', () => {
  expect(
    changes(
      { unborn: true, under: 'P6M' },
      { expectedDateOfBirth: '2024-10-07' },
      { dateOfBirth: '2024-02-01' },
    ),
  ).toEqual(['2024-01-01T00:00:00.000Z', '2025-04-06T23:00:00.000Z']);
});

test('it changes at the beginning and the end of each stretch, by London’s days', () => {
  expect(
    changes(
      { unborn: true, under: 'P6M' },
      { expectedDateOfBirth: '2024-10-07' },
      { dateOfBirth: '2022-06-10' },
    ),
  ).toEqual([
    '2022-06-09T23:00:00.000Z',
    '2022-12-10T00:00:00.000Z',
    // The due date ends being unborn and begins being a baby: one stretch.
    '2024-01-01T00:00:00.000Z',
    '2025-04-06T23:00:00.000Z',
  ]);
});

test.each<[string, Asked, HouseholdMember, readonly string[]]>([
  [
    'born early: unborn until then, and no birth is assumed on the due date',
    { unborn: true, under: 'P6M' },
    { expectedDateOfBirth: '2024-10-07', endedOn: '2024-09-01' },
    ['2024-01-01T00:00:00.000Z', '2024-08-31T23:00:00.000Z'],
  ],
  [
    'born late: unborn beyond the due date',
    { unborn: true },
    { expectedDateOfBirth: '2024-10-07', endedOn: '2024-10-12' },
    ['2024-01-01T00:00:00.000Z', '2024-10-11T23:00:00.000Z'],
  ],
  [
    'due within twelve weeks: from 84 days before the due date until it',
    { dueWithin: 'P12W' },
    { expectedDateOfBirth: '2024-10-07' },
    ['2024-07-14T23:00:00.000Z', '2024-10-06T23:00:00.000Z'],
  ],
  [
    'due within twelve weeks, and ended before that: never',
    { dueWithin: 'P12W' },
    { expectedDateOfBirth: '2024-10-07', endedOn: '2024-05-01' },
    [],
  ],
  [
    'due within twelve weeks, overdue: until it ends',
    { dueWithin: 'P12W' },
    { expectedDateOfBirth: '2024-10-07', endedOn: '2024-10-12' },
    ['2024-07-14T23:00:00.000Z', '2024-10-11T23:00:00.000Z'],
  ],
  [
    'due within longer than a pregnancy lasts: from its beginning',
    { dueWithin: 'P12M' },
    { expectedDateOfBirth: '2024-10-07' },
    ['2024-01-01T00:00:00.000Z', '2024-10-06T23:00:00.000Z'],
  ],
  ['a child that is born is not due', { dueWithin: 'P12W' }, { dateOfBirth: '2024-10-07' }, []],
  [
    'an age alone, of a pregnancy that ended: never',
    { under: 'P6M' },
    { expectedDateOfBirth: '2024-10-07', endedOn: '2024-10-07' },
    [],
  ],
])('%s', (_name, household, child, expected) => {
  expect(changes(household, child)).toEqual(expected);
});

test('an age in hours, that no policy can hold, stops the engine with a clear sentence', () => {
  expect(() => meets({ under: 'PT24H' }, { dateOfBirth: '2024-01-01' }, '2024-01-01T12:00:00Z')).toThrow(
    'An age reached the engine that is not in years, months, weeks or days.',
  );
});

test('a pregnancy crosses a line when it begins, and a birth told of later keeps the baby in sight', () => {
  const policy = aPolicy([
    aLine({
      when: { all: [{ household: { unborn: true, under: 'P6M' } }, { count: 'referrals', atLeast: 1 }] },
    }),
  ]);
  const finding = examine(
    aFamily(
      aReferral('a', '2023-12-20T09:00:00Z'),
      aReferral('b', '2024-03-01T09:00:00Z', {
        household: { children: [{ expectedDateOfBirth: '2024-10-07' }] },
      }),
    ),
    { policy, hash: 'hash' },
    Date.parse('2024-04-01T09:00:00Z'),
  ).lines[0];
  expect(finding?.crossings).toEqual([
    // From 280 days before the due date, to the day the later referral leaves the window: 1 March 2025.
    { from: '2024-01-01T00:00:00.000Z', to: '2025-03-01T23:59:59.999Z' },
  ]);
  expect(finding?.evidence).toEqual(['a', 'b']);
  expect(finding?.progress.map(({ have, need, met }) => [have, need, met])).toEqual([
    [1, 1, true],
    [2, 1, true],
  ]);
});

test('a pregnancy still to begin has crossed nothing yet', () => {
  const policy = aPolicy([
    aLine({ when: { all: [{ household: { unborn: true } }, { count: 'referrals', atLeast: 1 }] } }),
  ]);
  const examined = (asOf: string) =>
    examine(
      aFamily(
        aReferral('a', '2023-12-20T09:00:00Z', {
          household: { children: [{ expectedDateOfBirth: '2024-10-07' }] },
        }),
      ),
      { policy, hash: 'hash' },
      Date.parse(asOf),
    ).lines[0];
  // It begins on 1 January.
  expect(examined('2023-12-31T23:59:59.999Z')).toMatchObject({
    standing: 'below',
    crossings: [],
    evidence: [],
  });
  expect(examined('2024-01-01T00:00:00.000Z')).toMatchObject({
    standing: 'current',
    crossings: [{ from: '2024-01-01T00:00:00.000Z', to: '2024-10-06T22:59:59.999Z' }],
    evidence: ['a'],
  });
});
