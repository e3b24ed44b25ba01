import { describe, expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { examine } from '../../core/pattern/examine.ts';
import { incidentsAmong } from '../../core/pattern/incidents.ts';
import type { Selection } from '../../core/policy/selection.ts';
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

test('a reference is of the source that gives it: two sources that write the same have said nothing of each other', () => {
  const police = (key: string, date: string) => on(key, date, { source: 'police', incidentRef: '1' });
  const school = (key: string, date: string) => on(key, date, { source: 'school', incidentRef: '1' });
  const told = [
    police('a', '2024-01-01'),
    school('b', '2024-06-01'),
    police('c', '2024-06-01'),
    school('d', '2024-12-01'),
  ];
  expect(incidents(told)).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
  // What tells of one event across sources is said by name.
  expect(incidents([police('a', '2024-01-01'), { ...school('b', '2024-06-01'), sameEventAs: 'a' }])).toEqual([
    ['a', 'b'],
  ]);
  // Nor do a source and a reference make another pair of the same letters.
  expect(
    incidents([
      on('a', '2024-01-01', { source: 'x', incidentRef: '1-1' }),
      on('b', '2024-06-01', { source: 'x-1', incidentRef: '1' }),
    ]),
  ).toEqual([['a'], ['b']]);
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

/** Three referrals of three months, each an incident of its own by its date. */
const months = (
  a: Partial<TimelineReferral>,
  b: Partial<TimelineReferral>,
  c: Partial<TimelineReferral>,
): readonly TimelineReferral[] => [
  on('a', '2024-01-01', a),
  on('b', '2024-06-01', b),
  on('c', '2024-12-01', c),
];

describe('what the front door says is one event', () => {
  test.each<[string, readonly TimelineReferral[], readonly (readonly string[])[]]>([
    ['a later referral that names an earlier one', months({}, { sameEventAs: 'a' }, {}), [['a', 'b'], ['c']]],
    ['an earlier one that names a later one', months({ sameEventAs: 'b' }, {}, {}), [['a', 'b'], ['c']]],
    ['a chain', months({}, { sameEventAs: 'a' }, { sameEventAs: 'b' }), [['a', 'b', 'c']]],
    ['two that name the same', months({}, { sameEventAs: 'a' }, { sameEventAs: 'a' }), [['a', 'b', 'c']]],
    ['a circle', months({ sameEventAs: 'b' }, { sameEventAs: 'c' }, { sameEventAs: 'a' }), [['a', 'b', 'c']]],
    [
      'one that names a referral with an incident reference which another shares',
      months({ incidentRef: 'I-1' }, { incidentRef: 'I-1' }, { sameEventAs: 'b' }),
      [['a', 'b', 'c']],
    ],
    [
      'one that has a reference and names another with a different one',
      months({ incidentRef: 'I-1' }, { incidentRef: 'I-2', sameEventAs: 'a' }, { incidentRef: 'I-2' }),
      [['a', 'b', 'c']],
    ],
    [
      'two that name a referral which is not there',
      months({ sameEventAs: 'elsewhere' }, { sameEventAs: 'elsewhere' }, {}),
      [['a', 'b'], ['c']],
    ],
    [
      'two that name different referrals which are not there',
      months({ sameEventAs: 'elsewhere' }, { sameEventAs: 'nowhere' }, {}),
      [['a'], ['b'], ['c']],
    ],
    [
      'one that names a key of the same text as a reference of another',
      months({ sameEventAs: 'I-1' }, { incidentRef: 'I-1' }, {}),
      [['a'], ['b'], ['c']],
    ],
  ])('%s', (_name, referrals, expected) => {
    expect(incidents(referrals)).toEqual(expected);
    expect(incidents([...referrals].reverse())).toEqual(expected);
  });

  test('nothing else of the same days falls into it', () => {
    expect(
      incidents([
        on('a', '2024-06-01'),
        on('b', '2024-06-01'),
        on('c', '2024-06-02', { sameEventAs: 'a' }),
        on('d', '2024-06-02'),
      ]),
    ).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  test('a referral that names itself is grouped by its date as any other', () => {
    expect(incidents([on('a', '2024-06-01', { sameEventAs: 'a' }), on('b', '2024-06-02')])).toEqual([
      ['a', 'b'],
    ]);
  });

  test('two that name a third stay one incident when the third is withdrawn, and what it said itself is gone', () => {
    const named = (stated: Partial<TimelineReferral>) => [
      on('a', '2024-01-01'),
      on('b', '2024-03-01', { sameEventAs: 'a', ...stated }),
      on('c', '2024-06-01', { sameEventAs: 'b' }),
      on('d', '2024-09-01', { sameEventAs: 'b' }),
    ];
    expect(incidents(named({}))).toEqual([['a', 'b', 'c', 'd']]);
    expect(incidents(named({ withdrawn: 'duplicate' }))).toEqual([['c', 'd'], ['a']]);
  });

  test('it holds over the timelines of a family', () => {
    const timelines = [
      { timelineId: 'one', referrals: [on('a', '2024-01-01')], lifeEvents: [] },
      { timelineId: 'two', referrals: [on('b', '2024-06-01', { sameEventAs: 'a' })], lifeEvents: [] },
    ];
    expect(incidentsAmong(countableReferrals(timelines, []), 5)).toHaveLength(1);
  });

  test('it holds also through a referral that is too old to be examined', () => {
    // The newest 500 are examined. Neither of the two that name the oldest names the other.
    const newest = Array.from({ length: 500 }, (_, index) =>
      aReferral(`new-${index}`, new Date(Date.UTC(2024, 0, 1, 0, index)).toISOString(), {
        ...(index % 499 === 0 && { sameEventAs: 'oldest' }),
      }),
    );
    const oldest = on('oldest', '2023-01-01', { incidentRef: 'I-1' });
    const last = on('last', '2024-06-01', { incidentRef: 'I-1' });
    const examined = countableReferrals(aFamily(oldest, ...newest, last), []);
    expect(examined).toHaveLength(500);
    const [first] = incidentsAmong(examined, 0);
    expect(first?.map(({ key }) => key)).toEqual(['new-499', 'last']);
  });
});

/** What a line that counts two incidents has of a family on 1 July 2024, in a window of 90 days. */
const counted = (of: Selection | undefined, ...referrals: readonly TimelineReferral[]) => {
  const line = aLine({ window: 'P90D', when: { all: [{ count: 'incidents', atLeast: 2, of }] } });
  const [found] = examine(
    aFamily(...referrals),
    { policy: aPolicy([line]), hash: 'hash' },
    Date.parse('2024-07-01T00:00:00Z'),
  ).lines;
  return found;
};

describe('a window and a selection neither tear apart nor join what the front door said', () => {
  const june = on('june', '2024-06-01', { sameEventAs: 'between' });
  const late = on('late', '2024-06-20', { sameEventAs: 'between' });

  test('two that name one which lies outside the window are one incident', () => {
    expect(counted(undefined, on('between', '2024-01-01'), june, late)?.progress[0]?.have).toBe(1);
  });

  test('two that name one which counts nowhere are one incident', () => {
    const between = on('between', '2024-06-10', { purpose: 'notification' });
    expect(counted(undefined, between, june, late)?.progress[0]?.have).toBe(1);
  });

  test('two that name one which the line does not select are one incident', () => {
    const between = on('between', '2024-06-10', { stage: 'referral' });
    expect(counted({ stages: ['contact'] }, between, june, late)?.progress[0]?.have).toBe(1);
  });

  test('one whose incident lies outside but for itself is not folded into one of the same day', () => {
    const sameDay = on('same-day', '2024-06-01');
    expect(counted(undefined, on('between', '2024-01-01'), june, sameDay)?.progress[0]?.have).toBe(2);
  });
});

test('an incident that the front door put together keeps every voice and kind of concern, and is read as one', () => {
  const found = counted(
    undefined,
    on('school', '2024-05-01'),
    on('police', '2024-06-15', {
      sameEventAs: 'school',
      referrer: { sourceCode: '6', organisationRef: 'police' },
      concerns: [{ kind: 'physical', subject: 'child' }],
    }),
    on('other', '2024-06-16'),
  );
  expect(found?.tally).toMatchObject({
    referrals: 3,
    incidents: 2,
    voices: 2,
    agencyGroups: ['2', '6'],
    kindsOfConcern: ['neglect', 'physical'],
  });
  expect(found?.readings).toMatchObject([
    { referral: 'school', incident: 1, why: 'first-of-incident' },
    { referral: 'police', incident: 1, why: 'same-incident' },
    { referral: 'other', incident: 2, why: 'first-of-incident' },
  ]);
  // One more is an incident of its own, whatever the last one was said to tell of.
  expect(found?.oneMore.fromNewAgency.progress[0]?.have).toBe(3);
});
