import { describe, expect, test } from 'vitest';
import type { Condition, EventCondition } from '../../core/policy/condition.ts';
import { impossibilitiesOf } from '../../core/policy/impossibilities.ts';
import { Policy } from '../../core/policy/policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { aLine, aPolicy } from '../support/a-family.ts';

const when = (...all: Extract<Condition, { all: unknown }>['all']): Policy =>
  aPolicy([aLine({ when: { all: [...all] } })]);
const any = (...members: Extract<Condition, { any: unknown }>['any']): Policy =>
  aPolicy([aLine({ when: { any: [...members] } })]);

const counted = { count: 'referrals', atLeast: 1 } as const;
const baby = { household: { unborn: true } } as const;
const atAnyTime: EventCondition = { events: ['removal'], atLeast: 1 };

const lookBack = 'looks further back than referrals are kept';
const atMost = (most: number): string => `can never be reached: the most there can be here is ${most}`;
const unidentified = 'none of the selected sources can be identified';
const noOrganisation = 'none of the selected sources is an organisation that can be identified';
const uncounted =
  'counts nothing that comes and goes: it would be crossed for ever, or without a referral or a life event';

/** What can never be, and each place and reason that must be named, in full. */
const impossible: readonly (readonly [string, Policy, readonly (readonly [string, string])[]])[] = [
  [
    'lines of one id',
    aPolicy(['a', 'b', 'a', 'b', 'a'].map((id) => aLine({ id }))),
    [
      ['lines.2.id', 'another line has this id'],
      ['lines.3.id', 'another line has this id'],
      ['lines.4.id', 'another line has this id'],
    ],
  ],
  [
    'a reason for raising at once that is given twice',
    aPolicy([aLine()], {
      alerting: {
        ...aPolicy([]).alerting,
        afterDecision: {
          incidents: 1,
          quietDays: 1,
          waivedBy: ['challenge', 'higher-severity', 'challenge'],
        },
      },
    }),
    [['alerting.afterDecision.waivedBy.2', 'is given twice']],
  ],
  // Nothing older than what is kept.
  ['a window of 22 years', aPolicy([aLine({ window: 'P22Y' })]), [['lines.0.window', lookBack]]],
  [
    'a window of 13 months where a year is kept',
    aPolicy([aLine(), aLine({ id: 'b', window: 'P13M' })], { historyKept: 'P1Y' }),
    [['lines.1.window', lookBack]],
  ],
  [
    'a window of a day more than a leap year',
    aPolicy([aLine({ window: 'P367D' })], { historyKept: 'P12M' }),
    [['lines.0.window', lookBack]],
  ],
  [
    'a window of 49 hours where two days are kept',
    aPolicy([aLine({ window: 'PT49H' })], { historyKept: 'P2D' }),
    [['lines.0.window', lookBack]],
  ],
  [
    'eleven working days where two weeks are kept',
    aPolicy([aLine({ window: '11 working days' })], { historyKept: 'P2W' }),
    [['lines.0.window', lookBack]],
  ],
  [
    'a longer time of its own in every kind of condition that has one',
    when(
      { ...counted, within: 'P22Y' },
      { points: { referral: 1 }, atLeast: 1, within: 'P22Y' },
      { events: ['birth'], atLeast: 1, within: 'P22Y' },
      { noEvents: ['birth'], within: 'P22Y' },
      { quietBefore: 'P22Y' },
    ),
    [
      ['lines.0.when.all.0.within', lookBack],
      ['lines.0.when.all.1.within', lookBack],
      ['lines.0.when.all.2.within', lookBack],
      ['lines.0.when.all.3.within', lookBack],
      ['lines.0.when.all.4.quietBefore', 'is longer than referrals are kept'],
    ],
  ],
  [
    'a promise to be kept after all is forgotten',
    aPolicy(
      [
        aLine({
          window: 'P7D',
          when: { any: [{ promised: ['s47'], keptBy: ['s47'], within: '999 working days' }] },
        }),
      ],
      { historyKept: 'P1Y' },
    ),
    [['lines.0.when.any.0.within', lookBack]],
  ],
  // Agency groups, voices and kinds that do not exist.
  [
    'ten agency groups',
    when({ count: 'agency-groups', atLeast: 10 }),
    [['lines.0.when.all.0.atLeast', atMost(9)]],
  ],
  [
    'two agency groups of schools',
    when(counted, { count: 'agency-groups', atLeast: 2, of: { sourceCodes: ['2A', '2B'] } }),
    [['lines.0.when.all.1.atLeast', atMost(1)]],
  ],
  [
    'an agency group of those that have none',
    when({ count: 'agency-groups', atLeast: 1, of: { sourceCodes: ['5A', '5C', '10'] } }),
    [['lines.0.when.all.0.atLeast', atMost(0)]],
  ],
  [
    'two agency groups of one lay person',
    when({ count: 'agency-groups', atLeast: 2, same: 'voice', of: { sourceCodes: ['1A', '1B', '1C', '6'] } }),
    [['lines.0.when.all.0.atLeast', atMost(1)]],
  ],
  [
    'eight agency groups of one organisation: individuals and anonymous callers are none',
    when({ count: 'agency-groups', atLeast: 8, same: 'organisation' }),
    [['lines.0.when.all.0.atLeast', atMost(7)]],
  ],
  [
    'nine agency groups of those who press: nobody knows that an anonymous caller calls again',
    when({ count: 'agency-groups', atLeast: 9, pressing: true }),
    [['lines.0.when.all.0.atLeast', atMost(8)]],
  ],
  [
    'nineteen kinds of concern',
    when({ count: 'kinds-of-concern', atLeast: 19 }),
    [['lines.0.when.all.0.atLeast', atMost(18)]],
  ],
  [
    'nineteen kinds, whichever of them is asked for',
    when({ count: 'kinds-of-concern', atLeast: 19, of: { concerns: { kinds: ['neglect'] } } }),
    [['lines.0.when.all.0.atLeast', atMost(18)]],
  ],
  [
    'two anonymous voices',
    when({ count: 'voices', atLeast: 2, of: { sourceCodes: ['9', '10'] } }),
    [['lines.0.when.all.0.atLeast', atMost(1)]],
  ],
  [
    'a voice of an unknown source',
    when({ count: 'voices', atLeast: 1, of: { sourceCodes: ['10'] } }),
    [['lines.0.when.all.0.atLeast', atMost(0)]],
  ],
  [
    'two voices of the same voice, and of the same organisation',
    when(
      { count: 'voices', atLeast: 2, same: 'voice' },
      { count: 'voices', atLeast: 2, same: 'organisation' },
    ),
    [
      ['lines.0.when.all.0.atLeast', atMost(1)],
      ['lines.0.when.all.1.atLeast', atMost(1)],
    ],
  ],
  // Those who cannot be told apart.
  [
    'the same organisation among those who are none',
    when({
      count: 'incidents',
      atLeast: 2,
      same: 'organisation',
      of: { sourceCodes: ['1A', '1D', '9', '10'] },
    }),
    [['lines.0.when.all.0.same', noOrganisation]],
  ],
  [
    'the same voice among anonymous callers and unknown sources',
    when({ count: 'agency-groups', atLeast: 5, same: 'voice', of: { sourceCodes: ['9', '10'] } }),
    [['lines.0.when.all.0.same', unidentified]],
  ],
  [
    'anonymous callers who press',
    when({ count: 'referrals', atLeast: 2, pressing: true, of: { sourceCodes: ['9'] } }),
    [['lines.0.when.all.0.pressing', unidentified]],
  ],
  // Screenings that exclude one another.
  [
    'not progressed, with outcomes of what was progressed or is not decided',
    when({
      ...counted,
      of: { screened: 'not-progressed', outcomes: ['assessment', 'pending', 'unknown', 'consent-refused'] },
    }),
    [['lines.0.when.all.0.of.outcomes', 'none of these is an outcome of what was not progressed']],
  ],
  [
    'the same in points and after a quiet time, also where sources send no outcomes',
    aPolicy(
      [
        aLine({
          when: {
            all: [
              { points: { referral: 1 }, atLeast: 1, of: { screened: 'not-progressed', outcomes: ['s47'] } },
              { quietBefore: 'P1Y', of: { screened: 'not-progressed', outcomes: ['strategy'] } },
            ],
          },
        }),
      ],
      { sourcesWithoutOutcomes: ['front-door'] },
    ),
    [
      ['lines.0.when.all.0.of.outcomes', 'none of these is an outcome of what was not progressed'],
      ['lines.0.when.all.1.of.outcomes', 'none of these is an outcome of what was not progressed'],
    ],
  ],
  [
    'none progressed, of what was',
    when({
      ...counted,
      noneProgressed: true,
      of: { outcomes: ['family-help', 'passed-to-worker', 'assessment', 'strategy', 's47'] },
    }),
    [['lines.0.when.all.0.noneProgressed', 'every outcome that is selected is one of what was progressed']],
  ],
  // Points that nothing has.
  [
    'no points',
    when({ points: {}, atLeast: 1 }),
    [['lines.0.when.all.0.points', 'nothing that is selected has points']],
  ],
  [
    'points of nothing',
    when({
      points: { referral: 0, concerns: { neglect: 0 }, levels: { '1': 0 }, sourceCodes: { '6': 0 } },
      atLeast: 1,
    }),
    [['lines.0.when.all.0.points', 'nothing that is selected has points']],
  ],
  [
    'points of sources and levels that are not selected',
    when({
      points: { levels: { '3': 5, '4': 9 }, sourceCodes: { '6': 5 } },
      atLeast: 1,
      of: { level: { atMost: 2, orNotGiven: true }, sourceCodes: ['2A'] },
    }),
    [['lines.0.when.all.0.points', 'nothing that is selected has points']],
  ],
  [
    'more points than 500 referrals can have',
    when({
      // 0.5 for being made, 2.25 for all it can tell of, 3 for the highest level, 4 for the highest source: 9.75 each.
      points: {
        referral: 0.5,
        concerns: { neglect: 2, physical: 0.25 },
        levels: { '1': 3, '2': 1 },
        sourceCodes: { '6': 4, '2A': 0.001 },
      },
      atLeast: 4875.001,
    }),
    [['lines.0.when.all.0.atLeast', atMost(4875)]],
  ],
  [
    'half-lives that are not a number of days',
    when(
      { points: { referral: 1 }, atLeast: 1, halfLife: 'P6M' },
      { points: { referral: 1 }, atLeast: 1, halfLife: 'P1Y2D' },
      { points: { referral: 1 }, atLeast: 1, halfLife: 'PT48H' },
    ),
    [
      ['lines.0.when.all.0.halfLife', 'must be given in weeks or days'],
      ['lines.0.when.all.1.halfLife', 'must be given in weeks or days'],
      ['lines.0.when.all.2.halfLife', 'must be given in weeks or days'],
    ],
  ],
  [
    'a promise of nothing',
    when({ promised: ['s47', 'pending', 'nfa', 'unknown'], keptBy: ['s47'], within: '5 working days' }),
    [
      ['lines.0.when.all.0.promised.1', 'promises nothing: no decision is known'],
      ['lines.0.when.all.0.promised.3', 'promises nothing: no decision is known'],
    ],
  ],
  // Children that nobody has.
  [
    'a child due later than a pregnancy lasts',
    when(counted, { household: { dueWithin: 'P281D' } }),
    [['lines.0.when.all.1.household.dueWithin', 'is longer than a pregnancy lasts: 280 days']],
  ],
  [
    'a child due within ten months, or under 18 years and a day',
    when(counted, { household: { dueWithin: 'P10M', under: 'P18Y1D' } }),
    [
      ['lines.0.when.all.1.household.dueWithin', 'is longer than a pregnancy lasts: 280 days'],
      ['lines.0.when.all.1.household.under', 'is more than 18 years: nobody older is a child'],
    ],
  ],
  // Lines that count nothing which comes and goes.
  ['the household alone', when(baby), [['lines.0.when.all', uncounted]]],
  [
    'what is or has not happened, and a life event at any time',
    when(baby, { case: 'open' }, { noEvents: ['birth'], within: 'P1Y' }, atAnyTime),
    [['lines.0.when.all', uncounted]],
  ],
  [
    'each alternative that counts nothing',
    any(counted, baby, { all: [counted, baby] }, { all: [baby, atAnyTime] }),
    [
      ['lines.0.when.any.1', uncounted],
      ['lines.0.when.any.3.all', uncounted],
    ],
  ],
  [
    'a choice that need not count anything, where nothing else does',
    when(baby, { any: [counted, { case: 'open' }, atAnyTime] }),
    [
      ['lines.0.when.all.1.any.1', uncounted],
      ['lines.0.when.all.1.any.2', uncounted],
    ],
  ],
];

const found = (policy: Policy): readonly (readonly [string, string])[] =>
  impossibilitiesOf(policy).map(({ path, reason }) => [path.join('.'), reason]);

describe('what a policy can never be put to use with is named, where and why', () => {
  test.each(impossible)('%s', (_name, policy, expected) => {
    expect(found(policy)).toEqual(expected);
  });

  test('in so many policies', () => {
    console.log(`impossible policies checked: ${impossible.length}`);
    expect(impossible.length).toBeGreaterThanOrEqual(25);
  });

  test('by the schema itself, with the same path and reason', () => {
    const policy = when({ count: 'agency-groups', atLeast: 10 }, { quietBefore: 'P22Y' });
    expect(Policy.safeParse(policy).error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['lines', 0, 'when', 'all', 0, 'atLeast'], atMost(9)],
      [['lines', 0, 'when', 'all', 1, 'quietBefore'], 'is longer than referrals are kept'],
    ]);
  });
});

describe('what can be is accepted', () => {
  test.each([
    ['default', defaultPolicy],
    ['sensitive', sensitivePolicy],
  ])('the shipped policy %s', (_name, policy) => {
    expect(Policy.safeParse(policy).error?.issues).toBeUndefined();
  });

  test.each<[string, Policy]>([
    ['each reason for raising at once', aPolicy([aLine()])],
    ['a window as long as what is kept', aPolicy([aLine({ window: 'P252M' })])],
    [
      'a window of a leap year where twelve months are kept',
      aPolicy([aLine({ window: 'P365D' })], { historyKept: 'P12M' }),
    ],
    ['48 hours where two days are kept', aPolicy([aLine({ window: 'PT48H' })], { historyKept: 'P2D' })],
    [
      'ten working days where two weeks are kept',
      aPolicy([aLine({ window: '10 working days' })], { historyKept: 'P2W' }),
    ],
    ['a quiet time as long as what is kept', when({ quietBefore: 'P21Y' })],
    ['a quiet time in hours', when({ quietBefore: 'PT72H' })],
    ['life events at any time beside a count', when(counted, atAnyTime)],
    ['nine agency groups', when({ count: 'agency-groups', atLeast: 9 })],
    [
      'one agency group among some that have none',
      when({ count: 'agency-groups', atLeast: 1, of: { sourceCodes: ['5A', '5B'] } }),
    ],
    ['eight agency groups of those who press', when({ count: 'agency-groups', atLeast: 8, pressing: true })],
    [
      'seven agency groups of one organisation',
      when({ count: 'agency-groups', atLeast: 7, same: 'organisation' }),
    ],
    [
      'two agency groups of one voice, which is an organisation',
      when({ count: 'agency-groups', atLeast: 2, same: 'voice', of: { sourceCodes: ['1A', '3A', '4'] } }),
    ],
    ['eighteen kinds of concern', when({ count: 'kinds-of-concern', atLeast: 18 })],
    [
      'any number of voices of lay people',
      when({ count: 'voices', atLeast: 500, of: { sourceCodes: ['1A', '9'] } }),
    ],
    ['one anonymous voice', when({ count: 'voices', atLeast: 1, of: { sourceCodes: ['9'] } })],
    ['one voice of the same', when({ count: 'voices', atLeast: 1, same: 'voice' })],
    [
      'any number of incidents and referrals of anonymous callers',
      when(
        { count: 'incidents', atLeast: 500, of: { sourceCodes: ['9', '10'] } },
        { count: 'referrals', atLeast: 500 },
      ),
    ],
    [
      'the same voice among lay people',
      when({ ...counted, same: 'voice', of: { sourceCodes: ['1A', '9'] } }),
    ],
    [
      'the same organisation among schools and anonymous callers',
      when({ ...counted, same: 'organisation', of: { sourceCodes: ['2A', '9'] } }),
    ],
    ['lay people who press', when({ ...counted, pressing: true, of: { sourceCodes: ['1B', '10'] } })],
    [
      'not progressed with one outcome of it',
      when({ ...counted, of: { screened: 'not-progressed', outcomes: ['s47', 'early-help'] } }),
    ],
    [
      'not progressed, where a source sends no outcomes and one is pending',
      aPolicy(
        [
          aLine({
            when: { all: [{ ...counted, of: { screened: 'not-progressed', outcomes: ['pending'] } }] },
          }),
        ],
        { sourcesWithoutOutcomes: ['front-door'] },
      ),
    ],
    ['outcomes of what was progressed', when({ ...counted, of: { outcomes: ['s47'] } })],
    ['not progressed, whatever the outcome', when({ ...counted, of: { screened: 'not-progressed' } })],
    [
      'none progressed, of any',
      when(
        { ...counted, noneProgressed: true },
        { ...counted, noneProgressed: true, of: { stages: ['contact'] } },
      ),
    ],
    [
      'none progressed, where one outcome is not of that',
      when({ ...counted, noneProgressed: true, of: { outcomes: ['s47', 'consent-refused'] } }),
    ],
    [
      'all the points there can be',
      when({
        points: {
          referral: 0.5,
          concerns: { neglect: 2, physical: 0.25 },
          levels: { '1': 3, '2': 1 },
          sourceCodes: { '6': 4, '2A': 0.001 },
        },
        atLeast: 4875,
      }),
    ],
    [
      'points at the level that is the ceiling',
      when({ points: { levels: { '2': 1 } }, atLeast: 500, of: { level: { atMost: 2, orNotGiven: false } } }),
    ],
    [
      'points of one source that is selected',
      when({ points: { sourceCodes: { '6': 0.001 } }, atLeast: 0.5, of: { sourceCodes: ['6'] } }),
    ],
    ['a half-life in weeks and days', when({ points: { referral: 1 }, atLeast: 1, halfLife: 'P2W3D' })],
    ['a promise that was made', when({ promised: ['nfa', 's47'], keptBy: ['s47'], within: '1 working day' })],
    [
      'a child due within a pregnancy, or under 18',
      when(counted, { household: { dueWithin: 'P280D', under: 'P18Y' } }),
    ],
    [
      'a child due within nine months, or under 216 months',
      when(counted, { household: { dueWithin: 'P9M', under: 'P216M' } }),
    ],
    [
      'each condition that counts by itself',
      any(
        counted,
        { points: { referral: 1 }, atLeast: 1 },
        { quietBefore: 'P1Y' },
        { promised: ['s47'], keptBy: ['s47'], within: '1 working day' },
        { ...atAnyTime, within: 'P6M' },
      ),
    ],
    ['a choice where something else counts', when(counted, { any: [baby, { case: 'open' }] })],
    ['a choice that counts either way', when(baby, { any: [counted, { quietBefore: 'P1Y' }] })],
    [
      'one of two choices that counts either way',
      when({ any: [baby, counted] }, { any: [counted, { quietBefore: 'P1Y' }] }),
    ],
  ])('%s', (_name, policy) => {
    expect(found(policy)).toEqual([]);
    expect(Policy.safeParse(policy).error?.issues).toBeUndefined();
  });
});
