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

test('the shipped policies are valid and hold what they say', () => {
  expect(Policy.parse(defaultPolicy).lines.map(({ id, severity }) => [id, severity])).toEqual([
    ['repeat', 'escalate'],
    ['baby', 'escalate'],
    ['repeat-watch', 'watch'],
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
      withPolicy({
        alerting: {
          foundLateDays: 90,
          severities: { ...aPolicy([]).alerting.severities, watch: { deliver: 'post' } },
        },
      }),
      'alerting.severities.watch.deliver',
    ],
    [
      'an empty deadline',
      withPolicy({
        alerting: {
          foundLateDays: 90,
          severities: {
            ...aPolicy([]).alerting.severities,
            urgent: { deliver: 'message', decideWithin: '' },
          },
        },
      }),
      'alerting.severities.urgent.decideWithin',
    ],
    [
      'a deadline of 41 characters',
      withPolicy({
        alerting: {
          foundLateDays: 90,
          severities: {
            ...aPolicy([]).alerting.severities,
            urgent: { deliver: 'message', acknowledgeWithin: 'a'.repeat(41) },
          },
        },
      }),
      'alerting.severities.urgent.acknowledgeWithin',
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
    ['at least 1001', withLine({ when: { all: [{ ...count, atLeast: 1001 }] } }), 'lines.0.when'],
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

  test('naming every repeated line', () => {
    const lines = ['a', 'b', 'a', 'b', 'a'].map((id) => aLine({ id }));
    expect(complaints(aPolicy(lines))).toEqual([
      ['lines.2.id', 'another line has this id'],
      ['lines.3.id', 'another line has this id'],
      ['lines.4.id', 'another line has this id'],
    ]);
  });

  test('with a reason for a household that asks nothing and for an age in hours', () => {
    const reasons = (when: object): string =>
      JSON.stringify(Policy.safeParse(withLine({ when })).error?.issues);
    expect(reasons({ all: [{ household: {} }] })).toContain(
      'must ask for an unborn child, for a child under an age, or for either',
    );
    expect(reasons({ all: [{ household: { under: 'PT48H' } }] })).toContain(
      'an age must be given in years, months, weeks or days',
    );
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
    withPolicy({
      alerting: {
        foundLateDays: 90,
        severities: {
          ...aPolicy([]).alerting.severities,
          urgent: { deliver: 'message', acknowledgeWithin: 'a'.repeat(40), decideWithin: 'a' },
        },
      },
    }),
  ],
  [
    '50 lines',
    withPolicy({ lines: Array.from({ length: 50 }, (_, index) => aLine({ id: `line-${index}` })) }),
  ],
  ['a title of five letters', withLine({ title: 'fives' })],
  ['a title of 70 letters', withLine({ title: 'a'.repeat(70) })],
  ['a title with all it may hold', withLine({ title: "Aa1 ,.'()-" })],
  ['at least 1000', withLine({ when: { all: [{ ...count, atLeast: 1000 }] } })],
  [
    'levels 1 and 4',
    withLine({
      when: { any: [1, 4].map((atMost) => ({ ...count, of: { level: { atMost, orNotGiven: false } } })) },
    }),
  ],
  ['both purposes', withLine({ when: { all: [{ ...count, of: { purposes: ['concern', 'challenge'] } }] } })],
  ['any within all', withLine({ when: { all: [baby, { any: [count, baby] }] } })],
  ['all within any', withLine({ when: { any: [count, { all: [count, baby] }] } })],
  ['an age in months', withLine({ when: { all: [{ household: { under: 'P6M' } }] } })],
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
