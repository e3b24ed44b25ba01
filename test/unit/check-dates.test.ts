import { describe, expect, it } from 'vitest';
import { dateProblems } from '../../core/referral/check-dates.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { aSubmission } from '../support/timeline-builders.ts';

/** Ten minutes to midnight in a London summer, UTC 22:50. */
const asOf = Date.parse('2026-07-01T22:50:00Z');

const problems = (given: Partial<ReferralSubmission>): readonly string[] =>
  dateProblems(aSubmission(given), asOf).map(({ field, rule }) => `${field} ${rule}`);

const screenedAt = (decidedAt: string): Partial<ReferralSubmission> => ({
  screening: { outcome: 'nfa', decidedAt },
});
const child = (
  child: { dateOfBirth: string } | { expectedDateOfBirth: string },
): Partial<ReferralSubmission> => ({
  household: { children: [{ dateOfBirth: '2020-01-01' }, child] },
});

describe('dates that cannot be true', () => {
  it.each([
    { why: 'made exactly five minutes ahead', given: { madeAt: '2026-07-01T22:55:00Z' }, found: [] },
    {
      why: 'made a millisecond more than five minutes ahead',
      given: { madeAt: '2026-07-01T22:55:00.001Z' },
      found: ['/madeAt future-date'],
    },
    { why: 'made on the first instant of 1900', given: { madeAt: '1900-01-01T00:00:00Z' }, found: [] },
    {
      why: 'made before 1900',
      given: { madeAt: '1899-12-31T23:59:59.999Z' },
      found: ['/madeAt too-long-ago'],
    },
    { why: 'decided five minutes ahead', given: screenedAt('2026-07-01T22:55:00Z'), found: [] },
    {
      why: 'decided later than that',
      given: screenedAt('2026-07-01T22:55:00.001Z'),
      found: ['/screening/decidedAt future-date'],
    },
    {
      why: 'decided in year 1',
      given: screenedAt('0001-01-01T00:00:00Z'),
      found: ['/screening/decidedAt too-long-ago'],
    },
    { why: 'happened today in London', given: { incidentDate: '2026-07-01' }, found: [] },
    { why: 'happens tomorrow', given: { incidentDate: '2026-07-02' }, found: ['/incidentDate future-date'] },
    {
      why: 'happened before 1900',
      given: { incidentDate: '1899-12-31' },
      found: ['/incidentDate too-long-ago'],
    },
    { why: 'born today', given: child({ dateOfBirth: '2026-07-01' }), found: [] },
    {
      why: 'born tomorrow',
      given: child({ dateOfBirth: '2026-07-02' }),
      found: ['/household/children/1/dateOfBirth future-date'],
    },
    {
      why: 'born in year 1, as empty dates are',
      given: child({ dateOfBirth: '0001-01-01' }),
      found: ['/household/children/1/dateOfBirth too-long-ago'],
    },
    // 280 days after 1 July 2026 is 7 April 2027.
    { why: 'expected 280 days ahead', given: child({ expectedDateOfBirth: '2027-04-07' }), found: [] },
    {
      why: 'expected 281 days ahead',
      given: child({ expectedDateOfBirth: '2027-04-08' }),
      found: ['/household/children/1/expectedDateOfBirth future-date'],
    },
    {
      why: 'expected in year 1',
      given: child({ expectedDateOfBirth: '0001-01-01' }),
      found: ['/household/children/1/expectedDateOfBirth too-long-ago'],
    },
  ])('$why: $found', ({ given, found }) => {
    expect(problems(given)).toEqual(found);
  });

  it('takes the date that it will be five minutes from now, since a source may be ahead by that much', () => {
    const late = Date.parse('2026-07-01T22:55:00Z');
    expect(dateProblems(aSubmission({ incidentDate: '2026-07-02' }), late)).toEqual([]);
  });

  it('names every one of them, with the rule in words and never the value', () => {
    const found = dateProblems(
      aSubmission({
        madeAt: '2027-01-01T00:00:00Z',
        incidentDate: '2027-02-03',
        ...screenedAt('2027-01-02T00:00:00Z'),
      }),
      asOf,
    );
    expect(found).toEqual([
      { field: '/madeAt', rule: 'future-date', detail: 'must not be more than five minutes ahead' },
      {
        field: '/screening/decidedAt',
        rule: 'future-date',
        detail: 'must not be more than five minutes ahead',
      },
      { field: '/incidentDate', rule: 'future-date', detail: 'must not be in the future' },
    ]);
    const children = dateProblems(
      aSubmission({
        household: {
          children: [
            { dateOfBirth: '2030-01-01' },
            { expectedDateOfBirth: '2030-01-01' },
            { dateOfBirth: '1066-10-14' },
          ],
        },
      }),
      asOf,
    );
    expect(children.map(({ detail }) => detail)).toEqual([
      'must not be in the future: use expectedDateOfBirth',
      'must not be further ahead than a pregnancy lasts',
      'must not be before 1900',
    ]);
  });

  it('has nothing to say of a household that is not given', () => {
    expect(problems({ household: undefined })).toEqual([]);
  });
});
