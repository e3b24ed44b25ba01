import { describe, expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { Finding, LineFinding, NotCountedReason, Reading } from '../../core/pattern/finding.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import { findingInWords } from '../../core/words/finding-in-words.ts';
import { sayMissing } from '../../core/words/say-missing.ts';
import { aFamilyWith, aLifeEvent, aLine, aPolicy, aReferral } from '../support/a-family.ts';

const incidents: SingleCondition = { count: 'incidents', atLeast: 3 };

/** A line that nothing was found about; the test states what matters to it. */
const aFound = (stated: Partial<LineFinding> = {}): LineFinding => ({
  line: 'repeat',
  title: 'repeated concerns',
  severity: 'escalate',
  window: 'P12M',
  when: { all: [incidents] },
  shadow: false,
  closesByItself: false,
  goesTo: 'team',
  afterDecision: undefined,
  standing: 'below',
  crossings: [],
  evidence: [],
  windowEnd: '2026-11-02T10:00:00.000Z',
  progress: [{ condition: incidents, have: 0, need: 3, met: false }],
  tally: {
    referrals: 0,
    contacts: 0,
    statutoryReferrals: 0,
    incidents: 0,
    notProgressed: 0,
    agencyGroups: [],
    voices: 0,
    kindsOfConcern: [],
    since: undefined,
    until: undefined,
  },
  readings: [],
  lifeEvents: [],
  oneMore: {
    fromNewAgency: { crossed: false, progress: [{ condition: incidents, have: 1, need: 3, met: false }] },
    fromLastReferrer: undefined,
  },
  ...stated,
});

const aFinding = (line: LineFinding, nextDueAt?: string): Finding => ({
  asOf: '2026-11-02T10:00:00.000Z',
  policy: { id: 'test', version: 1, hash: 'a1b2c3' },
  lines: [line],
  nextDueAt,
});

const wordsOf = (stated: Partial<LineFinding>, nextDueAt?: string): readonly string[] =>
  findingInWords(aFinding(aFound(stated), nextDueAt)).lines[0]?.words ?? [];

test('a line about which nothing is told says what it asks for and how far it is', () => {
  expect(wordsOf({})).toEqual([
    'Repeated concerns (line repeat, escalate): not crossed.',
    'It is crossed when this is found, looking back 12 months: at least 3 incidents.',
    'At least 3 incidents: 0, which is 3 short.',
    'No contact or referral is counted.',
    'One more incident today from a new agency, like the last and not progressed, would not cross it; missing then: at least 3 incidents (1).',
    'If nothing more is told, this stays as it is.',
  ]);
});

test('a finding keeps all it says, and each line has its own words', () => {
  const finding: Finding = { ...aFinding(aFound()), lines: [aFound(), aFound({ line: 'second' })] };
  const inWords = findingInWords(finding);
  expect(inWords).toMatchObject(finding);
  expect(inWords.lines.map(({ words }) => words[0])).toEqual([
    'Repeated concerns (line repeat, escalate): not crossed.',
    'Repeated concerns (line second, escalate): not crossed.',
  ]);
});

describe('a line says how it stands', () => {
  // From the first day of summer time, so that an hour before midnight in UTC is the next day in London.
  const first = { from: '2026-03-29T23:30:00.000Z', to: '2026-04-03T22:59:59.999Z' };
  const second = { from: '2026-06-01T09:00:00.000Z', to: '2026-06-01T22:59:59.999Z' };
  const third = { from: '2026-10-01T09:00:00.000Z', to: '2027-05-03T22:59:59.999Z' };

  test('crossed now, for the first time', () => {
    const words = wordsOf({ standing: 'current', crossings: [third] });
    expect(words.slice(0, 2)).toEqual([
      'Repeated concerns (line repeat, escalate): crossed since 1 October 2026.',
      'It is crossed when this is found, looking back 12 months: at least 3 incidents.',
    ]);
    expect(words.at(-1)).toBe('If nothing more is told, it stays crossed until 3 May 2027.');
  });

  test('crossed now, and before', () => {
    expect(wordsOf({ standing: 'current', crossings: [first, second, third] }).slice(0, 2)).toEqual([
      'Repeated concerns (line repeat, escalate): crossed since 1 October 2026.',
      'It was crossed before that from 30 March 2026 to 3 April 2026 and on 1 June 2026.',
    ]);
  });

  test('crossed once and no longer, which is then what is described', () => {
    const words = wordsOf({
      standing: 'ended',
      crossings: [first, second],
      windowEnd: '2026-06-01T22:59:59.999Z',
    });
    expect(words.slice(0, 2)).toEqual([
      'Repeated concerns (line repeat, escalate): not crossed now; it was crossed from 30 March 2026 to 3 April 2026 and on 1 June 2026.',
      'What follows is as of 1 June 2026, when it was last crossed.',
    ]);
    expect(words.at(-1)).toBe('If nothing more is told, this stays as it is.');
  });

  test.each([
    [{}, 1],
    [{ standing: 'current', crossings: [third] }, 1],
    [{ standing: 'current', crossings: [first, third] }, 2],
    [{ standing: 'ended', crossings: [first] }, 1],
  ] as const)('in shadow too, and that it then raises nothing: %j', (stated, place) => {
    expect(wordsOf({ ...stated, shadow: true })[place]).toBe(
      'The line is in shadow: it raises nothing and tells nobody.',
    );
    expect(wordsOf(stated).join(' ')).not.toContain('shadow');
  });

  test('until when that stays so, where something will change by itself', () => {
    const until = 'If nothing more is told, this stays as it is until 4 November 2026 at least.';
    const nextDueAt = '2026-11-04T00:00:00.000Z';
    expect(wordsOf({}, nextDueAt).at(-1)).toBe(until);
    expect(wordsOf({ standing: 'ended', crossings: [first] }, nextDueAt).at(-1)).toBe(until);
    expect(wordsOf({ standing: 'current', crossings: [first, third] }, nextDueAt).at(-1)).toBe(
      'If nothing more is told, it stays crossed until 3 May 2027.',
    );
  });
});

test.each<[SingleCondition, number, boolean, string]>([
  [incidents, 2, false, 'At least 3 incidents: 2, which is 1 short.'],
  [incidents, 3, true, 'At least 3 incidents: 3, which is enough.'],
  [{ points: { referral: 1 }, atLeast: 12 }, 11.9, false, 'At least 12 points: 11.9, which is 0.1 short.'],
  [{ points: { referral: 1 }, atLeast: 12 }, 12.001, true, 'At least 12 points: 12.001, which is enough.'],
  [{ case: 'open' }, 0, false, 'An open case: no.'],
  [{ case: 'open' }, 1, true, 'An open case: yes.'],
  [{ household: { unborn: true } }, 1, true, 'A child in the household who is unborn: yes.'],
  [{ noEvents: ['birth'], within: 'P1Y' }, 0, false, 'No life event (birth) within 1 year: no.'],
])('how far a condition is: %j with %d', (condition, have, met, said) => {
  const need = 'atLeast' in condition ? condition.atLeast : 1;
  expect(wordsOf({ progress: [{ condition, have, need, met }] })).toContain(said);
});

describe('what is counted', () => {
  const tally: LineFinding['tally'] = {
    referrals: 5,
    contacts: 4,
    statutoryReferrals: 1,
    incidents: 1,
    notProgressed: 3,
    agencyGroups: ['2', '3', '6'],
    voices: 1,
    kindsOfConcern: ['domestic-abuse', 'neglect'],
    since: '2026-01-03T09:00:00.000Z',
    until: '2026-05-03T09:00:00.000Z',
  };

  test('is added up in two sentences', () => {
    expect(wordsOf({ tally }).slice(3, 5)).toEqual([
      'Counted are 5 contacts and referrals (4 and 1), made from 3 January 2026 to 3 May 2026, telling of 1 incident; 3 not progressed.',
      'They are from education, health and police, by 1 voice, and tell of domestic abuse and neglect.',
    ]);
  });

  test('may be of one day, of no agency and of no named concern', () => {
    const until = '2026-01-03T20:00:00.000Z';
    const one = { ...tally, incidents: 2, voices: 2, agencyGroups: [], kindsOfConcern: [], until };
    expect(wordsOf({ tally: one }).slice(3, 5)).toEqual([
      'Counted are 5 contacts and referrals (4 and 1), made on 3 January 2026, telling of 2 incidents; 3 not progressed.',
      'They are from no agency that corroborates, by 2 voices, and tell of no concern by its kind.',
    ]);
  });

  test('is nothing, where either end is missing', () => {
    const nothing = 'No contact or referral is counted.';
    expect(wordsOf({ tally: { ...tally, since: undefined } })).toContain(nothing);
    expect(wordsOf({ tally: { ...tally, until: undefined } })).toContain(nothing);
    expect(wordsOf({ tally })).not.toContain(nothing);
  });

  test('keeps the code of a kind of concern that has no title', () => {
    expect(wordsOf({ tally: { ...tally, kindsOfConcern: ['neglect', 'noise'] } })[4]).toBe(
      'They are from education, health and police, by 1 voice, and tell of neglect and noise.',
    );
  });

  const aReading = (key: string, day: number, stated: object): Reading =>
    ({
      referral: key,
      madeAt: `2026-05-0${day}T09:00:00.000Z`,
      annotations: [],
      counted: true,
      incident: 1,
      why: 'first-of-incident',
      points: undefined,
      ...stated,
    }) as Reading;

  test('is named by incident, the first of it first, and with points where there are any', () => {
    const readings = [
      aReading('k5', 5, { incident: 2, points: 1 }),
      aReading('k2', 2, { why: 'same-incident' }),
      aReading('k1', 1, {}),
      aReading('k6', 6, { incident: 2, why: 'same-incident', points: 2.5 }),
      aReading('k3', 3, { why: 'same-incident' }),
      aReading('k7', 7, { incident: 3 }),
    ];
    expect(wordsOf({ readings }).slice(4, 7)).toEqual([
      'Incident 1: 1 May 2026 (k1), and of the same incident 2 May 2026 (k2) and 3 May 2026 (k3).',
      'Incident 2: 5 May 2026 (k5) with 1 point, and of the same incident 6 May 2026 (k6) with 2.5 points.',
      'Incident 3: 7 May 2026 (k7).',
    ]);
  });

  const reasons: Readonly<Record<NotCountedReason, string>> = {
    withdrawn: 'Not counted, withdrawn: 1 May 2026 (k).',
    purpose: 'Not counted, made for another purpose: 1 May 2026 (k).',
    stage: 'Not counted, received at another stage: 1 May 2026 (k).',
    'progressed-or-undecided': 'Not counted, progressed, or not decided on yet: 1 May 2026 (k).',
    outcome: 'Not counted, screened otherwise, or not yet: 1 May 2026 (k).',
    'above-level': 'Not counted, above the level: 1 May 2026 (k).',
    'level-not-given': 'Not counted, no level given: 1 May 2026 (k).',
    concern: 'Not counted, telling of other concerns: 1 May 2026 (k).',
    source: 'Not counted, from another source: 1 May 2026 (k).',
    'outside-window': 'Not counted, outside the window: 1 May 2026 (k).',
    'not-pressing': 'Not counted, repeating none that was not progressed: 1 May 2026 (k).',
    'somebody-else': 'Not counted, from somebody else than who is counted: 1 May 2026 (k).',
    'progressed-among-them':
      'Not counted, counted only where none was progressed, and one was: 1 May 2026 (k).',
    'not-after-quiet': 'Not counted, not made after a quiet time: 1 May 2026 (k).',
    'nobody-named': 'Not counted, naming nobody that could be told apart: 1 May 2026 (k).',
    'kept-or-not-due': 'Not counted, what was decided has followed, or is not overdue: 1 May 2026 (k).',
    'events-not-sent': 'Not counted, its source is not listed as sending what would follow: 1 May 2026 (k).',
  };

  test.each(Object.entries(reasons))('and what is not, and why: %s', (why, said) => {
    expect(wordsOf({ readings: [aReading('k', 1, { counted: false, why })] })[4]).toBe(said);
  });

  test('and what is not is said together for each reason', () => {
    const not = (key: string, day: number, why: NotCountedReason): Reading =>
      aReading(key, day, { counted: false, why });
    const readings = [not('a', 1, 'outside-window'), not('b', 2, 'purpose'), not('c', 3, 'outside-window')];
    expect(wordsOf({ readings }).slice(4, 6)).toEqual([
      'Not counted, outside the window: 1 May 2026 (a) and 3 May 2026 (c).',
      'Not counted, made for another purpose: 2 May 2026 (b).',
    ]);
  });

  test('though its sender took it back, or it was held to be malicious', () => {
    const readings = [
      aReading('a', 1, { annotations: ['retracted-by-sender', 'judged-malicious'] }),
      aReading('b', 2, { counted: false, why: 'outside-window', annotations: ['judged-malicious'] }),
    ];
    expect(wordsOf({ readings }).slice(5, 9)).toEqual([
      'Not counted, outside the window: 2 May 2026 (b).',
      '1 May 2026 (a) was taken back by its sender; it still counts.',
      '1 May 2026 (a) was held to be malicious by the front door; it still counts.',
      '2 May 2026 (b) was held to be malicious by the front door; that is not why it does not count.',
    ]);
  });

  test('of life events is named too', () => {
    const lifeEvents = [
      { key: 'e1', event: 'removal', happenedOn: '2019-07-01' },
      { key: 'e2', event: 'new-adult', happenedOn: '2026-01-31' },
    ] as const;
    expect(wordsOf({ lifeEvents })[4]).toBe(
      'Life events that count: removal of a child on 1 July 2019 (e1) and new adult in the household on 31 January 2026 (e2).',
    );
    expect(wordsOf({}).join(' ')).not.toContain('Life events');
  });
});

describe('what one more incident would do', () => {
  const short = { condition: incidents, have: 2, need: 3, met: false };
  const open: SingleCondition = { case: 'open' };
  const start = 'One more incident today from';

  test('is said of a new agency and of the last referrer', () => {
    const oneMore: LineFinding['oneMore'] = {
      fromNewAgency: { crossed: true, progress: [{ ...short, have: 3, met: true }] },
      fromLastReferrer: {
        crossed: false,
        progress: [
          short,
          { condition: { count: 'voices', atLeast: 1 }, have: 1, need: 1, met: true },
          { condition: open, have: 0, need: 1, met: false },
        ],
      },
    };
    const when: Condition = { all: [incidents, { count: 'voices', atLeast: 1 }, open] };
    const said = wordsOf({ oneMore, when }).filter((sentence) => sentence.startsWith(start));
    expect(said).toEqual([
      `${start} a new agency, like the last and not progressed, would cross it.`,
      `${start} the last referrer, like the last and not progressed, would not cross it; missing then: at least 3 incidents (2); an open case.`,
    ]);
  });

  test('names what is missing as the line joins it', () => {
    const voices = { condition: { count: 'voices' as const, atLeast: 2 }, have: 1, need: 2, met: false };
    const house = { condition: open, have: 0, need: 1, met: false };
    const met = { ...voices, have: 2, met: true };
    const missing = (when: Condition, progress: LineFinding['progress']) => sayMissing(when, progress);
    const v = voices.condition;
    expect(missing({ any: [incidents, v] }, [short, voices])).toBe(
      'either at least 3 incidents (2) or at least 2 voices (1)',
    );
    expect(missing({ any: [incidents] }, [short])).toBe('at least 3 incidents (2)');
    expect(missing({ any: [{ all: [incidents, v, open] }, open] }, [short, met, house, house])).toBe(
      'either at least 3 incidents (2) and an open case or an open case',
    );
    expect(missing({ all: [open, { any: [incidents, v] }] }, [house, short, voices])).toBe(
      'an open case; either at least 3 incidents (2) or at least 2 voices (1)',
    );
    // One of several is enough.
    expect(missing({ all: [open, { any: [incidents, v] }] }, [house, short, met])).toBe('an open case');
    expect(() => missing({ all: [open, v] }, [house])).toThrow(
      'A finding shows less progress than its line has conditions.',
    );
  });

  test('is to leave crossed what is crossed, and to cross again what no longer is', () => {
    const oneMore: LineFinding['oneMore'] = {
      fromNewAgency: { crossed: true, progress: [] },
      fromLastReferrer: undefined,
    };
    const crossings = [{ from: '2026-10-01T09:00:00.000Z', to: '2026-10-03T22:59:59.999Z' }];
    expect(wordsOf({ oneMore, crossings, standing: 'current' }).at(-2)).toBe(
      `${start} a new agency, like the last and not progressed, would leave it crossed.`,
    );
    expect(wordsOf({ oneMore, crossings, standing: 'ended' }).at(-2)).toBe(
      `${start} a new agency, like the last and not progressed, would cross it.`,
    );
  });
});

test('what the engine finds about a family is said in full', () => {
  const policy = aPolicy([
    aLine({
      id: 'history',
      title: 'a removal before, and concerns again',
      severity: 'escalate',
      when: {
        all: [
          { events: ['removal'], atLeast: 1 },
          { count: 'incidents', atLeast: 2, of: { screened: 'not-progressed' } },
        ],
      },
    }),
  ]);
  const nfa = { screening: { outcome: 'nfa', decidedAt: '2026-01-05T09:00:00Z' } } as const;
  const family = aFamilyWith(
    [aLifeEvent('event-1', '2019-07-01', { event: 'removal', subject: 'child', removalKind: 'court-order' })],
    aReferral('old', '2024-01-01T09:00:00Z', nfa),
    aReferral('first', '2026-01-05T09:00:00Z', { ...nfa, annotations: ['retracted-by-sender'] }),
    aReferral('same', '2026-01-06T09:00:00Z', nfa),
    aReferral('gone', '2026-02-01T09:00:00Z', { ...nfa, withdrawn: 'error' }),
    aReferral('undecided', '2026-02-02T09:00:00Z'),
    aReferral('last', '2026-03-01T09:00:00Z', { ...nfa, stage: 'referral' }),
  );
  const finding = findingInWords(examine(family, { policy, hash: 'h' }, Date.parse('2026-03-02T09:00:00Z')));
  expect(finding.lines[0]?.words).toEqual([
    'A removal before, and concerns again (line history, escalate): crossed since 1 March 2026.',
    'It is crossed when all of these are found, looking back 12 months: at least 1 life event (removal of a child) at any time; and at least 2 incidents not progressed.',
    'At least 1 life event (removal of a child) at any time: 1, which is enough.',
    'At least 2 incidents not progressed: 2, which is enough.',
    'Counted are 3 contacts and referrals (2 and 1), made from 5 January 2026 to 1 March 2026, telling of 2 incidents; 3 not progressed.',
    'They are from education, by 1 voice, and tell of neglect.',
    'Incident 1: 5 January 2026 (first), and of the same incident 6 January 2026 (same).',
    'Incident 2: 1 March 2026 (last).',
    'Not counted, outside the window: 1 January 2024 (old).',
    'Not counted, progressed, or not decided on yet: 2 February 2026 (undecided).',
    'Not counted, withdrawn: 1 February 2026 (gone).',
    '5 January 2026 (first) was taken back by its sender; it still counts.',
    'Life events that count: removal of a child on 1 July 2019 (event-1).',
    'One more incident today from a new agency, like the last and not progressed, would leave it crossed.',
    'One more incident today from the last referrer, like the last and not progressed, would leave it crossed.',
    // Six January is the last day that is not more than twelve months after the earlier of the two incidents.
    'If nothing more is told, it stays crossed until 6 January 2027.',
  ]);
});
