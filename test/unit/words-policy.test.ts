import { describe, expect, test } from 'vitest';
import { type Line, Policy } from '../../core/policy/policy.ts';
import { differencesBetween } from '../../core/words/differences-between.ts';
import { sayLine, saySeverity, sayStep, sayWhenCrossed } from '../../core/words/say-line.ts';
import { policyParts, sayPolicy } from '../../core/words/say-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { aLine, aPolicy } from '../support/a-family.ts';

const alerting: Policy['alerting'] = {
  foundLateDays: 90,
  afterDecision: { incidents: 2, quietDays: 28, waivedBy: ['higher-severity', 'challenge'] },
  severities: {
    watch: { deliver: 'list' },
    escalate: { deliver: 'message', decideWithin: '5 working days' },
    urgent: { deliver: 'message', acknowledgeWithin: '2 working hours', decideWithin: '1 working day' },
  },
};

/** A policy that says something in every field. */
const full: Policy = {
  id: 'north',
  version: 3,
  effectiveFrom: '2027-04-01',
  author: 'Head of service, North',
  reason: 'Babies are seen sooner.',
  incident: { withinDays: 5 },
  historyKept: 'P21Y',
  sourcesWithoutOutcomes: ['health-visiting', 'schools'],
  sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started', 'early-help-accepted'] }],
  alerting,
  lines: [
    {
      id: 'repeat',
      title: 'repeated concerns from several agencies',
      severity: 'escalate',
      window: 'P12M',
      when: {
        all: [
          { count: 'incidents', atLeast: 5 },
          {
            any: [
              { count: 'agency-groups', atLeast: 3 },
              { count: 'voices', atLeast: 4 },
            ],
          },
        ],
      },
      goesTo: 'tier-above',
      afterDecision: { incidents: 1, quietDays: 0 },
    },
    {
      id: 'on-trial',
      title: 'a promise not kept, on trial',
      severity: 'urgent',
      window: 'P6M',
      when: {
        any: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '10 working days' }],
      },
      shadow: true,
      closesByItself: true,
      goesTo: 'allocated-team',
    },
  ],
};

test('a policy is said in sentences that its owner could sign', () => {
  expect(sayPolicy(full)).toEqual([
    'Policy north, version 3, was written by Head of service, North and holds from 1 April 2027.',
    'The reason given: Babies are seen sooner.',
    'It has 2 lines, 1 of them in shadow.',
    'Each line looks back over its own time from every moment, and a condition that names another time over that; the household and a case are taken as they are at that moment.',
    'Contacts and referrals count from the time they were made, where their purpose is a concern or a challenge; nothing else does.',
    'What was withdrawn is as if it had never been made; what its sender took back, or the front door held to be malicious, still counts.',
    'Those that tell of one event are one incident: those that share an incident reference, and of the others the first and all within 5 days after it.',
    'Contacts and referrals are kept for 21 years.',
    'A voice is one independent source: an organisation, a lay person, or all anonymous callers together.',
    'An agency group is a family of agencies, such as health or education; social care and other authorities belong to none.',
    'These sources send no decisions, so theirs count as not progressed until a decision, or a life event within nine weeks, says otherwise: health-visiting and schools.',
    'For contacts and referrals of front-door these life events reach Tideline, so their absence can be told of: assessment started and early help accepted.',
    'Line repeat: repeated concerns from several agencies.',
    'Its severity is escalate: the tier above the team manager is told by message.',
    'It is crossed when all of these are found, looking back 12 months: at least 5 incidents; and either at least 3 agency groups or at least 4 voices.',
    'By this line a family that was decided on is raised again with at least 1 new incident, however soon.',
    'Line on-trial: a promise not kept, on trial.',
    'Its severity is urgent, but it is in shadow: it is examined and shown, raises nothing and tells nobody; otherwise the team that the open case is allocated to is told by message.',
    'It ends by itself, without a message, when it is no longer crossed.',
    'It is crossed when this is found, looking back 6 months: at least 1 contact or referral screened as assessment, not followed within 10 working days by assessment started.',
    'Watch: put on a list.',
    'Escalate: told by message, to be decided on within 5 working days.',
    'Urgent: told by message, to be acknowledged within 2 working hours and decided on within 1 working day.',
    'A crossing that is found out more than 90 days after it ended is put on a list, whatever its severity.',
    'After a decision a family is raised again with at least 2 new incidents, 28 days after the decision or later.',
    'Any of these raises it at once: a higher severity; a challenge.',
  ]);
});

test('its sentences are in parts, one for each line', () => {
  expect(policyParts(full).map(({ title, sentences }) => [title, sentences.length])).toEqual([
    ['The policy', 3],
    ['How it counts', 5],
    ['Its words', 2],
    ['Its sources', 2],
    ['Line repeat', 4],
    ['Line on-trial', 4],
    ['Alerting', 6],
  ]);
});

describe('a policy that says less', () => {
  const plain = sayPolicy(
    aPolicy([aLine()], {
      reason: 'No full stop',
      incident: { withinDays: 0 },
      alerting: {
        ...alerting,
        foundLateDays: 1,
        afterDecision: { incidents: 0, quietDays: 1, waivedBy: [] },
      },
    }),
  );

  test.each([
    'The reason given: No full stop.',
    'It has 1 line.',
    'Those that tell of one event are one incident: those that share an incident reference, and of the others the first and all of the same day.',
    'Every source is taken to send its decisions.',
    'No source is listed as sending life events.',
    'It is crossed when this is found, looking back 12 months: at least 2 contacts and referrals.',
    'A crossing that is found out more than 1 day after it ended is put on a list, whatever its severity.',
    'After a decision a family is raised again with anything new, 1 day after the decision or later.',
    'Nothing raises it sooner.',
  ])('has the sentence: %s', (sentence) => {
    expect(plain).toContain(sentence);
  });

  test('explains no word that it does not use, and one day by its number', () => {
    expect(policyParts(aPolicy([aLine()]))[2]).toEqual({ title: 'Its words', sentences: [] });
    expect(sayPolicy(aPolicy([aLine()], { incident: { withinDays: 1 } }))).toContain(
      'Those that tell of one event are one incident: those that share an incident reference, and of the others the first and all within 1 day after it.',
    );
  });
});

test('each word that needs it is explained once, where a line uses it', () => {
  const words = (when: Line['when']): readonly string[] =>
    policyParts(aPolicy([aLine({ when }), aLine({ id: 'b', when })]))[2]?.sentences ?? [];
  expect(words({ all: [{ count: 'referrals', atLeast: 1, of: { screened: 'not-progressed' } }] })).toEqual([
    'Not progressed means that the front door decided on no further action, advice or early help.',
  ]);
  expect(words({ all: [{ count: 'referrals', atLeast: 1, noneProgressed: true }] })).toEqual([
    'Progressed means that the front door decided on family help, an assessment, a strategy discussion or a section 47 enquiry, or passed the matter to the allocated worker.',
  ]);
  expect(words({ all: [{ events: ['birth'], atLeast: 1, within: 'P1Y' }] })).toEqual([
    "A life event counts from the day it happened; one of a parent's own childhood never counts.",
  ]);
});

describe('a line says', () => {
  const said = (stated: Partial<Line>, sources: Policy['sourcesSendingEvents'] = []): readonly string[] =>
    sayLine(aLine(stated), { alerting, sourcesSendingEvents: sources });

  test('whom it is told to, and how', () => {
    const second = (stated: Partial<Line>): string | undefined => said(stated)[1];
    expect(second({})).toBe(
      'Its severity is watch: it is put on the list of the team that answers for the family.',
    );
    expect(second({ goesTo: 'team' })).toBe(second({}));
    expect(second({ severity: 'urgent', goesTo: 'allocated-team' })).toBe(
      'Its severity is urgent: the team that the open case is allocated to is told by message.',
    );
    expect(second({ shadow: true })).toBe(
      'Its severity is watch, but it is in shadow: it is examined and shown, raises nothing and tells nobody; ' +
        'otherwise it is put on the list of the team that answers for the family.',
    );
  });

  test('whether it ends by itself: of severity watch it always does', () => {
    const ends = 'It ends by itself, without a message, when it is no longer crossed.';
    expect(said({})).toContain(ends);
    expect(said({ severity: 'escalate' })).not.toContain(ends);
    expect(said({ severity: 'escalate', closesByItself: true })).toContain(ends);
  });

  test('how much is needed of what it asks for', () => {
    const count = { count: 'referrals', atLeast: 1 } as const;
    const first = (when: Line['when']): string => sayWhenCrossed({ window: '20 working days', when });
    expect(first({ all: [count, count] })).toBe(
      'It is crossed when all of these are found, looking back 20 working days: at least 1 contact or referral; and at least 1 contact or referral.',
    );
    expect(first({ any: [count, count] })).toBe(
      'It is crossed when one of these is found, looking back 20 working days: at least 1 contact or referral; or at least 1 contact or referral.',
    );
    expect(first({ any: [count] })).toBe(
      'It is crossed when this is found, looking back 20 working days: at least 1 contact or referral.',
    );
  });

  test('that a promise cannot be told of where nobody sends what would keep it', () => {
    const unheard =
      'No source is listed as sending some of the life events that would follow: their absence is not told of.';
    const promise = { promised: ['s47'], keptBy: ['s47', 'removal'], within: '5 working days' } as const;
    const when = {
      any: [
        { ...promise, promised: ['s47' as const], keptBy: ['s47' as const, 'removal' as const] },
        { count: 'referrals' as const, atLeast: 1 },
      ],
    };
    expect(said({ when })).toContain(unheard);
    expect(said({ when }, [{ source: 'front-door', events: ['birth'] }])).toContain(unheard);
    expect(said({ when }, [{ source: 'front-door', events: ['birth', 'removal'] }])).not.toContain(unheard);
    expect(said({})).not.toContain(unheard);
  });

  test('its own step after a decision, where it has one', () => {
    expect(said({}).join(' ')).not.toContain('decided on');
    expect(said({ afterDecision: { incidents: 3, quietDays: 7 } }).at(-1)).toBe(
      'By this line a family that was decided on is raised again with at least 3 new incidents, 7 days after the decision or later.',
    );
  });
});

test('a severity says what is done about it', () => {
  const severities: Policy['alerting']['severities'] = {
    watch: { deliver: 'list', acknowledgeWithin: '1 working day' },
    escalate: { deliver: 'message' },
    urgent: { deliver: 'list', decideWithin: '2 working hours' },
  };
  const said = (['watch', 'escalate', 'urgent'] as const).map((severity) =>
    saySeverity(severity, { ...alerting, severities }),
  );
  expect(said).toEqual([
    'put on a list, to be acknowledged within 1 working day',
    'told by message',
    'put on a list, to be decided on within 2 working hours',
  ]);
});

test('a step says how much and how soon', () => {
  expect(sayStep({ incidents: 0, quietDays: 0 })).toBe('with anything new, however soon');
  expect(sayStep({ incidents: 2, quietDays: 1 })).toBe(
    'with at least 2 new incidents, 1 day after the decision or later',
  );
});

describe('what is different between two policies', () => {
  test('nothing, where both say the same', () => {
    expect(differencesBetween(full, structuredClone(full))).toEqual([]);
    expect(differencesBetween(full, { ...full, lines: full.lines.toReversed() })).toEqual([]);
  });

  test('a line that was added or removed is said whole', () => {
    const added = aLine({ id: 'added' });
    const shorter = { ...full, lines: full.lines.slice(1) };
    const differences = differencesBetween(full, { ...shorter, lines: [...shorter.lines, added] });
    expect(differences).toEqual([
      { title: 'Its words', kind: 'changed', before: policyParts(full)[2]?.sentences, after: [] },
      { title: 'Line repeat', kind: 'removed', before: sayLine(full.lines[0]!, full), after: [] },
      { title: 'Line added', kind: 'added', before: [], after: sayLine(added, full) },
    ]);
  });

  test('of a line or a rule that was changed, the sentences that are not in both are said', () => {
    const [first, second] = full.lines as [Line, Line];
    const changed: Policy = {
      ...full,
      lines: [{ ...first, severity: 'urgent', window: 'P6M' }, second],
      alerting: { ...alerting, foundLateDays: 30 },
    };
    expect(differencesBetween(full, changed)).toEqual([
      {
        title: 'Line repeat',
        kind: 'changed',
        before: [
          'Its severity is escalate: the tier above the team manager is told by message.',
          'It is crossed when all of these are found, looking back 12 months: at least 5 incidents; and either at least 3 agency groups or at least 4 voices.',
        ],
        after: [
          'Its severity is urgent: the tier above the team manager is told by message.',
          'It is crossed when all of these are found, looking back 6 months: at least 5 incidents; and either at least 3 agency groups or at least 4 voices.',
        ],
      },
      {
        title: 'Alerting',
        kind: 'changed',
        before: [
          'A crossing that is found out more than 90 days after it ended is put on a list, whatever its severity.',
        ],
        after: [
          'A crossing that is found out more than 30 days after it ended is put on a list, whatever its severity.',
        ],
      },
    ]);
  });

  test('a sentence that was only added, or only removed, is said', () => {
    const [first, second] = full.lines as [Line, Line];
    const { afterDecision, ...without } = first;
    const sentence =
      'By this line a family that was decided on is raised again with at least 1 new incident, however soon.';
    const fewer: Policy = { ...full, lines: [without, second] };
    expect(afterDecision).toBeDefined();
    expect(differencesBetween(full, fewer)).toEqual([
      { title: 'Line repeat', kind: 'changed', before: [sentence], after: [] },
    ]);
    expect(differencesBetween(fewer, full)).toEqual([
      { title: 'Line repeat', kind: 'changed', before: [], after: [sentence] },
    ]);
  });
});

type Leaf = readonly (string | number)[];

/** The places of everything a policy says that is not itself made of parts. */
const leavesOf = (value: unknown, path: Leaf = []): readonly Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) =>
        leavesOf(member, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : [path];

/** The same policy with one thing changed to something else that a policy may say there. */
function withAnother(policy: Policy, [...path]: Leaf): Policy | undefined {
  const changed = structuredClone(policy);
  const last = path.pop() ?? '';
  const holder = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], changed);
  const leaf = (holder as Record<string, unknown>)[last];
  const near: readonly unknown[] = typeof leaf === 'number' ? [leaf + 1, leaf - 1] : [];
  const opposite: readonly unknown[] = typeof leaf === 'boolean' ? [!leaf, undefined] : [];
  for (const other of [...near, ...opposite, ...anything]) {
    (holder as Record<string, unknown>)[last] = other;
    const read = Policy.safeParse(changed);
    if (other !== leaf && read.success) return read.data;
  }
  return undefined;
}

/** One of these fits wherever there is a choice. */
const anything: readonly unknown[] = [
  'changed',
  'P11M',
  'P25Y',
  '2027-01-01',
  '7 working days',
  'challenge',
  'contact',
  'pregnancy-or-birth',
  'nfa',
  'advice',
  'neglect',
  'missing',
  'parent',
  '7',
  '8',
  'birth',
  'removal',
  'watch',
  'urgent',
  'list',
  'message',
  'voices',
  'referrals',
  'incidents',
  'voice',
  'organisation',
  'team',
  'tier-above',
  'open',
  'P3W',
];

/** Every kind of condition and every member of a selection, in one line. */
const everything: Policy = {
  ...full,
  lines: [
    ...full.lines,
    aLine({
      id: 'everything',
      when: {
        all: [
          {
            count: 'incidents',
            atLeast: 5,
            same: 'voice',
            pressing: true,
            within: 'P2W',
            of: {
              purposes: ['concern'],
              stages: ['referral'],
              screened: 'not-progressed',
              level: { atMost: 2, orNotGiven: true },
              concerns: { kinds: ['physical'], subject: 'child' },
              sourceCodes: ['6'],
            },
          },
          { count: 'incidents', atLeast: 2, noneProgressed: true, of: { outcomes: ['nfa'] } },
          {
            points: { referral: 1, concerns: { neglect: 2 }, levels: { '1': 3 }, sourceCodes: { '6': 4 } },
            atLeast: 9,
            halfLife: 'P90D',
            within: 'P18M',
            of: { screened: 'not-progressed' },
          },
          { events: ['removal'], atLeast: 2, within: 'P3Y' },
          { noEvents: ['birth'], within: 'P40W' },
          { case: 'open' },
          { quietBefore: 'P2Y', of: { stages: ['contact'] } },
          { promised: ['s47'], keptBy: ['s47'], within: '5 working days' },
          { household: { unborn: true, dueWithin: 'P12W', under: 'P5Y' } },
        ],
      },
    }),
  ],
};

test('the words leave nothing out: whatever is changed in a policy changes what it says', () => {
  const silent: string[] = [];
  let changed = 0;
  for (const leaf of leavesOf(everything)) {
    const other = withAnother(everything, leaf);
    if (other === undefined) continue;
    changed += 1;
    if (differencesBetween(everything, other).length === 0) silent.push(leaf.join('.'));
  }
  console.log(`changes to a policy that were said: ${changed} of ${leavesOf(everything).length} fields`);
  expect(silent).toEqual([]);
  expect(changed).toBeGreaterThanOrEqual(85);
});

test('no shipped policy speaks of scores, percentages or patterns of neglect', () => {
  let said = 0;
  for (const policy of [defaultPolicy, sensitivePolicy]) {
    for (const sentence of sayPolicy(Policy.parse(policy))) {
      expect(sentence).not.toMatch(/%|percent|\bscore|\brisk\b|pattern of neglect/i);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      said += 1;
    }
  }
  console.log(`sentences of shipped policies: ${said}`);
  expect(said).toBeGreaterThan(80);
});
