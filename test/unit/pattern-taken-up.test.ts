import { expect, test } from 'vitest';
import { lifeEventKinds } from '../../core/life-event/life-event-submission.ts';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { isTakenUp } from '../../core/timeline/taken-up.ts';
import type { TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamilyWith, aLifeEvent, aReferral } from '../support/a-family.ts';

const made = '2024-06-03T09:00:00Z';
const started = (happenedOn: string) => aLifeEvent('started', happenedOn, { event: 'assessment-started' });

test('what shows that children’s social care works with the family takes a referral up', () => {
  const kinds = lifeEventKinds.filter((event) =>
    isTakenUp('2024-06-03', [aLifeEvent('e', '2024-06-03', { event })]),
  );
  expect(kinds).toEqual([
    'case-opened',
    'case-stepped-up',
    'child-protection-plan',
    's47',
    'removal',
    'legal-proceedings',
    'strategy-discussion',
    'assessment-started',
    'assessment-completed',
    'pre-birth-assessment-started',
    'pre-birth-assessment-completed',
  ]);
});

test.each<[string, TimelineEvent, boolean]>([
  ['the day before', started('2024-06-02'), false],
  ['on the day', started('2024-06-03'), true],
  // 3 June and nine weeks: 5 August.
  ['nine weeks later', started('2024-08-05'), true],
  ['a day after that', started('2024-08-06'), false],
  ['early help', aLifeEvent('e', '2024-06-04', { event: 'case-opened', caseKind: 'early-help' }), false],
  [
    'a case in need',
    aLifeEvent('e', '2024-06-04', { event: 'case-opened', caseKind: 'child-in-need' }),
    true,
  ],
  [
    'a parent’s own childhood',
    aLifeEvent('e', '2024-06-04', { event: 's47', subject: 'parent-in-own-childhood' }),
    false,
  ],
])('an event %s', (_when, event, expected) => {
  expect(isTakenUp('2024-06-03', [aLifeEvent('other', '2024-06-04'), event])).toBe(expected);
});

const read = (stated: Partial<TimelineReferral>, silent: readonly string[]) => {
  const [referral] = countableReferrals(
    aFamilyWith([started('2024-06-10')], aReferral('a', made, stated)),
    silent,
  );
  return [referral?.notProgressed, referral?.progressed];
};

test('a source that sends no outcomes is not progressed until a life event says otherwise', () => {
  const decided = (outcome: 'nfa' | 'pending') => ({ screening: { outcome, decidedAt: made } });
  expect(read({}, ['front-door'])).toEqual([false, true]);
  expect(read(decided('pending'), ['front-door'])).toEqual([false, true]);
  // What was decided is believed before what happened; and of other sources only that is asked.
  expect(read(decided('nfa'), ['front-door'])).toEqual([true, false]);
  expect(read({}, [])).toEqual([false, false]);
  // An event on another timeline of the family says it too.
  const elsewhere = countableReferrals(
    [
      { timelineId: 'one', referrals: [aReferral('a', made)], lifeEvents: [] },
      { timelineId: 'two', referrals: [], lifeEvents: [started('2024-06-10')] },
    ],
    ['front-door'],
  );
  expect(elsewhere.map(({ progressed }) => progressed)).toEqual([true]);
  expect(
    countableReferrals(
      [{ timelineId: 'one', referrals: [aReferral('a', made)], lifeEvents: [] }],
      ['front-door'],
    ),
  ).toMatchObject([{ notProgressed: true, progressed: false }]);
});
