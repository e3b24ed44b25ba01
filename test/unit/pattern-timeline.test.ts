import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { ScreeningOutcome } from '../../core/referral/referral-submission.ts';
import { householdOf, isNotProgressed, kindsAmong, latestTeam } from '../../core/timeline/timeline.ts';
import { aReferral } from '../support/a-family.ts';

const timelines = (...each: ReturnType<typeof aReferral>[][]) =>
  each.map((referrals, index) => ({ timelineId: `timeline-${index}`, referrals }));

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

test('the team is the one that the latest referral names, by the time it was made', () => {
  expect(
    latestTeam(
      timelines(
        // 09:30 at plus one is 08:30 UTC, earlier than 09:00 UTC though its text is greater.
        [aReferral('c', '2024-06-02T09:30:00+01:00', { team: 'north' })],
        [
          aReferral('a', '2024-06-02T09:00:00Z', { team: 'south' }),
          aReferral('b', '2024-06-01T09:00:00Z', { team: 'west' }),
          aReferral('z', '2024-06-03T09:00:00Z'),
        ],
      ),
    ),
  ).toBe('south');
});

test('of two teams named at the same instant the one of the greater key is taken', () => {
  const [first, second] = [
    aReferral('a', '2024-06-02T09:00:00Z', { team: 'south' }),
    aReferral('b', '2024-06-02T09:00:00Z', { team: 'north' }),
  ];
  expect(latestTeam(timelines([first, second]))).toBe('north');
  expect(latestTeam(timelines([second, first]))).toBe('north');
});

test('a family that names no team has none', () => {
  expect(latestTeam(timelines([aReferral('a', '2024-06-02T09:00:00Z')]))).toBeUndefined();
});

test('kinds of concern are told apart by kind alone', () => {
  expect(
    kindsAmong([
      { kind: 'neglect', subject: 'child' },
      { kind: 'neglect', subject: 'parent' },
      { kind: 'physical', subject: 'child' },
    ]),
  ).toEqual(new Set(['neglect', 'physical']));
});

test('of very many referrals the newest 500 are examined, whatever timeline they lie on', () => {
  const start = Date.parse('2024-01-01T00:00:00Z');
  const all = Array.from({ length: 510 }, (_, index) =>
    aReferral(`r${String(index).padStart(3, '0')}`, new Date(start + index * 60_000).toISOString()),
  );
  const read = countableReferrals(timelines(all.slice(300), all.slice(0, 300)), []);
  expect(read).toHaveLength(500);
  expect([read[0]?.key, read.at(-1)?.key]).toEqual(['r010', 'r509']);
});
