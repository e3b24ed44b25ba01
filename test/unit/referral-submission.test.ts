import { expect, test } from 'vitest';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';

const least = {
  source: 'front-door',
  referralId: 'R-1',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2024-06-01T09:00:00+01:00',
  referrer: { sourceCode: '2A' },
  concerns: [],
};

const most = {
  ...least,
  incidentDate: '2024-05-31',
  incidentRef: 'I-1',
  referrer: { sourceCode: '2A', referrerRef: 'P-1', organisationRef: 'O-1' },
  familyRef: 'F-1',
  household: { children: [{ dateOfBirth: '2020-02-29' }, { expectedDateOfBirth: '2024-09-01' }] },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  level: 2,
  screening: {
    outcome: 'nfa',
    decidedAt: '2024-06-01T12:00:00Z',
    levelApplied: 1,
    basis: 'consent',
    historyConsidered: false,
  },
  team: 'north-1',
};

/** The paths that the schema complains of, each once. */
const complaints = (submission: unknown): readonly string[] => [
  ...new Set(
    (ReferralSubmission.safeParse(submission).error?.issues ?? []).map(({ path }) => path.join('.')),
  ),
];

test('the least and the most a referral may say are both accepted as they are', () => {
  expect(ReferralSubmission.parse(least)).toEqual(least);
  expect(ReferralSubmission.parse(most)).toEqual(most);
});

test.each(['source', 'referralId', 'stage', 'purpose', 'madeAt', 'referrer', 'concerns'])(
  '%s is needed',
  (field) => {
    expect(complaints({ ...least, [field]: undefined })).toEqual([field]);
  },
);

test.each([
  // Every object is closed, so that no narrative and no name can slip in.
  ['a field of its own', { ...least, notes: 'text' }, ''],
  ['a referrer field', { ...least, referrer: { sourceCode: '2A', name: 'text' } }, 'referrer'],
  ['a household field', { ...least, household: { children: [], address: 'text' } }, 'household'],
  [
    'a concern field',
    { ...least, concerns: [{ kind: 'neglect', subject: 'child', notes: 'text' }] },
    'concerns.0',
  ],
  ['a screening field', { ...most, screening: { ...most.screening, notes: 'text' } }, 'screening'],
  [
    'a child field',
    { ...least, household: { children: [{ dateOfBirth: '2020-01-01', name: 'text' }] } },
    'household.children.0',
  ],
  // A child is born or expected, not both and not neither.
  [
    'both dates of a child',
    { ...least, household: { children: [{ dateOfBirth: '2020-01-01', expectedDateOfBirth: '2020-01-01' }] } },
    'household.children.0',
  ],
  ['a child without a date', { ...least, household: { children: [{}] } }, 'household.children.0'],
  // References carry no spaces and no names.
  ['an empty id', { ...least, referralId: '' }, 'referralId'],
  ['a space in a reference', { ...least, familyRef: 'The Family' }, 'familyRef'],
  ['a reference that begins with punctuation', { ...least, incidentRef: '-1' }, 'incidentRef'],
  ['65 characters in a reference', { ...least, referralId: 'a'.repeat(65) }, 'referralId'],
  ['a source in capitals', { ...least, source: 'Front' }, 'source'],
  ['a source that begins with a digit', { ...least, source: '1front' }, 'source'],
  ['41 characters in a source', { ...least, source: 'a'.repeat(41) }, 'source'],
  ['a team in capitals', { ...least, team: 'North' }, 'team'],
  ['a team of 41 characters', { ...least, team: 'a'.repeat(41) }, 'team'],
  // Instants carry an offset, dates are days.
  ['an instant without offset', { ...least, madeAt: '2024-06-01T09:00:00' }, 'madeAt'],
  ['a date for an instant', { ...least, madeAt: '2024-06-01' }, 'madeAt'],
  ['a day that does not exist', { ...least, incidentDate: '2023-02-29' }, 'incidentDate'],
  ['an instant for a date', { ...least, incidentDate: '2024-06-01T00:00:00Z' }, 'incidentDate'],
  [
    'a decision without offset',
    { ...most, screening: { outcome: 'nfa', decidedAt: '2024-06-01T09:00:00' } },
    'screening.decidedAt',
  ],
  // Closed lists.
  ['an unknown stage', { ...least, stage: 'enquiry' }, 'stage'],
  ['an unknown purpose', { ...least, purpose: 'complaint' }, 'purpose'],
  ['an unknown source code', { ...least, referrer: { sourceCode: '1' } }, 'referrer.sourceCode'],
  ['an unknown concern', { ...least, concerns: [{ kind: 'poverty', subject: 'child' }] }, 'concerns.0.kind'],
  ['an unknown subject', { ...least, concerns: [{ kind: 'neglect', subject: 'dog' }] }, 'concerns.0.subject'],
  [
    'an unknown outcome',
    { ...most, screening: { outcome: 'closed', decidedAt: '2024-06-01T09:00:00Z' } },
    'screening.outcome',
  ],
  ['an unknown basis', { ...most, screening: { ...most.screening, basis: 'none' } }, 'screening.basis'],
  // Levels of need are 1 to 4, whole.
  ['level 0', { ...least, level: 0 }, 'level'],
  ['level 5', { ...least, level: 5 }, 'level'],
  ['level 1.5', { ...least, level: 1.5 }, 'level'],
  [
    'applied level 0',
    { ...most, screening: { ...most.screening, levelApplied: 0 } },
    'screening.levelApplied',
  ],
  [
    'applied level 5',
    { ...most, screening: { ...most.screening, levelApplied: 5 } },
    'screening.levelApplied',
  ],
  [
    'a word for yes',
    { ...most, screening: { ...most.screening, historyConsidered: 'yes' } },
    'screening.historyConsidered',
  ],
  // Bounded lists.
  ['21 concerns', { ...least, concerns: Array.from({ length: 21 }, () => most.concerns[0]) }, 'concerns'],
  [
    '21 children',
    { ...least, household: { children: Array.from({ length: 21 }, () => ({ dateOfBirth: '2020-01-01' })) } },
    'household.children',
  ],
  // Links are https.
])('%s is refused', (_name, submission, path) => {
  expect(complaints(submission)).toEqual([path]);
});

test.each([
  ['64 characters', { referralId: 'a'.repeat(64) }],
  ['punctuation inside a reference', { referralId: 'A1._:/-z' }],
  ['40 characters in a source', { source: `a${'-'.repeat(39)}` }],
  ['40 characters in a team', { team: `a${'9'.repeat(39)}` }],
  ['20 concerns', { concerns: Array.from({ length: 20 }, () => ({ kind: 'other', subject: 'other' })) }],
  [
    '20 children',
    { household: { children: Array.from({ length: 20 }, () => ({ dateOfBirth: '2020-01-01' })) } },
  ],
  ['level 1', { level: 1 }],
  ['level 4', { level: 4 }],
  ['a time to the millisecond', { madeAt: '2024-06-01T09:00:00.123Z' }],
  ['a day in a leap year', { incidentDate: '2024-02-29' }],
])('%s is accepted', (_name, stated) => {
  expect(complaints({ ...least, ...stated })).toEqual([]);
});
