import { describe, expect, it } from 'vitest';
import { eventDateProblems } from '../../core/life-event/check-event-dates.ts';
import { anEventSubmission } from '../support/a-case-system.ts';

/** Ten minutes to midnight in a London summer, UTC 22:50. */
const asOf = Date.parse('2026-07-01T22:50:00Z');

const problems = (stated: object, at = asOf): readonly string[] =>
  eventDateProblems(anEventSubmission({ happenedOn: '2026-06-01', ...stated }), at).map(
    ({ field, rule }) => `${field} ${rule}`,
  );

const pregnancy = (expectedDateOfBirth: string): object => ({ event: 'pregnancy', expectedDateOfBirth });

describe('dates of a life event that cannot be true', () => {
  it.each([
    { why: 'happened today in London', stated: { happenedOn: '2026-07-01' }, found: [] },
    { why: 'happens tomorrow', stated: { happenedOn: '2026-07-02' }, found: ['/happenedOn future-date'] },
    { why: 'happened on the first day of 1900', stated: { happenedOn: '1900-01-01' }, found: [] },
    {
      why: 'happened before 1900',
      stated: { happenedOn: '1899-12-31' },
      found: ['/happenedOn too-long-ago'],
    },
    // 280 days after 1 July 2026 is 7 April 2027.
    { why: 'expected 280 days ahead', stated: pregnancy('2027-04-07'), found: [] },
    {
      why: 'expected 281 days ahead',
      stated: pregnancy('2027-04-08'),
      found: ['/expectedDateOfBirth future-date'],
    },
    { why: 'expected before today', stated: pregnancy('2026-06-30'), found: [] },
    {
      why: 'expected in year 1, as empty dates are',
      stated: pregnancy('0001-01-01'),
      found: ['/expectedDateOfBirth too-long-ago'],
    },
    {
      why: 'a birth of a child expected too far ahead',
      stated: { event: 'birth', expectedDateOfBirth: '2027-04-08' },
      found: ['/expectedDateOfBirth future-date'],
    },
    { why: 'a birth with no due date', stated: { event: 'birth' }, found: [] },
    {
      why: 'a birth whose due date is given as undefined',
      stated: { event: 'birth', expectedDateOfBirth: undefined },
      found: [],
    },
    {
      why: 'both dates',
      stated: { event: 'end-of-pregnancy', happenedOn: '2026-07-02', expectedDateOfBirth: '2027-04-08' },
      found: ['/happenedOn future-date', '/expectedDateOfBirth future-date'],
    },
  ])('$why: $found', ({ stated, found }) => {
    expect(problems(stated)).toEqual(found);
  });

  it('takes the date that it will be five minutes from now, since a source may be ahead by that much', () => {
    const late = Date.parse('2026-07-01T22:55:00Z');
    expect(problems({ happenedOn: '2026-07-02' }, late - 1)).toEqual(['/happenedOn future-date']);
    expect(problems({ happenedOn: '2026-07-02' }, late)).toEqual([]);
    expect(problems(pregnancy('2027-04-08'), late)).toEqual([]);
  });

  it('are named with the rule in words and never the value', () => {
    const details = (stated: object) =>
      eventDateProblems(anEventSubmission({ happenedOn: '2026-06-01', ...stated }), asOf).map(
        ({ detail }) => detail,
      );
    expect(details({ happenedOn: '2030-01-01' })).toEqual(['must not be in the future']);
    expect(details({ happenedOn: '1066-10-14' })).toEqual(['must not be before 1900']);
    expect(details(pregnancy('2030-01-01'))).toEqual(['must not be further ahead than a pregnancy lasts']);
  });
});
