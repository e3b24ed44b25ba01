import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { evaluateLine } from '../../core/pattern/evaluate-line.ts';
import { examinedFamily } from '../../core/pattern/examined-family.ts';
import { whyNotSelected } from '../../core/pattern/why-not-selected.ts';
import type { Measure } from '../../core/policy/condition.ts';
import type { Selection } from '../../core/policy/selection.ts';
import { Purpose } from '../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

const at = '2024-06-01T09:00:00Z';
const nfa = { outcome: 'nfa', decidedAt: at } as const;

function whyNot(
  stated: Partial<TimelineReferral>,
  selection?: Selection,
  silent: string[] = [],
): string | undefined {
  const [referral] = countableReferrals(aFamily(aReferral('a', at, stated)), silent);
  return referral && whyNotSelected(referral, selection);
}

test('without a selection only concerns and challenges count', () => {
  const counting = Purpose.options.filter((purpose) => whyNot({ purpose }) === undefined);
  expect(counting).toEqual(['concern', 'challenge']);
  expect(whyNot({ purpose: 'notification' })).toBe('purpose');
});

test.each<[string, Partial<TimelineReferral>, Selection, string | undefined]>([
  // Purposes narrow what counts.
  ['a challenge among challenges', { purpose: 'challenge' }, { purposes: ['challenge'] }, undefined],
  ['a concern among challenges', { purpose: 'concern' }, { purposes: ['challenge'] }, 'purpose'],
  [
    'a notification among both',
    { purpose: 'notification' },
    { purposes: ['concern', 'challenge'] },
    'purpose',
  ],
  [
    'a notification where something else is selected',
    { purpose: 'notification' },
    { screened: 'not-progressed' },
    'purpose',
  ],
  // Not progressed.
  ['no further action', { screening: nfa }, { screened: 'not-progressed' }, undefined],
  [
    'an assessment',
    { screening: { outcome: 'assessment', decidedAt: at } },
    { screened: 'not-progressed' },
    'progressed-or-undecided',
  ],
  [
    'a decision still to come',
    { screening: { outcome: 'pending', decidedAt: at } },
    { screened: 'not-progressed' },
    'progressed-or-undecided',
  ],
  ['no decision at all', {}, { screened: 'not-progressed' }, 'progressed-or-undecided'],
  [
    'an assessment where it is not asked',
    { screening: { outcome: 'assessment', decidedAt: at } },
    {},
    undefined,
  ],
  // A ceiling on the level is inclusive.
  ['the level itself', { level: 3 }, { level: { atMost: 3, orNotGiven: false } }, undefined],
  ['a level below', { level: 1 }, { level: { atMost: 3, orNotGiven: false } }, undefined],
  ['a level above', { level: 4 }, { level: { atMost: 3, orNotGiven: true } }, 'above-level'],
  ['no level where it may be left out', {}, { level: { atMost: 3, orNotGiven: true } }, undefined],
  ['no level where it may not', {}, { level: { atMost: 3, orNotGiven: false } }, 'level-not-given'],
  ['any level where none is asked', { level: 4 }, {}, undefined],
  // Decided as one of the outcomes; without a decision it is none of them, not even unknown.
  [
    'advice among outcomes',
    { screening: { outcome: 'advice', decidedAt: at } },
    { outcomes: ['nfa', 'advice'] },
    undefined,
  ],
  [
    'an assessment among others',
    { screening: { outcome: 'assessment', decidedAt: at } },
    { outcomes: ['nfa'] },
    'outcome',
  ],
  ['no decision among outcomes', {}, { outcomes: ['unknown', 'pending'] }, 'outcome'],
  // The stage.
  ['a contact among contacts', { stage: 'contact' }, { stages: ['contact'] }, undefined],
  ['a contact among referrals', { stage: 'contact' }, { stages: ['referral'] }, 'stage'],
  ['a referral among both', { stage: 'referral' }, { stages: ['contact', 'referral'] }, undefined],
  // At least one concern, with its subject where one is asked for.
  ['a concern that is asked for', {}, { concerns: { kinds: ['physical', 'neglect'] } }, undefined],
  ['only others', {}, { concerns: { kinds: ['physical'] } }, 'concern'],
  ['none told', { concerns: [] }, { concerns: { kinds: ['neglect'] } }, 'concern'],
  ['about the child, as asked', {}, { concerns: { kinds: ['neglect'], subject: 'child' } }, undefined],
  ['about somebody else', {}, { concerns: { kinds: ['neglect'], subject: 'parent' } }, 'concern'],
  [
    'the kind about one and the subject about another',
    {
      concerns: [
        { kind: 'neglect', subject: 'child' },
        { kind: 'physical', subject: 'parent' },
      ],
    },
    { concerns: { kinds: ['neglect'], subject: 'parent' } },
    'concern',
  ],
  // Who made it.
  ['a school among schools', {}, { sourceCodes: ['2A', '2B'] }, undefined],
  ['a school among the police', {}, { sourceCodes: ['6'] }, 'source'],
  // The first rule that is broken is the reason: purpose, then screening, then level.
  [
    'everything wrong',
    { purpose: 'notification', level: 4 },
    { screened: 'not-progressed', level: { atMost: 1, orNotGiven: false } },
    'purpose',
  ],
  [
    'screening and level wrong',
    { level: 4 },
    { screened: 'not-progressed', level: { atMost: 1, orNotGiven: false } },
    'progressed-or-undecided',
  ],
  [
    'only the level wrong',
    { level: 4, screening: nfa },
    { screened: 'not-progressed', level: { atMost: 1, orNotGiven: false } },
    'above-level',
  ],
])('%s', (_name, stated, selection, reason) => {
  expect(whyNot(stated, selection)).toBe(reason);
});

test('a source that sends no outcomes counts as not progressed', () => {
  expect(whyNot({}, { screened: 'not-progressed' }, ['front-door'])).toBeUndefined();
  expect(whyNot({}, { screened: 'not-progressed' }, ['other-door'])).toBe('progressed-or-undecided');
});

/** How much of something a line counts among some referrals. */
function counted(count: Measure, ...referrals: readonly Partial<TimelineReferral>[]): number | undefined {
  const policy = aPolicy([aLine({ when: { all: [{ count, atLeast: 1 }] } })]);
  const timelines = aFamily(...referrals.map((stated, index) => aReferral(`r${index}`, at, stated)));
  return evaluateLine(policy.lines[0]!, examinedFamily(timelines, policy), Date.parse(at)).progress[0]?.have;
}

const from = (
  sourceCode: TimelineReferral['referrer']['sourceCode'],
  organisationRef?: string,
): Partial<TimelineReferral> => ({
  referrer: { sourceCode, organisationRef },
});

test('each measure counts what its name says', () => {
  const referrals = [
    from('2A', 'school-1'),
    from('2A', 'school-2'),
    from('3A', 'surgery-1'),
    from('9'),
    from('9'),
    from('5A'),
    from('10'),
  ];
  expect(counted('referrals', ...referrals)).toBe(7);
  // All told at once: one incident.
  expect(counted('incidents', ...referrals)).toBe(1);
  // Two schools, the surgery, the anonymous ones together, social care; an unknown source is no voice.
  expect(counted('voices', ...referrals)).toBe(5);
  // Education, health, anonymous; social care and unknown are none.
  expect(counted('agency-groups', ...referrals)).toBe(3);
});

test('kinds of concern are counted once each, over all referrals', () => {
  expect(
    counted(
      'kinds-of-concern',
      {
        concerns: [
          { kind: 'neglect', subject: 'child' },
          { kind: 'physical', subject: 'child' },
        ],
      },
      { concerns: [{ kind: 'neglect', subject: 'parent' }] },
      { concerns: [] },
      { concerns: [{ kind: 'other', subject: 'other' }] },
    ),
  ).toBe(3);
});

test('what does not count adds nothing to any measure', () => {
  const notification: Partial<TimelineReferral> = {
    ...from('6', 'police-1'),
    purpose: 'notification',
    concerns: [{ kind: 'missing', subject: 'child' }],
  };
  for (const measure of ['referrals', 'incidents', 'voices', 'agency-groups', 'kinds-of-concern'] as const) {
    expect(counted(measure, notification)).toBe(0);
    expect(counted(measure, {}, notification)).toBe(1);
  }
});

test('a measure that nobody has defined stops the engine with a clear sentence', () => {
  expect(() => counted('points' as Measure, {})).toThrow('No such measure: points');
});
