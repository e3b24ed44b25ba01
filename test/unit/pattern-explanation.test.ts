import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { Condition } from '../../core/policy/condition.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

function found(when: Condition, asOf: string, referrals: readonly TimelineReferral[], window = 'P12M') {
  const policy = aPolicy([aLine({ when, window })]);
  const [line] = examine(aFamily(...referrals), { policy, hash: 'hash' }, Date.parse(asOf)).lines;
  if (line === undefined) throw new Error('The policy has one line.');
  return line;
}

const screened = (outcome: 'nfa' | 'assessment') => ({
  screening: { outcome, decidedAt: '2024-06-01T00:00:00Z' },
});

/** Five referrals of one year that tell of three incidents. */
const year: readonly TimelineReferral[] = [
  aReferral('school-1', '2024-01-10T09:00:00Z', {
    ...screened('nfa'),
    concerns: [
      { kind: 'neglect', subject: 'child' },
      { kind: 'education', subject: 'child' },
    ],
  }),
  aReferral('police-1', '2024-03-01T09:00:00Z', {
    ...screened('assessment'),
    stage: 'referral',
    incidentRef: 'I-1',
    referrer: { sourceCode: '6', organisationRef: 'police' },
    concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
  }),
  aReferral('health-1', '2024-03-20T09:00:00Z', {
    incidentRef: 'I-1',
    referrer: { sourceCode: '3A', organisationRef: 'surgery' },
    concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
  }),
  aReferral('school-2', '2024-05-01T10:00:00+01:00', {
    ...screened('nfa'),
    referrer: { sourceCode: '2B', organisationRef: 'school-1' },
  }),
  aReferral('unknown-1', '2024-05-03T09:00:00Z', { referrer: { sourceCode: '10' }, concerns: [] }),
];

const incidentsAndGroups: Condition = {
  all: [
    { count: 'incidents', atLeast: 4 },
    { count: 'agency-groups', atLeast: 3 },
    { count: 'incidents', atLeast: 2, of: { screened: 'not-progressed' } },
  ],
};

test('the tally adds up what the line counts in its window', () => {
  expect(found(incidentsAndGroups, '2024-06-01T00:00:00Z', year).tally).toEqual({
    referrals: 5,
    contacts: 4,
    statutoryReferrals: 1,
    // The school in January, the one the police and the surgery told of, and two in May within five days.
    incidents: 3,
    // Those with a decision of no further action.
    notProgressed: 2,
    agencyGroups: ['2', '3', '6'],
    // School, police and surgery; an unknown source is no voice.
    voices: 3,
    kindsOfConcern: ['domestic-abuse', 'education', 'neglect'],
    since: '2024-01-10T09:00:00.000Z',
    until: '2024-05-03T09:00:00.000Z',
  });
});

test('a window with nothing in it has an empty tally without times', () => {
  const empty = {
    referrals: 0,
    contacts: 0,
    statutoryReferrals: 0,
    incidents: 0,
    notProgressed: 0,
    agencyGroups: [],
    voices: 0,
    kindsOfConcern: [],
    since: undefined,
    until: undefined,
  };
  expect(found(incidentsAndGroups, '2030-06-01T00:00:00Z', year).tally).toEqual(empty);
  // A line on the household alone counts no referrals.
  expect(found({ all: [{ household: { unborn: true } }] }, '2024-06-01T00:00:00Z', year).tally).toEqual(
    empty,
  );
});

test('the tally is of what any of the counts looks at, each in its own window', () => {
  const when: Condition = {
    all: [
      { count: 'referrals', atLeast: 9, within: 'P35D' },
      { count: 'voices', atLeast: 9, of: { screened: 'not-progressed' } },
    ],
  };
  // Two lie in the last 35 days, one of them not progressed; the school of January is not progressed in the year.
  expect(found(when, '2024-06-01T00:00:00Z', year).tally).toMatchObject({
    referrals: 3,
    since: '2024-01-10T09:00:00.000Z',
    until: '2024-05-03T09:00:00.000Z',
  });
});

test('the tally of a line describes the last window it crossed', () => {
  const line = found({ all: [{ count: 'referrals', atLeast: 2 }] }, '2030-01-01T00:00:00Z', year, 'P7D');
  expect(line.standing).toBe('ended');
  // 8 May less seven days is 1 May, and London ends the day at 23:00 UTC.
  expect(line.windowEnd).toBe('2024-05-08T22:59:59.999Z');
  expect(line.tally).toMatchObject({
    referrals: 2,
    since: '2024-05-01T09:00:00.000Z',
    until: '2024-05-03T09:00:00.000Z',
  });
});

test('every referral is said to be counted, in which incident, or not', () => {
  const referrals = [
    ...year,
    aReferral('too-old', '2023-04-30T09:00:00Z'),
    aReferral('question', '2024-02-01T09:00:00Z', { purpose: 'information-request' }),
  ];
  expect(found(incidentsAndGroups, '2024-06-01T00:00:00Z', referrals).readings).toEqual([
    {
      referral: 'too-old',
      madeAt: '2023-04-30T09:00:00.000Z',
      counted: false,
      annotations: [],
      why: 'outside-window',
    },
    {
      referral: 'school-1',
      madeAt: '2024-01-10T09:00:00.000Z',
      counted: true,
      annotations: [],
      incident: 1,
      why: 'first-of-incident',
    },
    {
      referral: 'question',
      madeAt: '2024-02-01T09:00:00.000Z',
      counted: false,
      annotations: [],
      why: 'purpose',
    },
    {
      referral: 'police-1',
      madeAt: '2024-03-01T09:00:00.000Z',
      counted: true,
      annotations: [],
      incident: 2,
      why: 'first-of-incident',
    },
    {
      referral: 'health-1',
      madeAt: '2024-03-20T09:00:00.000Z',
      counted: true,
      annotations: [],
      incident: 2,
      why: 'same-incident',
    },
    {
      referral: 'school-2',
      madeAt: '2024-05-01T09:00:00.000Z',
      counted: true,
      annotations: [],
      incident: 3,
      why: 'first-of-incident',
    },
    {
      referral: 'unknown-1',
      madeAt: '2024-05-03T09:00:00.000Z',
      counted: true,
      annotations: [],
      incident: 3,
      why: 'same-incident',
    },
  ]);
});

test('the first of an incident is the one told first, though another happened before it', () => {
  const referrals = [
    aReferral('told-first', '2024-05-01T09:00:00Z'),
    aReferral('happened-first', '2024-05-02T09:00:00Z', { incidentDate: '2024-04-28' }),
    aReferral('unrelated', '2024-04-29T09:00:00Z', { incidentRef: 'I-9' }),
  ];
  expect(
    found(incidentsAndGroups, '2024-06-01T00:00:00Z', referrals).readings.map((reading) => [
      reading.referral,
      reading.counted && reading.incident,
      reading.why,
    ]),
  ).toEqual([
    ['unrelated', 1, 'first-of-incident'],
    ['told-first', 2, 'first-of-incident'],
    ['happened-first', 2, 'same-incident'],
  ]);
});

test('of referrals of one instant the one with the lesser key is the first of the incident', () => {
  const referrals = [aReferral('b', '2024-05-01T09:00:00Z'), aReferral('a', '2024-05-01T09:00:00Z')];
  expect(
    found(incidentsAndGroups, '2024-06-01T00:00:00Z', referrals).readings.map(({ referral, why }) => [
      referral,
      why,
    ]),
  ).toEqual([
    ['a', 'first-of-incident'],
    ['b', 'same-incident'],
  ]);
});

test.each<[string, Condition, Partial<TimelineReferral>, string]>([
  // One count asks for no decision, so what it would take lies outside the window.
  [
    'progressed and old, where one count takes it',
    incidentsAndGroups,
    screened('assessment'),
    'outside-window',
  ],
  [
    'progressed and old, where no count takes it',
    {
      all: [
        { household: { unborn: true } },
        { count: 'referrals', atLeast: 1, of: { screened: 'not-progressed' } },
      ],
    },
    screened('assessment'),
    'progressed-or-undecided',
  ],
  [
    'refused by both counts, for the reason of the first',
    {
      any: [
        { count: 'referrals', atLeast: 1, of: { level: { atMost: 2, orNotGiven: true } } },
        { count: 'referrals', atLeast: 1, of: { purposes: ['challenge'] } },
      ],
    },
    { level: 3 },
    'above-level',
  ],
  [
    'without a level, where one is needed',
    { any: [{ count: 'referrals', atLeast: 1, of: { level: { atMost: 2, orNotGiven: false } } }] },
    {},
    'level-not-given',
  ],
  [
    'where the line counts no referrals at all',
    { all: [{ household: { unborn: true } }] },
    {},
    'outside-window',
  ],
])('a referral %s', (_name, when, stated, why) => {
  const [reading] = found(when, '2024-06-01T00:00:00Z', [
    aReferral('old', '2010-01-01T09:00:00Z', stated),
  ]).readings;
  expect(reading).toEqual({
    referral: 'old',
    madeAt: '2010-01-01T09:00:00.000Z',
    counted: false,
    annotations: [],
    why,
  });
});

test('one more incident says what it would do from a new agency and from the last referrer', () => {
  const referrals = year.filter(({ key }) => key !== 'health-1' && key !== 'unknown-1');
  const { fromNewAgency, fromLastReferrer } = found(
    incidentsAndGroups,
    '2024-06-01T00:00:00Z',
    referrals,
  ).oneMore;
  // Three incidents and a fourth; school and police and a third agency; two not progressed and a third.
  expect(fromNewAgency.crossed).toBe(true);
  expect(fromNewAgency.progress).toEqual([
    { condition: { count: 'incidents', atLeast: 4 }, have: 4, need: 4, met: true },
    { condition: { count: 'agency-groups', atLeast: 3 }, have: 3, need: 3, met: true },
    {
      condition: { count: 'incidents', atLeast: 2, of: { screened: 'not-progressed' } },
      have: 3,
      need: 2,
      met: true,
    },
  ]);
  // The school again is a fourth incident of the same two agencies.
  expect(fromLastReferrer?.crossed).toBe(false);
  expect(fromLastReferrer?.progress.map(({ have, met }) => [have, met])).toEqual([
    [4, true],
    [2, false],
    [3, true],
  ]);
});

test('one more tells of the same kinds as the last, in an incident of its own, by a voice of its own', () => {
  const when: Condition = {
    all: [
      { count: 'kinds-of-concern', atLeast: 3 },
      { count: 'incidents', atLeast: 9 },
      { count: 'voices', atLeast: 9 },
      { count: 'referrals', atLeast: 9, of: { purposes: ['concern'] } },
      { count: 'referrals', atLeast: 9, of: { purposes: ['challenge'] } },
    ],
  };
  const referrals = [
    aReferral('a', '2024-06-01T08:00:00Z', { concerns: [{ kind: 'physical', subject: 'child' }] }),
    aReferral('b', '2024-06-01T09:00:00Z', {
      concerns: [
        { kind: 'neglect', subject: 'child' },
        { kind: 'other', subject: 'other' },
      ],
    }),
  ];
  const { fromNewAgency, fromLastReferrer } = found(when, '2024-06-01T10:00:00Z', referrals).oneMore;
  // Kinds do not grow; told on the same day, it is still an incident of its own.
  expect(fromNewAgency.progress.map(({ have }) => have)).toEqual([3, 2, 2, 3, 0]);
  expect(fromLastReferrer?.progress.map(({ have }) => have)).toEqual([3, 2, 1, 3, 0]);
});

test('one more from the last referrer carries the level that was last given, from a new agency none', () => {
  const when: Condition = {
    any: [
      { count: 'referrals', atLeast: 3, of: { level: { atMost: 2, orNotGiven: false } } },
      { count: 'referrals', atLeast: 3, of: { level: { atMost: 2, orNotGiven: true } } },
    ],
  };
  const referrals = [
    aReferral('a', '2024-05-01T09:00:00Z', { level: 4 }),
    aReferral('b', '2024-05-02T09:00:00Z', { level: 2 }),
  ];
  const { fromNewAgency, fromLastReferrer } = found(when, '2024-06-01T00:00:00Z', referrals).oneMore;
  expect(fromNewAgency.progress.map(({ have }) => have)).toEqual([1, 2]);
  expect(fromLastReferrer?.progress.map(({ have }) => have)).toEqual([2, 2]);
});

test('one more is of today, when what has lapsed no longer helps', () => {
  // The two of May have left a window of a week by June.
  const line = found({ all: [{ count: 'referrals', atLeast: 2 }] }, '2024-06-01T00:00:00Z', year, 'P7D');
  expect(line.standing).toBe('ended');
  expect(line.oneMore.fromNewAgency).toMatchObject({ crossed: false, progress: [{ have: 1 }] });
});

test('a family without referrals has no last referrer, and one more from anybody counts', () => {
  const { oneMore } = found(
    {
      any: [
        { count: 'referrals', atLeast: 1 },
        { count: 'kinds-of-concern', atLeast: 1 },
      ],
    },
    '2024-06-01T00:00:00Z',
    [],
  );
  expect(oneMore.fromLastReferrer).toBeUndefined();
  expect(oneMore.fromNewAgency).toMatchObject({ crossed: true, progress: [{ have: 1 }, { have: 0 }] });
});

test('one more is never taken for a referral that exists, whatever reference that has', () => {
  const referrals = [aReferral('one-more', '2024-06-01T00:00:00Z', { incidentRef: 'one-more' })];
  const { fromNewAgency } = found(
    { all: [{ count: 'incidents', atLeast: 2 }] },
    '2024-06-02T00:00:00Z',
    referrals,
  ).oneMore;
  expect(fromNewAgency.progress.map(({ have }) => have)).toEqual([2]);
});

test('the last referrer is the one of the latest referral of all', () => {
  const when: Condition = {
    all: [
      { count: 'kinds-of-concern', atLeast: 9 },
      { count: 'voices', atLeast: 9 },
    ],
  };
  const from = (
    key: string,
    madeAt: string,
    kind: 'neglect' | 'physical' | 'other',
    organisationRef: string,
  ) =>
    aReferral(key, madeAt, {
      concerns: [{ kind, subject: 'child' }],
      referrer: { sourceCode: '2A', organisationRef },
    });
  const referrals = [
    from('a', '2024-05-01T09:00:00Z', 'neglect', 'school-1'),
    from('b', '2024-05-02T09:00:00Z', 'physical', 'school-2'),
    from('c', '2023-01-01T09:00:00Z', 'other', 'school-3'),
  ];
  // Those of May lie in the year: two kinds, two voices. One more of the school of 2 May adds no kind and no voice.
  const inMay = found(when, '2024-06-01T00:00:00Z', referrals).oneMore.fromLastReferrer;
  expect(inMay?.progress.map(({ have }) => have)).toEqual([2, 2]);
  // All have left the year by 2026, so only what one more brings is counted: the kinds and the voice of 2 May.
  const later = found(when, '2026-06-01T00:00:00Z', [
    ...referrals,
    aReferral('d', '2024-05-03T09:00:00Z', { concerns: [] }),
  ]);
  expect(later.oneMore.fromLastReferrer?.progress.map(({ have }) => have)).toEqual([0, 1]);
});
