import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { ScreeningOutcome } from '../../core/referral/referral-submission.ts';
import { householdOf } from '../../core/timeline/household.ts';
import { isNotProgressed, isProgressed } from '../../core/timeline/timeline.ts';
import { aFamilyWith, aLifeEvent, aReferral } from '../support/a-family.ts';

const timelines = (...each: ReturnType<typeof aReferral>[][]) =>
  each.map((referrals, index) => ({ timelineId: `timeline-${index}`, referrals, lifeEvents: [] }));

test('not progressed means no further action, advice or early help', () => {
  const decided = (outcome: ScreeningOutcome) => ({
    source: 'front-door',
    screening: { outcome, decidedAt: '2024-06-01T09:00:00Z' },
  });
  expect(ScreeningOutcome.options.filter((outcome) => isNotProgressed(decided(outcome), []))).toEqual([
    'nfa',
    'advice',
    'early-help',
  ]);
  // A decision that was sent counts, also from a source that usually sends none; "pending" and "unknown" are none.
  expect(
    ScreeningOutcome.options.filter((outcome) => isNotProgressed(decided(outcome), ['front-door'])),
  ).toEqual(['pending', 'unknown', 'nfa', 'advice', 'early-help']);
});

test('without a decision only the sources that send none count as not progressed', () => {
  expect(isNotProgressed({ source: 'front-door' }, [])).toBe(false);
  expect(isNotProgressed({ source: 'front-door' }, ['other-door'])).toBe(false);
  expect(isNotProgressed({ source: 'front-door' }, ['other-door', 'front-door'])).toBe(true);
});

test('the household is all children that any referral of any timeline tells of', () => {
  const [born, due, other] = [
    { dateOfBirth: '2020-01-01' },
    { expectedDateOfBirth: '2024-09-01' },
    { dateOfBirth: '2022-02-02' },
  ] as const;
  const household = householdOf(
    timelines(
      [
        aReferral('a', '2024-06-01T09:00:00Z', { household: { children: [born, due] } }),
        aReferral('b', '2024-06-02T09:00:00Z'),
      ],
      [
        aReferral('c', '2010-01-01T09:00:00Z', {
          purpose: 'notification',
          household: { children: [other] },
        }),
      ],
    ),
  );
  expect(household.children).toHaveLength(3);
  expect(household.children).toEqual(expect.arrayContaining([born, due, other]));
});

test('every date is a child of its own, births first, earlier dates first', () => {
  const dates = [
    { expectedDateOfBirth: '2024-10-01' },
    { dateOfBirth: '2024-09-01' },
    { expectedDateOfBirth: '2024-09-01' },
    { dateOfBirth: '2020-09-01' },
  ];
  const tell = (children: typeof dates) =>
    householdOf(timelines([aReferral('a', '2024-06-01T09:00:00Z', { household: { children } })])).children;
  const expected = [
    { dateOfBirth: '2020-09-01' },
    { dateOfBirth: '2024-09-01' },
    { expectedDateOfBirth: '2024-09-01' },
    { expectedDateOfBirth: '2024-10-01' },
  ];
  expect(tell(dates)).toEqual(expected);
  expect(tell([...dates].reverse())).toEqual(expected);
});

test('a child told of twice is there once, a due date is not a birth, and the order of telling changes nothing', () => {
  const told = (...dates: ({ dateOfBirth: string } | { expectedDateOfBirth: string })[]) =>
    householdOf(
      timelines(
        dates.map((child, index) =>
          aReferral(`r${index}`, '2024-06-01T09:00:00Z', { household: { children: [child] } }),
        ),
      ),
    ).children;
  const born = { dateOfBirth: '2024-09-01' };
  const older = { dateOfBirth: '2020-09-01' };
  const due = { expectedDateOfBirth: '2024-09-01' };
  expect(told(born, due, born, older, due)).toHaveLength(3);
  expect(told(born, due, born, older, due)).toEqual(told(older, due, born));
  expect(told(due, older, born)).toEqual(told(born, older, due));
});

test('a family of which nothing is told has no children', () => {
  expect(householdOf(timelines([aReferral('a', '2024-06-01T09:00:00Z')], []))).toEqual({ children: [] });
  expect(householdOf([])).toEqual({ children: [] });
});

test('progressed means that children’s social care works with the family', () => {
  const decided = (outcome: ScreeningOutcome) => isProgressed({ outcome });
  expect(ScreeningOutcome.options.filter(decided)).toEqual([
    'family-help',
    'passed-to-worker',
    'assessment',
    'strategy',
    's47',
  ]);
  expect(isProgressed(undefined)).toBe(false);
});

const due = { expectedDateOfBirth: '2024-10-07' } as const;
const expecting = aReferral('a', '2024-03-01T09:00:00Z', { household: { children: [due] } });

/** The household of a family that expects a child on 7 October, after one more life event. */
const after = (...told: Parameters<typeof aLifeEvent>) =>
  householdOf(aFamilyWith([aLifeEvent(...told)], expecting)).children;

test('a life event can tell of a pregnancy or a birth', () => {
  expect(after('e', '2024-04-01', { event: 'pregnancy', expectedDateOfBirth: '2024-12-01' })).toEqual([
    due,
    { expectedDateOfBirth: '2024-12-01' },
  ]);
  // The same pregnancy told of twice is one.
  expect(after('e', '2024-04-01', { event: 'pregnancy', ...due })).toEqual([due]);
  expect(after('e', '2024-10-01', { event: 'birth', ...due })).toEqual([
    { dateOfBirth: '2024-10-01' },
    { ...due, endedOn: '2024-10-01' },
  ]);
});

test.each([
  // 140 days before 7 October is 20 May, and 28 days after it is 4 November.
  ['birth', '2024-05-19', undefined],
  ['birth', '2024-05-20', '2024-05-20'],
  ['birth', '2024-11-04', '2024-11-04'],
  ['birth', '2024-11-05', undefined],
  // 280 days before it is 1 January.
  ['end-of-pregnancy', '2023-12-31', undefined],
  ['end-of-pregnancy', '2024-01-01', '2024-01-01'],
  ['end-of-pregnancy', '2024-11-04', '2024-11-04'],
  ['end-of-pregnancy', '2024-11-05', undefined],
] as const)('a %s on %s that names no pregnancy ends it on %s', (event, happenedOn, endedOn) => {
  const pregnancy = after('e', happenedOn, { event }).at(-1);
  expect(pregnancy).toEqual(endedOn === undefined ? due : { ...due, endedOn });
});

test('an event that names a pregnancy ends that one alone, and the first of two decides', () => {
  expect(after('e', '2024-05-01', { event: 'end-of-pregnancy', expectedDateOfBirth: '2024-12-01' })).toEqual([
    due,
  ]);
  expect(after('e', '2024-05-01', { event: 'end-of-pregnancy', ...due })).toEqual([
    { ...due, endedOn: '2024-05-01' },
  ]);
  const twice = [
    aLifeEvent('late', '2024-06-01', { event: 'end-of-pregnancy', ...due } as Parameters<
      typeof aLifeEvent
    >[2]),
    aLifeEvent('early', '2024-05-01', { event: 'end-of-pregnancy', ...due } as Parameters<
      typeof aLifeEvent
    >[2]),
  ];
  expect(householdOf(aFamilyWith(twice, expecting)).children).toEqual([{ ...due, endedOn: '2024-05-01' }]);
});

test('other life events say nothing of the household, and a withdrawn referral tells of nobody', () => {
  expect(after('e', '2024-05-01', { event: 'new-adult' })).toEqual([due]);
  expect(householdOf(aFamilyWith([], { ...expecting, withdrawn: 'wrong-family' })).children).toEqual([]);
});

test('a withdrawn referral is not among those that are examined', () => {
  const kept = aReferral('b', '2024-03-02T09:00:00Z');
  const read = countableReferrals(timelines([{ ...expecting, withdrawn: 'error' }, kept]), []);
  expect(read.map(({ key }) => key)).toEqual(['b']);
});
