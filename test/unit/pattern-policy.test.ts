import { describe, expect, test } from 'vitest';
import { singleConditionsOf } from '../../core/policy/condition.ts';
import { compareSeverity, highestSeverity, Policy } from '../../core/policy/policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { aLine, aPolicy } from '../support/a-family.ts';

const count = { count: 'referrals', atLeast: 1 } as const;
const baby = { household: { unborn: true } } as const;

/** The paths and messages that the schema complains of. */
const complaints = (policy: unknown): readonly (readonly [string, string])[] =>
  (Policy.safeParse(policy).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

const withLine = (stated: object): unknown => ({ ...aPolicy([]), lines: [{ ...aLine(), ...stated }] });
const withPolicy = (stated: object): unknown => ({ ...aPolicy([aLine()]), ...stated });

const withSeverities = (stated: object): unknown =>
  withPolicy({
    alerting: {
      ...aPolicy([]).alerting,
      severities: { ...aPolicy([]).alerting.severities, ...stated },
    },
  });
const withStep = (stated: object): unknown =>
  withPolicy({
    alerting: {
      ...aPolicy([]).alerting,
      afterDecision: { ...aPolicy([]).alerting.afterDecision, ...stated },
    },
  });
const withSingle = (...stated: readonly object[]): unknown => withLine({ when: { all: stated } });
const points = { points: { referral: 1 }, atLeast: 1 } as const;
const promise = { promised: ['s47'], keptBy: ['s47'], within: '1 working day' } as const;

test('the shipped policies are valid and hold what they say', () => {
  const ids = (policy: unknown, severity: string): readonly string[] =>
    Policy.parse(policy)
      .lines.filter((line) => line.severity === severity)
      .map(({ id }) => id);
  expect(ids(defaultPolicy, 'urgent')).toEqual(['history-and-baby', 'three-voices']);
  expect(ids(defaultPolicy, 'escalate')).toEqual([
    'repeat',
    'baby',
    'history',
    'lay-voices',
    'same-injury',
    'pressed-again',
    'challenged',
    'one-organisation',
    'open-case',
    'promise-not-kept',
    'unborn-unassessed',
    'new-adult-young-child',
  ]);
  expect(ids(defaultPolicy, 'watch')).toEqual([
    'repeat-watch',
    'came-back',
    'long-haul',
    'left-view',
    'new-adult',
    'cumulative-points',
  ]);
  expect(Policy.parse(sensitivePolicy).lines.map(({ id, severity }) => [id, severity])).toEqual([
    ['plain', 'escalate'],
  ]);
});

describe('a policy is refused', () => {
  test.each([
    // Unknown keys are mistakes, wherever they are.
    ['an unknown key', withPolicy({ note: 'x' }), ''],
    ['an unknown key on a line', withLine({ note: 'x' }), 'lines.0'],
    [
      'an unknown key on the incident rule',
      withPolicy({ incident: { withinDays: 5, byDate: true } }),
      'incident',
    ],
    [
      'an unknown key on alerting',
      withPolicy({ alerting: { ...aPolicy([]).alerting, loud: true } }),
      'alerting',
    ],
    // Ids are lower case words joined by hyphens.
    ['an id in capitals', withPolicy({ id: 'Default' }), 'id'],
    ['an id that begins with a digit', withPolicy({ id: '1st' }), 'id'],
    ['an id of 41 characters', withPolicy({ id: 'a'.repeat(41) }), 'id'],
    ['a line id with a space', withLine({ id: 'my line' }), 'lines.0.id'],
    // Versions count from one.
    ['version 0', withPolicy({ version: 0 }), 'version'],
    ['version 1.5', withPolicy({ version: 1.5 }), 'version'],
    ['a day that does not exist', withPolicy({ effectiveFrom: '2023-02-29' }), 'effectiveFrom'],
    ['no author', withPolicy({ author: '' }), 'author'],
    ['an author of 101 characters', withPolicy({ author: 'a'.repeat(101) }), 'author'],
    ['no reason', withPolicy({ reason: '' }), 'reason'],
    ['a reason of 1001 characters', withPolicy({ reason: 'a'.repeat(1001) }), 'reason'],
    // The incident rule.
    ['days below nothing', withPolicy({ incident: { withinDays: -1 } }), 'incident.withinDays'],
    ['61 days', withPolicy({ incident: { withinDays: 61 } }), 'incident.withinDays'],
    ['half a day', withPolicy({ incident: { withinDays: 0.5 } }), 'incident.withinDays'],
    [
      'a source that is no source',
      withPolicy({ sourcesWithoutOutcomes: ['Front Door'] }),
      'sourcesWithoutOutcomes.0',
    ],
    [
      '51 sources without outcomes',
      withPolicy({ sourcesWithoutOutcomes: Array.from({ length: 51 }, () => 'front-door') }),
      'sourcesWithoutOutcomes',
    ],
    // Alerting.
    [
      'late days below nothing',
      withPolicy({ alerting: { ...aPolicy([]).alerting, foundLateDays: -1 } }),
      'alerting.foundLateDays',
    ],
    [
      '3661 late days',
      withPolicy({ alerting: { ...aPolicy([]).alerting, foundLateDays: 3661 } }),
      'alerting.foundLateDays',
    ],
    [
      'an unknown way to deliver',
      withSeverities({ watch: { deliver: 'post' } }),
      'alerting.severities.watch.deliver',
    ],
    [
      'an unknown key on what is done about a severity',
      withSeverities({ watch: { deliver: 'list', loud: true } }),
      'alerting.severities.watch',
    ],
    ['a severity that is not known', withSeverities({ loud: { deliver: 'list' } }), 'alerting.severities'],
    [
      'an empty deadline',
      withSeverities({ urgent: { deliver: 'message', decideWithin: '' } }),
      'alerting.severities.urgent.decideWithin',
    ],
    [
      'a deadline that is no working time',
      withSeverities({ urgent: { deliver: 'message', acknowledgeWithin: '2 hours' } }),
      'alerting.severities.urgent.acknowledgeWithin',
    ],
    ['no step after a decision', withStep({ incidents: undefined }), 'alerting.afterDecision.incidents'],
    ['a step of 101 incidents', withStep({ incidents: 101 }), 'alerting.afterDecision.incidents'],
    ['a step below nothing', withStep({ incidents: -1 }), 'alerting.afterDecision.incidents'],
    ['a step of 367 days', withStep({ quietDays: 367 }), 'alerting.afterDecision.quietDays'],
    ['a step of days below nothing', withStep({ quietDays: -1 }), 'alerting.afterDecision.quietDays'],
    ['an unknown waiver', withStep({ waivedBy: ['birthday'] }), 'alerting.afterDecision.waivedBy.0'],
    [
      'five waivers',
      withStep({ waivedBy: ['challenge', 'challenge', 'challenge', 'challenge', 'challenge'] }),
      'alerting.afterDecision.waivedBy',
    ],
    ['an unknown key on a step', withStep({ hours: 1 }), 'alerting.afterDecision'],
    // What is kept, and who sends what.
    ['nothing said of what is kept', withPolicy({ historyKept: undefined }), 'historyKept'],
    // Of a duration that is none, wherever it stands, it is not asked how long it is.
    ['what is kept for no duration', withPolicy({ historyKept: 'a year' }), 'historyKept'],
    ['a quiet time that is no duration', withSingle({ quietBefore: 'a year' }), 'lines.0.when'],
    ['an age that is no duration', withSingle(count, { household: { under: 'a year' } }), 'lines.0.when'],
    ['what is kept in working days', withPolicy({ historyKept: '10 working days' }), 'historyKept'],
    ['no word of who sends events', withPolicy({ sourcesSendingEvents: undefined }), 'sourcesSendingEvents'],
    [
      'a source that sends no event',
      withPolicy({ sourcesSendingEvents: [{ source: 'front-door', events: [] }] }),
      'sourcesSendingEvents.0.events',
    ],
    [
      'a source that sends an unknown event',
      withPolicy({ sourcesSendingEvents: [{ source: 'front-door', events: ['party'] }] }),
      'sourcesSendingEvents.0.events.0',
    ],
    [
      'an unknown key on a source that sends events',
      withPolicy({ sourcesSendingEvents: [{ source: 'front-door', events: ['birth'], note: 'x' }] }),
      'sourcesSendingEvents.0',
    ],
    [
      '51 sources that send events',
      withPolicy({
        sourcesSendingEvents: Array.from({ length: 51 }, () => ({ source: 'a', events: ['birth'] })),
      }),
      'sourcesSendingEvents',
    ],
    // Lines.
    ['no line', withPolicy({ lines: [] }), 'lines'],
    [
      '51 lines',
      withPolicy({ lines: Array.from({ length: 51 }, (_, index) => aLine({ id: `line-${index}` })) }),
      'lines',
    ],
    ['a title of four letters', withLine({ title: 'four' }), 'lines.0.title'],
    ['a title of 71 letters', withLine({ title: 'a'.repeat(71) }), 'lines.0.title'],
    ['a title that no text message can carry', withLine({ title: 'repeated ☎ calls' }), 'lines.0.title'],
    ['an unknown severity', withLine({ severity: 'high' }), 'lines.0.severity'],
    ['a window that is no duration', withLine({ window: '1 year' }), 'lines.0.window'],
    ['a window of nothing', withLine({ window: 'P0D' }), 'lines.0.window'],
    ['a line that says it is not in shadow', withLine({ shadow: false }), 'lines.0.shadow'],
    ['a line that says it does not close', withLine({ closesByItself: false }), 'lines.0.closesByItself'],
    ['a line that goes to nobody known', withLine({ goesTo: 'director' }), 'lines.0.goesTo'],
    [
      'a line with waivers of its own',
      withLine({ afterDecision: { incidents: 1, quietDays: 1, waivedBy: [] } }),
      'lines.0.afterDecision',
    ],
    [
      'a step of a line of 101 incidents',
      withLine({ afterDecision: { incidents: 101, quietDays: 1 } }),
      'lines.0.afterDecision.incidents',
    ],
    // Conditions.
    ['a bare condition', withLine({ when: count }), 'lines.0.when'],
    ['nothing joined', withLine({ when: { all: [] } }), 'lines.0.when'],
    ['nothing joined by any', withLine({ when: { any: [] } }), 'lines.0.when'],
    ['all and any at once', withLine({ when: { all: [count], any: [count] } }), 'lines.0.when'],
    ['all within all', withLine({ when: { all: [{ all: [count] }] } }), 'lines.0.when'],
    ['any within any', withLine({ when: { any: [{ any: [count] }] } }), 'lines.0.when'],
    ['a third level', withLine({ when: { all: [{ any: [{ all: [count] }] }] } }), 'lines.0.when'],
    ['an empty group inside', withLine({ when: { all: [{ any: [] }] } }), 'lines.0.when'],
    ['an empty all inside', withLine({ when: { any: [{ all: [] }] } }), 'lines.0.when'],
    ['an unknown measure', withLine({ when: { all: [{ count: 'points', atLeast: 1 }] } }), 'lines.0.when'],
    ['at least none', withLine({ when: { all: [{ ...count, atLeast: 0 }] } }), 'lines.0.when'],
    ['at least 501', withSingle({ ...count, atLeast: 501 }), 'lines.0.when'],
    ['at least one and a half', withLine({ when: { all: [{ ...count, atLeast: 1.5 }] } }), 'lines.0.when'],
    ['an unknown key on a count', withLine({ when: { all: [{ ...count, note: 'x' }] } }), 'lines.0.when'],
    [
      'a window of its own that is no duration',
      withLine({ when: { all: [{ ...count, within: 'P1X' }] } }),
      'lines.0.when',
    ],
    // Selections.
    ['no purpose', withLine({ when: { all: [{ ...count, of: { purposes: [] } }] } }), 'lines.0.when'],
    [
      'a purpose that never counts',
      withLine({ when: { all: [{ ...count, of: { purposes: ['notification'] } }] } }),
      'lines.0.when',
    ],
    [
      'an unknown screening',
      withLine({ when: { all: [{ ...count, of: { screened: 'progressed' } }] } }),
      'lines.0.when',
    ],
    [
      'a level of 0',
      withLine({ when: { all: [{ ...count, of: { level: { atMost: 0, orNotGiven: true } } }] } }),
      'lines.0.when',
    ],
    [
      'a level of 5',
      withLine({ when: { all: [{ ...count, of: { level: { atMost: 5, orNotGiven: true } } }] } }),
      'lines.0.when',
    ],
    [
      'a level that does not say what of none given',
      withLine({ when: { all: [{ ...count, of: { level: { atMost: 2 } } }] } }),
      'lines.0.when',
    ],
    [
      'an unknown selection',
      withLine({ when: { all: [{ ...count, of: { stage: 'contact' } }] } }),
      'lines.0.when',
    ],
    ['no stage', withSingle({ ...count, of: { stages: [] } }), 'lines.0.when'],
    ['an unknown stage', withSingle({ ...count, of: { stages: ['call'] } }), 'lines.0.when'],
    ['no outcome', withSingle({ ...count, of: { outcomes: [] } }), 'lines.0.when'],
    ['an unknown outcome', withSingle({ ...count, of: { outcomes: ['closed'] } }), 'lines.0.when'],
    ['no source code', withSingle({ ...count, of: { sourceCodes: [] } }), 'lines.0.when'],
    ['an unknown source code', withSingle({ ...count, of: { sourceCodes: ['1E'] } }), 'lines.0.when'],
    ['no kind of concern', withSingle({ ...count, of: { concerns: { kinds: [] } } }), 'lines.0.when'],
    ['an unknown kind', withSingle({ ...count, of: { concerns: { kinds: ['noise'] } } }), 'lines.0.when'],
    [
      'an unknown subject',
      withSingle({ ...count, of: { concerns: { kinds: ['neglect'], subject: 'dog' } } }),
      'lines.0.when',
    ],
    [
      'an unknown key on concerns',
      withSingle({ ...count, of: { concerns: { kinds: ['neglect'], note: 'x' } } }),
      'lines.0.when',
    ],
    [
      'an unknown key on a level',
      withSingle({ ...count, of: { level: { atMost: 2, orNotGiven: true, note: 'x' } } }),
      'lines.0.when',
    ],
    // The other conditions.
    ['the same of something else', withSingle({ ...count, same: 'school' }), 'lines.0.when'],
    ['a count that presses not', withSingle({ ...count, pressing: false }), 'lines.0.when'],
    ['a count with some progressed', withSingle({ ...count, noneProgressed: false }), 'lines.0.when'],
    ['no points at all', withSingle({ ...points, atLeast: 0 }), 'lines.0.when'],
    ['points below a thousandth', withSingle({ ...points, atLeast: 0.0001 }), 'lines.0.when'],
    ['more than 100,000 points', withSingle({ ...points, atLeast: 100_000.001 }), 'lines.0.when'],
    ['negative points', withSingle({ points: { referral: -1 }, atLeast: 1 }), 'lines.0.when'],
    ['1001 points for one thing', withSingle({ points: { referral: 1001 }, atLeast: 1 }), 'lines.0.when'],
    ['points of half a thousandth', withSingle({ points: { referral: 0.0005 }, atLeast: 1 }), 'lines.0.when'],
    [
      'points for an unknown kind',
      withSingle({ points: { concerns: { noise: 1 } }, atLeast: 1 }),
      'lines.0.when',
    ],
    ['points for level 5', withSingle({ points: { levels: { '5': 1 } }, atLeast: 1 }), 'lines.0.when'],
    [
      'points for an unknown source',
      withSingle({ points: { sourceCodes: { '1E': 1 } }, atLeast: 1 }),
      'lines.0.when',
    ],
    [
      'points for something else',
      withSingle({ points: { referral: 1, luck: 1 }, atLeast: 1 }),
      'lines.0.when',
    ],
    ['an unknown key on points', withSingle({ ...points, note: 'x' }), 'lines.0.when'],
    ['a half-life that is no duration', withSingle({ ...points, halfLife: '6 months' }), 'lines.0.when'],
    ['no event', withSingle(count, { events: [], atLeast: 1 }), 'lines.0.when'],
    ['an unknown event', withSingle(count, { events: ['party'], atLeast: 1 }), 'lines.0.when'],
    ['at least no event', withSingle(count, { events: ['birth'], atLeast: 0 }), 'lines.0.when'],
    ['at least 101 events', withSingle(count, { events: ['birth'], atLeast: 101 }), 'lines.0.when'],
    [
      'an unknown key on events',
      withSingle(count, { events: ['birth'], atLeast: 1, note: 'x' }),
      'lines.0.when',
    ],
    ['no event that is to be missed', withSingle(count, { noEvents: [], within: 'P1Y' }), 'lines.0.when'],
    ['no event in no time', withSingle(count, { noEvents: ['birth'] }), 'lines.0.when'],
    [
      'an unknown key on no event',
      withSingle(count, { noEvents: ['birth'], within: 'P1Y', note: 'x' }),
      'lines.0.when',
    ],
    ['a case that is closed', withSingle(count, { case: 'closed' }), 'lines.0.when'],
    ['an unknown key on a case', withSingle(count, { case: 'open', note: 'x' }), 'lines.0.when'],
    ['a quiet time in working days', withSingle({ quietBefore: '10 working days' }), 'lines.0.when'],
    ['an unknown key on a quiet time', withSingle({ quietBefore: 'P1Y', within: 'P1Y' }), 'lines.0.when'],
    ['nothing promised', withSingle({ ...promise, promised: [] }), 'lines.0.when'],
    ['nothing that keeps a promise', withSingle({ ...promise, keptBy: [] }), 'lines.0.when'],
    ['a promise in calendar days', withSingle({ ...promise, within: 'P10D' }), 'lines.0.when'],
    ['an unknown key on a promise', withSingle({ ...promise, note: 'x' }), 'lines.0.when'],
    ['a child due within hours', withSingle(count, { household: { dueWithin: 'PT48H' } }), 'lines.0.when'],
    // The household.
    ['a household that asks nothing', withLine({ when: { all: [{ household: {} }] } }), 'lines.0.when'],
    [
      'an unborn child that is not asked for',
      withLine({ when: { all: [{ household: { unborn: false } }] } }),
      'lines.0.when',
    ],
    ['an age in hours', withLine({ when: { all: [{ household: { under: 'PT48H' } }] } }), 'lines.0.when'],
    [
      'an unknown key on a household',
      withLine({ when: { all: [{ household: { unborn: true, over: 'P1Y' } }] } }),
      'lines.0.when',
    ],
    ['a key beside a household', withLine({ when: { all: [{ ...baby, within: 'P1Y' }] } }), 'lines.0.when'],
  ])('for %s', (_name, policy, path) => {
    // A mistake in a condition is named as deep as its form allows.
    const wheres = complaints(policy).map(([where]) => where);
    expect(wheres.length).toBeGreaterThan(0);
    expect(wheres.filter((where) => where !== path && !where.startsWith(`${path}.`))).toEqual([]);
  });

  test('with a reason for a household that asks nothing and for an age in hours', () => {
    const reasons = (when: object): string =>
      JSON.stringify(Policy.safeParse(withLine({ when })).error?.issues);
    expect(reasons({ all: [{ household: {} }] })).toContain(
      'must ask for an unborn child, one due soon, or one under an age',
    );
    for (const hours of [{ under: 'PT48H' }, { dueWithin: 'PT48H' }]) {
      expect(reasons({ all: [{ household: hours }] })).toContain(
        'an age must be given in years, months, weeks or days',
      );
    }
    const asked = reasons({ all: [{ household: { under: 'P6M' } }, { ...count, atLeast: 0 }] });
    expect(asked).not.toContain('an age must be given');
    expect(asked).not.toContain('must ask for an unborn child');
  });
});

test.each([
  ['an id of 40 characters', withPolicy({ id: `a${'1'.repeat(39)}` })],
  ['a schema for editors', withPolicy({ $schema: './policy.schema.json' })],
  ['an author of 100 characters', withPolicy({ author: 'a'.repeat(100) })],
  ['a reason of 1000 characters', withPolicy({ reason: 'a'.repeat(1000) })],
  ['incidents of one day', withPolicy({ incident: { withinDays: 0 } })],
  ['incidents within 60 days', withPolicy({ incident: { withinDays: 60 } })],
  ['50 sources', withPolicy({ sourcesWithoutOutcomes: Array.from({ length: 50 }, () => 'front-door') })],
  ['no late days', withPolicy({ alerting: { ...aPolicy([]).alerting, foundLateDays: 0 } })],
  ['ten years of late days', withPolicy({ alerting: { ...aPolicy([]).alerting, foundLateDays: 3660 } })],
  [
    'deadlines',
    withSeverities({
      watch: { deliver: 'message', decideWithin: '1 working day' },
      urgent: { deliver: 'list', acknowledgeWithin: '2 working hours', decideWithin: '999 working days' },
    }),
  ],
  ['no step', withStep({ incidents: 0, quietDays: 0, waivedBy: [] })],
  ['the greatest step', withStep({ incidents: 100, quietDays: 366 })],
  [
    '50 sources that send events',
    withPolicy({
      sourcesSendingEvents: Array.from({ length: 50 }, () => ({ source: 'a', events: ['birth'] })),
    }),
  ],
  [
    'a line with all that it may say',
    withLine({
      shadow: true,
      closesByItself: true,
      goesTo: 'tier-above',
      afterDecision: { incidents: 0, quietDays: 366 },
    }),
  ],
  ['a line for the allocated team', withLine({ goesTo: 'allocated-team' })],
  ['a line for the team', withLine({ goesTo: 'team' })],
  ['a window in working days', withLine({ window: '20 working days' })],
  [
    'every condition',
    withSingle(
      { ...count, same: 'voice', pressing: true, noneProgressed: true, within: '3 working days' },
      { ...count, same: 'organisation' },
      {
        ...count,
        of: {
          stages: ['contact', 'referral'],
          outcomes: ['nfa'],
          sourceCodes: ['1A'],
          concerns: { kinds: ['neglect'], subject: 'other' },
        },
      },
      { ...count, of: { concerns: { kinds: ['neglect', 'other'], subject: 'parent' } } },
      { ...count, of: { concerns: { kinds: ['neglect'], subject: 'child' } } },
      {
        points: {
          referral: 1000,
          concerns: { neglect: 0.001 },
          levels: { '1': 0, '2': 1, '3': 2, '4': 3 },
          sourceCodes: { '9': 1 },
        },
        atLeast: 100_000,
        halfLife: 'P30D',
        of: { screened: 'not-progressed' },
        within: 'P6M',
      },
      { ...points, atLeast: 0.001 },
      { events: ['birth'], atLeast: 100, within: 'P6M' },
      { events: ['birth', 'removal'], atLeast: 1 },
      { noEvents: ['birth'], within: 'P6M' },
      { case: 'open' },
      { quietBefore: 'P1Y', of: { screened: 'not-progressed' } },
      promise,
      { household: { unborn: true, dueWithin: 'P12W', under: 'P5Y' } },
    ),
  ],
  [
    '50 lines',
    withPolicy({ lines: Array.from({ length: 50 }, (_, index) => aLine({ id: `line-${index}` })) }),
  ],
  ['a title of five letters', withLine({ title: 'fives' })],
  ['a title of 70 letters', withLine({ title: 'a'.repeat(70) })],
  ['a title with all it may hold', withLine({ title: "Aa1 ,.'()-" })],
  ['at least 500', withSingle({ ...count, atLeast: 500 })],
  [
    'levels 1 and 4',
    withLine({
      when: { any: [1, 4].map((atMost) => ({ ...count, of: { level: { atMost, orNotGiven: false } } })) },
    }),
  ],
  ['both purposes', withLine({ when: { all: [{ ...count, of: { purposes: ['concern', 'challenge'] } }] } })],
  ['any within all', withLine({ when: { all: [count, { any: [count, baby] }] } })],
  ['all within any', withLine({ when: { any: [count, { all: [count, baby] }] } })],
  ['an age in months', withSingle(count, { household: { under: 'P6M' } })],
])('a policy with %s is accepted as it is', (_name, policy) => {
  expect(Policy.parse(policy)).toEqual(policy);
});

test('severities are in order: watch, escalate, urgent', () => {
  const severities = ['watch', 'escalate', 'urgent'] as const;
  const signs = severities.map((first) =>
    severities.map((second) => Math.sign(compareSeverity(first, second))),
  );
  expect(signs).toEqual([
    [0, -1, -1],
    [1, 0, -1],
    [1, 1, 0],
  ]);
});

test('the highest severity is found wherever it stands', () => {
  expect(highestSeverity(['watch', 'urgent', 'escalate'])).toBe('urgent');
  expect(highestSeverity(['escalate', 'watch'])).toBe('escalate');
  expect(highestSeverity(['watch'])).toBe('watch');
  expect(highestSeverity([])).toBeUndefined();
});

test('the single conditions of a condition come in the order they are written', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((atLeast) => ({ count: 'referrals', atLeast }) as const);
  expect(singleConditionsOf({ all: [a!, { any: [b!, baby] }, c!] })).toEqual([a, b, baby, c]);
  expect(singleConditionsOf({ any: [{ all: [d!, c!] }, b!] })).toEqual([d, c, b]);
});
