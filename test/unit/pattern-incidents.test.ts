import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { examine } from '../../core/pattern/examine.ts';
import { incidentsAmong } from '../../core/pattern/incidents.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

/** The incidents among some referrals, each as the keys of its referrals. */
const incidents = (referrals: readonly TimelineReferral[], withinDays = 5): readonly (readonly string[])[] =>
  incidentsAmong(countableReferrals(aFamily(...referrals), []), withinDays).map((incident) =>
    incident.map(({ key }) => key),
  );

const on = (key: string, date: string, stated: Partial<TimelineReferral> = {}): TimelineReferral =>
  aReferral(key, `${date}T12:00:00Z`, stated);

test.each([
  // Five days after the first is still the first incident.
  ['five days', ['2024-06-01', '2024-06-06'], [['a', 'b']]],
  // Six days after is another.
  ['six days', ['2024-06-01', '2024-06-07'], [['a'], ['b']]],
  // It is reckoned from the incident's first referral, so a chain does not run on for ever.
  [
    'a chain',
    ['2024-06-01', '2024-06-05', '2024-06-07', '2024-06-12', '2024-06-13'],
    [['a', 'b'], ['c', 'd'], ['e']],
  ],
  // Over the end of February: five days after 27 February 2024 is 3 March, in 2023 it is 4 March.
  ['a leap February', ['2024-02-27', '2024-03-03', '2024-03-04'], [['a', 'b'], ['c']]],
  ['a short February', ['2023-02-27', '2023-03-04', '2023-03-05'], [['a', 'b'], ['c']]],
])('%s', (_name, dates, expected) => {
  expect(incidents(dates.map((date, index) => on('abcde'.charAt(index), date)))).toEqual(expected);
});

test('the number of days is the policy’s', () => {
  const two = [on('a', '2024-06-01'), on('b', '2024-06-02')];
  expect(incidents(two, 0)).toEqual([['a'], ['b']]);
  expect(incidents(two, 1)).toEqual([['a', 'b']]);
  expect(incidents([on('a', '2024-06-01'), on('b', '2024-06-01')], 0)).toEqual([['a', 'b']]);
  const examined = (withinDays: number) =>
    examine(
      aFamily(...two),
      {
        policy: aPolicy([aLine({ when: { all: [{ count: 'incidents', atLeast: 2 }] } })], {
          incident: { withinDays },
        }),
        hash: 'hash',
      },
      Date.parse('2024-06-03T00:00:00Z'),
    ).lines[0];
  expect(examined(0)?.standing).toBe('current');
  expect(examined(0)?.tally.incidents).toBe(2);
  expect(examined(1)?.standing).toBe('below');
  expect(examined(1)?.tally.incidents).toBe(1);
});

test('days are London’s: 23:30 UTC in June is the next day', () => {
  // 1 June to 6 June is five days; 7 June in London is six.
  const first = aReferral('a', '2024-06-01T12:00:00Z');
  expect(incidents([first, aReferral('b', '2024-06-06T22:30:00Z')])).toEqual([['a', 'b']]);
  expect(incidents([first, aReferral('b', '2024-06-06T23:30:00Z')])).toEqual([['a'], ['b']]);
});

test('when it happened decides, where that was said, not when it was told', () => {
  // Told ten days apart, of the same day.
  expect(incidents([on('a', '2024-06-01'), on('b', '2024-06-11', { incidentDate: '2024-06-01' })])).toEqual([
    ['a', 'b'],
  ]);
  // Told on one day, of days far apart; the earlier event comes first.
  expect(incidents([on('a', '2024-06-11'), on('b', '2024-06-11', { incidentDate: '2024-05-01' })])).toEqual([
    ['b'],
    ['a'],
  ]);
});

test('one incident for each reference, however far apart it is told', () => {
  expect(
    incidents([
      on('a', '2024-01-01', { incidentRef: 'I-1' }),
      on('b', '2024-06-01', { incidentRef: 'I-2' }),
      on('c', '2024-12-01', { incidentRef: 'I-1' }),
    ]),
  ).toEqual([['a', 'c'], ['b']]);
});

test('a referral with a reference is not folded into one without on the same day', () => {
  expect(
    incidents([on('a', '2024-06-01'), on('b', '2024-06-01', { incidentRef: 'I-1' }), on('c', '2024-06-02')]),
  ).toEqual([['b'], ['a', 'c']]);
});

test('equal dates are told apart by the time they were told, equal times by key', () => {
  const early = aReferral('z', '2024-06-01T08:00:00Z');
  const late = aReferral('a', '2024-06-01T09:00:00Z');
  const alsoLate = aReferral('b', '2024-06-01T09:00:00Z');
  for (const order of [
    [early, late, alsoLate],
    [alsoLate, late, early],
    [late, alsoLate, early],
  ]) {
    expect(incidents(order)).toEqual([['z', 'a', 'b']]);
  }
  // The grouping itself puts them in order too, whatever order it is given them in.
  const countables = countableReferrals(aFamily(early, late, alsoLate), []);
  expect(
    incidentsAmong([...countables].reverse(), 5).map((incident) => incident.map(({ key }) => key)),
  ).toEqual([['z', 'a', 'b']]);
});

test('no referrals are no incidents', () => {
  expect(incidents([])).toEqual([]);
});

test('referrals come in order of time whatever text the time was written in, each once', () => {
  const referrals = countableReferrals(
    [
      {
        timelineId: 'one',
        referrals: [
          aReferral('c', '2024-06-01T10:00:00+01:00'),
          aReferral('b', '2024-06-01T09:30:00Z'),
          aReferral('a', '2024-06-01T09:30:00Z'),
        ],
        lifeEvents: [],
      },
      { timelineId: 'two', referrals: [aReferral('b', '2024-06-01T09:30:00Z')], lifeEvents: [] },
    ],
    [],
  );
  expect(referrals.map(({ key }) => key)).toEqual(['c', 'a', 'b']);
});

test('referrals of one instant come in order of key, whatever order they are given in', () => {
  const three = ['a', 'b', 'c'].map((key) => aReferral(key, '2024-06-01T09:00:00Z'));
  for (const order of [three, [...three].reverse(), [three[1]!, three[2]!, three[0]!]]) {
    expect(countableReferrals(aFamily(...order), []).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  }
});
