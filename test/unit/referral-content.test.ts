import { expect, test } from 'vitest';
import { canonicalFields, inUtc } from '../../core/referral/canonical-content.ts';
import { dateProblems } from '../../core/referral/check-dates.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';

const submission = (stated: object = {}): ReferralSubmission =>
  ReferralSubmission.parse({
    source: 'front-door',
    referralId: 'R-1',
    stage: 'contact',
    purpose: 'concern',
    madeAt: '2024-06-01T09:00:00Z',
    referrer: { sourceCode: '2A' },
    concerns: [],
    ...stated,
  });

test('instants are put into UTC to the millisecond and dates are left alone', () => {
  expect(
    inUtc(
      submission({
        madeAt: '2024-06-01T10:30:00+01:00',
        incidentDate: '2024-05-31',
        screening: { outcome: 'nfa', decidedAt: '2024-06-02T00:15:00.5+01:00' },
      }),
    ),
  ).toEqual(
    submission({
      madeAt: '2024-06-01T09:30:00.000Z',
      incidentDate: '2024-05-31',
      screening: { outcome: 'nfa', decidedAt: '2024-06-01T23:15:00.500Z' },
    }),
  );
});

test('a referral without a screening gets none', () => {
  expect(inUtc(submission())).not.toHaveProperty('screening');
});

test('content is the same text however its keys were ordered', () => {
  const one = submission({ referrer: { sourceCode: '2A', organisationRef: 'O-1', referrerRef: 'P-1' } });
  const other = submission({ referrer: { referrerRef: 'P-1', sourceCode: '2A', organisationRef: 'O-1' } });
  const text = '{"organisationRef":"O-1","referrerRef":"P-1","sourceCode":"2A"}';
  expect(new Map(canonicalFields(one)).get('referrer')).toBe(text);
  expect(new Map(canonicalFields({ ...other })).get('referrer')).toBe(text);
});

test('every stated field has its text, lists in their order, and a field not stated has none', () => {
  const fields = canonicalFields({
    ...submission({
      level: 2,
      concerns: [
        { kind: 'neglect', subject: 'child' },
        { subject: 'parent', kind: 'other' },
      ],
      household: { children: [{ dateOfBirth: '2020-01-01' }] },
      screening: { outcome: 'nfa', decidedAt: '2024-06-01T09:00:00Z', historyConsidered: false },
    }),
    team: undefined,
    referrer: { sourceCode: '2A', referrerRef: undefined },
  });
  expect(Object.fromEntries(fields)).toStrictEqual({
    source: '"front-door"',
    referralId: '"R-1"',
    stage: '"contact"',
    purpose: '"concern"',
    madeAt: '"2024-06-01T09:00:00Z"',
    referrer: '{"sourceCode":"2A"}',
    level: '2',
    concerns: '[{"kind":"neglect","subject":"child"},{"kind":"other","subject":"parent"}]',
    household: '{"children":[{"dateOfBirth":"2020-01-01"}]}',
    screening: '{"decidedAt":"2024-06-01T09:00:00Z","historyConsidered":false,"outcome":"nfa"}',
  });
});

const asOf = Date.parse('2024-06-15T22:50:00Z');

test.each([
  // Five minutes ahead to the millisecond is a clock that runs a little fast; more is not.
  ['madeAt five minutes ahead', { madeAt: '2024-06-15T22:55:00.000Z' }, []],
  ['madeAt a millisecond more', { madeAt: '2024-06-15T22:55:00.001Z' }, ['/madeAt']],
  [
    'a decision five minutes ahead',
    { screening: { outcome: 'nfa', decidedAt: '2024-06-15T22:55:00.000Z' } },
    [],
  ],
  [
    'a decision a millisecond more',
    { screening: { outcome: 'nfa', decidedAt: '2024-06-15T22:55:00.001Z' } },
    ['/screening/decidedAt'],
  ],
  // It is 23:50 on 15 June in London, and five minutes later still 15 June.
  ['an incident today', { incidentDate: '2024-06-15' }, []],
  ['an incident tomorrow', { incidentDate: '2024-06-16' }, ['/incidentDate']],
  ['a birth today', { household: { children: [{ dateOfBirth: '2024-06-15' }] } }, []],
  [
    'a second child born tomorrow',
    { household: { children: [{ dateOfBirth: '2020-01-01' }, { dateOfBirth: '2024-06-16' }] } },
    ['/household/children/1/dateOfBirth'],
  ],
  // 280 days after 15 June 2024 is 22 March 2025: 199 days to 31 December, 81 more.
  ['a due date 280 days ahead', { household: { children: [{ expectedDateOfBirth: '2025-03-22' }] } }, []],
  [
    'a due date 281 days ahead',
    { household: { children: [{ expectedDateOfBirth: '2025-03-23' }] } },
    ['/household/children/0/expectedDateOfBirth'],
  ],
  ['a due date long past', { household: { children: [{ expectedDateOfBirth: '2020-01-01' }] } }, []],
  // 1900 is the first year that anything may be dated in.
  ['madeAt at the start of 1900', { madeAt: '1900-01-01T00:00:00Z' }, []],
  ['madeAt a millisecond before', { madeAt: '1899-12-31T23:59:59.999Z' }, ['/madeAt']],
  [
    'a decision before 1900',
    { screening: { outcome: 'nfa', decidedAt: '1899-12-31T23:59:59.999Z' } },
    ['/screening/decidedAt'],
  ],
  ['an incident on the first day of 1900', { incidentDate: '1900-01-01' }, []],
  ['an incident the day before', { incidentDate: '1899-12-31' }, ['/incidentDate']],
  [
    'the empty date of some systems',
    { household: { children: [{ dateOfBirth: '0001-01-01' }, { expectedDateOfBirth: '0001-01-01' }] } },
    ['/household/children/0/dateOfBirth', '/household/children/1/expectedDateOfBirth'],
  ],
])('%s', (_name, stated, fields) => {
  expect(dateProblems(submission(stated), asOf).map(({ field }) => field)).toEqual(fields);
});

test('a date before 1900 is named with its rule', () => {
  const detail = 'must not be before 1900';
  expect(
    dateProblems(submission({ madeAt: '0001-01-01T00:00:00Z', incidentDate: '0001-01-01' }), asOf),
  ).toEqual([
    { field: '/madeAt', rule: 'too-long-ago', detail },
    { field: '/incidentDate', rule: 'too-long-ago', detail },
  ]);
});

test('every date that cannot be true is named, with its rule and never its value', () => {
  const problems = dateProblems(
    submission({
      madeAt: '2025-01-01T00:00:00Z',
      incidentDate: '2025-01-01',
      household: { children: [{ dateOfBirth: '2025-01-01' }, { expectedDateOfBirth: '2026-01-01' }] },
      screening: { outcome: 'nfa', decidedAt: '2025-01-01T00:00:00Z' },
    }),
    asOf,
  );
  const ahead = 'must not be more than five minutes ahead';
  expect(problems).toEqual([
    { field: '/madeAt', rule: 'future-date', detail: ahead },
    { field: '/screening/decidedAt', rule: 'future-date', detail: ahead },
    { field: '/incidentDate', rule: 'future-date', detail: 'must not be in the future' },
    {
      field: '/household/children/0/dateOfBirth',
      rule: 'future-date',
      detail: 'must not be in the future: use expectedDateOfBirth',
    },
    {
      field: '/household/children/1/expectedDateOfBirth',
      rule: 'future-date',
      detail: 'must not be further ahead than a pregnancy lasts',
    },
  ]);
});
