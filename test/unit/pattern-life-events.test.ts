import { describe, expect, test } from 'vitest';
import { evaluateLine } from '../../core/pattern/evaluate-line.ts';
import { examine } from '../../core/pattern/examine.ts';
import { examinedFamily } from '../../core/pattern/examined-family.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamilyWith, aLifeEvent, aLine, aPolicy, aReferral } from '../support/a-family.ts';

const told = aReferral('told', '2024-06-03T09:00:00Z');

/** Progress of one condition at an instant. */
function at(
  end: string,
  condition: SingleCondition,
  events: readonly TimelineEvent[],
  referrals: readonly TimelineReferral[] = [told],
) {
  const policy = aPolicy([aLine({ window: 'P12M', when: { all: [condition] } })]);
  const examined = examinedFamily(aFamilyWith(events, ...referrals), policy);
  const [one] = evaluateLine(policy.lines[0]!, examined, Date.parse(end)).progress;
  return { have: one?.have, met: one?.met, events: one?.events.map(({ key }) => key) };
}

/** The finding of one line. */
function found(
  when: Condition,
  asOf: string,
  events: readonly TimelineEvent[],
  {
    referrals = [told],
    window = 'P12M',
    ...stated
  }: { referrals?: TimelineReferral[]; window?: string } & Partial<Policy> = {},
) {
  const policy = aPolicy([aLine({ window, when })], stated);
  const finding = examine(aFamilyWith(events, ...referrals), { policy, hash: 'hash' }, Date.parse(asOf));
  return { ...finding.lines[0]!, nextDueAt: finding.nextDueAt };
}

const plan = (key: string, happenedOn: string, subject = 'child') =>
  aLifeEvent(key, happenedOn, { event: 'child-protection-plan', subject });

describe('life events', () => {
  const history = { events: ['child-protection-plan', 'removal'], atLeast: 1 } as const;

  test('ever means from the day it happened on, however long ago', () => {
    const events = [plan('plan', '2024-06-10')];
    expect(at('2024-06-09T22:59:59.999Z', { ...history, events: [...history.events] }, events)).toEqual({
      have: 0,
      met: false,
      events: [],
    });
    expect(at('2024-06-09T23:00:00.000Z', { ...history, events: [...history.events] }, events)).toEqual({
      have: 1,
      met: true,
      events: ['plan'],
    });
    expect(at('2044-06-10T00:00:00Z', { ...history, events: [...history.events] }, events).met).toBe(true);
  });

  test('within a window it is gone when the day has left it', () => {
    const condition: SingleCondition = { events: ['new-adult'], atLeast: 1, within: 'P6M' };
    const events = [aLifeEvent('adult', '2024-01-15')];
    expect(at('2024-01-15T00:00:00.000Z', condition, events).met).toBe(true);
    expect(at('2024-01-14T23:59:59.999Z', condition, events).met).toBe(false);
    expect(at('2024-07-15T22:59:59.999Z', condition, events).met).toBe(true);
    expect(at('2024-07-15T23:00:00.000Z', condition, events).met).toBe(false);
  });

  test('so many of them, each once, of the kinds that are asked for', () => {
    const missed = ['2024-05-01', '2024-05-08', '2024-05-15'].map((date, index) =>
      aLifeEvent(`missed-${index}`, date, { event: 'not-brought' }),
    );
    const condition: SingleCondition = { events: ['not-brought'], atLeast: 3 };
    const end = '2024-06-01T00:00:00Z';
    expect(at(end, condition, missed)).toEqual({
      have: 3,
      met: true,
      events: ['missed-0', 'missed-1', 'missed-2'],
    });
    expect(at(end, condition, [...missed.slice(1), missed[1]!]).have).toBe(2);
    expect(at(end, condition, [...missed.slice(1), aLifeEvent('adult', '2024-05-02')]).have).toBe(2);
  });

  test('of very many of a kind the newest hundred count, and those of other kinds as well', () => {
    const condition = (atLeast: number): SingleCondition => ({ events: ['not-brought'], atLeast });
    const day = (index: number) => new Date(Date.UTC(2023, 0, 1 + index)).toISOString().slice(0, 10);
    const missed = Array.from({ length: 101 }, (_, index) =>
      aLifeEvent(`missed-${String(index).padStart(3, '0')}`, day(index), { event: 'not-brought' }),
    );
    const one = at('2024-06-01T00:00:00Z', condition(100), [...missed.reverse(), plan('plan', '2010-01-01')]);
    expect(one).toMatchObject({ have: 100, met: true });
    expect([one.events?.[0], one.events?.at(-1)]).toEqual(['missed-001', 'missed-100']);
    const history: SingleCondition = { events: ['child-protection-plan'], atLeast: 1 };
    expect(at('2024-06-01T00:00:00Z', history, [...missed, plan('plan', '2010-01-01')]).have).toBe(1);
  });

  test('a parent’s own childhood is not the family’s history', () => {
    const events = [plan('own', '1998-06-10', 'parent-in-own-childhood')];
    const end = '2024-06-04T00:00:00Z';
    expect(at(end, { ...history, events: [...history.events] }, events).have).toBe(0);
    expect(at(end, { noEvents: ['child-protection-plan'], within: 'P100Y' }, events)).toEqual({
      have: 1,
      met: true,
      events: [],
    });
  });

  test('what counted is evidence, by its own key, and is shown with its date', () => {
    const when: Condition = {
      all: [
        { events: ['removal'], atLeast: 1 },
        { count: 'referrals', atLeast: 1 },
      ],
    };
    const removal = aLifeEvent('removal', '2015-03-02', {
      event: 'removal',
      subject: 'child',
      removalKind: 'court-order',
    });
    const finding = found(when, '2024-06-04T09:00:00Z', [removal, aLifeEvent('adult', '2024-01-01')]);
    expect(finding.evidence).toEqual(['removal', 'told']);
    expect(finding.lifeEvents).toEqual([{ key: 'removal', event: 'removal', happenedOn: '2015-03-02' }]);
    expect(finding.crossings).toEqual([{ from: '2024-06-03T09:00:00.000Z', to: '2025-06-03T22:59:59.999Z' }]);
  });

  test('one told of later than a referral crosses the line on its own day', () => {
    const when: Condition = {
      all: [
        { events: ['new-adult'], atLeast: 1, within: 'P6M' },
        { count: 'referrals', atLeast: 1 },
      ],
    };
    const finding = found(when, '2024-08-01T09:00:00Z', [aLifeEvent('adult', '2024-07-20')], {
      window: 'P6M',
    });
    // From the day of the event until the referral of 3 June has left, which is half a year later.
    expect(finding.crossings).toEqual([{ from: '2024-07-19T23:00:00.000Z', to: '2024-12-03T23:59:59.999Z' }]);
  });

  test('none of a kind holds until one happens, and again when that has left its window', () => {
    const condition: SingleCondition = { noEvents: ['pre-birth-assessment-started'], within: 'P30D' };
    const events = [aLifeEvent('assessed', '2024-06-10', { event: 'pre-birth-assessment-started' })];
    expect(at('2024-06-09T22:59:59.999Z', condition, events)).toEqual({ have: 1, met: true, events: [] });
    expect(at('2024-06-09T23:00:00.000Z', condition, events)).toEqual({ have: 0, met: false, events: [] });
    expect(at('2024-07-10T22:59:59.999Z', condition, events).met).toBe(false);
    expect(at('2024-07-10T23:00:00.000Z', condition, events).met).toBe(true);
  });
});

describe('an open case', () => {
  const step = (
    key: string,
    date: string,
    event: 'case-opened' | 'case-stepped-up' | 'case-stepped-down' | 'case-closed',
  ) => aLifeEvent(key, date, { event, caseKind: 'child-in-need' });
  const open: SingleCondition = { case: 'open' };

  test.each([
    ['before it is opened', '2024-01-09T23:59:59.999Z', false],
    ['from the day it is opened', '2024-01-10T00:00:00.000Z', true],
    ['after it was stepped up or down', '2024-03-02T12:00:00Z', true],
    ['until the day it is closed', '2024-03-31T22:59:59.999Z', true],
    ['from that day on', '2024-03-31T23:00:00.000Z', false],
    ['until it is opened anew', '2024-05-01T12:00:00Z', true],
  ])('%s', (_when, end, expected) => {
    const events = [
      step('d', '2024-04-01', 'case-closed'),
      step('a', '2024-01-10', 'case-opened'),
      step('b', '2024-02-01', 'case-stepped-up'),
      step('c', '2024-03-01', 'case-stepped-down'),
      step('e', '2024-05-01', 'case-opened'),
    ];
    expect(at(end, open, events)).toEqual({ have: expected ? 1 : 0, met: expected, events: [] });
  });

  test('of a closing and an opening on one day the opening is believed, whatever their keys', () => {
    const closing = step('closing', '2024-05-01', 'case-closed');
    for (const key of ['a', 'z']) {
      expect(at('2024-05-02T12:00:00Z', open, [closing, step(key, '2024-05-01', 'case-opened')]).met).toBe(
        true,
      );
    }
    expect(at('2024-05-02T12:00:00Z', open, [closing, step('a', '2024-04-30', 'case-opened')]).met).toBe(
      false,
    );
    expect(at('2024-05-02T12:00:00Z', open, []).met).toBe(false);
  });
});

describe('quiet before', () => {
  const quiet = (quietBefore: string, of?: { screened: 'not-progressed' }): Condition => ({
    all: [{ quietBefore, ...(of === undefined ? {} : { of }) }],
  });
  const long = (madeAt: string, stated: Partial<TimelineReferral> = {}) =>
    aReferral('before', madeAt, stated);

  test('a referral counts where the one before it lies further back than the quiet time', () => {
    const crossed = (before: TimelineReferral) =>
      found(quiet('P12M'), '2024-06-04T09:00:00Z', [], { referrals: [before, told], window: 'P1M' });
    // The window of twelve months before 3 June 2024 begins on 3 June 2023.
    expect(crossed(long('2023-06-02T22:59:59.999Z')).crossings).toEqual([
      { from: '2024-06-03T09:00:00.000Z', to: '2024-07-03T22:59:59.999Z' },
    ]);
    expect(crossed(long('2023-06-02T23:00:00.000Z')).crossings).toEqual([]);
    expect(crossed(long('2023-06-02T22:59:59.999Z')).evidence).toEqual(['told']);
    expect(crossed(long('2023-06-02T22:59:59.999Z')).readings).toMatchObject([
      { referral: 'before', counted: false, why: 'outside-window' },
      { referral: 'told', counted: true },
    ]);
  });

  test('the first referral of all follows no quiet time', () => {
    expect(found(quiet('P12M'), '2024-06-04T09:00:00Z', []).crossings).toEqual([]);
  });

  test('what does not count does not break the quiet, and is not what it is measured from', () => {
    const question = aReferral('question', '2024-01-01T09:00:00Z', { purpose: 'information-request' });
    const referrals = [long('2022-06-01T09:00:00Z'), question, told];
    expect(found(quiet('P12M'), '2024-06-04T09:00:00Z', [], { referrals }).crossings).toHaveLength(1);
    expect(
      found(quiet('P12M'), '2024-06-04T09:00:00Z', [], { referrals: [question, told] }).crossings,
    ).toEqual([]);
  });

  test('the one that comes back must be one that is selected', () => {
    const condition = quiet('P12M', { screened: 'not-progressed' });
    const decision = { screening: { outcome: 'nfa', decidedAt: '2024-06-05T09:00:00Z' } } as const;
    const before = long('2022-06-01T09:00:00Z');
    const asOf = '2024-06-10T09:00:00Z';
    expect(
      found(condition, asOf, [], { referrals: [before, { ...told, ...decision }] }).crossings,
    ).toHaveLength(1);
    const undecided = found(condition, asOf, [], { referrals: [before, told] });
    expect(undecided.crossings).toEqual([]);
    expect(undecided.readings).toMatchObject([
      { referral: 'before', why: 'progressed-or-undecided' },
      { referral: 'told', why: 'progressed-or-undecided' },
    ]);
    // One that follows at once is selected and in the window, and did not come back.
    const next = aReferral('next', '2024-06-06T09:00:00Z', decision);
    const both = found(condition, asOf, [], { referrals: [before, told, next] });
    expect(both.readings.at(-1)).toMatchObject({ referral: 'next', counted: false, why: 'not-after-quiet' });
  });
});

describe('a promise', () => {
  const promise: Condition = {
    all: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '10 working days' }],
  };
  const listed = {
    sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
  } as const;
  const promised = aReferral('promised', '2024-06-03T09:00:00Z', {
    screening: { outcome: 'assessment', decidedAt: '2024-06-04T09:00:00Z' },
  });
  const started = (happenedOn: string) => aLifeEvent('started', happenedOn, { event: 'assessment-started' });
  const broken = (events: readonly TimelineEvent[], stated: object = {}) =>
    found(promise, '2024-06-05T09:00:00Z', events, {
      referrals: [promised],
      sourcesSendingEvents: listed.sourcesSendingEvents.map((one) => ({ ...one, events: [...one.events] })),
      ...stated,
    });

  test('is broken when the last working day for it has ended, with nothing new told', () => {
    // Tuesday 4 June and ten working days: Tuesday 18 June. It is broken from the 19th, in London.
    const finding = broken([]);
    expect(finding).toMatchObject({
      standing: 'below',
      crossings: [],
      nextDueAt: '2024-06-18T23:00:00.000Z',
    });
    expect(finding.readings).toMatchObject([
      { referral: 'promised', counted: false, why: 'kept-or-not-due' },
    ]);
    const due = found(promise, '2024-06-18T23:00:00.000Z', [], {
      referrals: [promised],
      sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
    });
    expect(due).toMatchObject({
      standing: 'current',
      // Until the referral leaves the window of the line.
      crossings: [{ from: '2024-06-18T23:00:00.000Z', to: '2025-06-03T22:59:59.999Z' }],
      evidence: ['promised'],
      progress: [{ have: 1, need: 1, met: true }],
      nextDueAt: '2025-06-03T23:00:00.000Z',
    });
  });

  test.each([
    ['on the day of the decision', '2024-06-04', undefined],
    ['on the last day for it', '2024-06-18', undefined],
    ['the day after', '2024-06-19', undefined],
    ['two days after', '2024-06-20', '2024-06-19T22:59:59.999Z'],
  ])('is kept %s', (_when, happenedOn, brokenTo) => {
    const finding = found(promise, '2024-07-01T09:00:00Z', [started(happenedOn)], {
      referrals: [promised],
      sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
    });
    expect(finding.crossings).toEqual(
      brokenTo === undefined ? [] : [{ from: '2024-06-18T23:00:00.000Z', to: brokenTo }],
    );
  });

  test.each<[string, readonly TimelineEvent[], object]>([
    ['of a source that is not listed', [], { sourcesSendingEvents: [] }],
    [
      'of a source that sends other events',
      [],
      { sourcesSendingEvents: [{ source: 'front-door', events: ['s47'] }] },
    ],
    [
      'of another source than the one listed',
      [],
      { sourcesSendingEvents: [{ source: 'other-door', events: ['assessment-started'] }] },
    ],
    [
      'that was another decision',
      [],
      { referrals: [{ ...promised, screening: { outcome: 's47', decidedAt: '2024-06-04T09:00:00Z' } }] },
    ],
    ['that does not count', [], { referrals: [{ ...promised, purpose: 'notification' }] }],
  ])('is never broken where there is none: a decision %s', (_which, events, stated) => {
    expect(broken(events, stated)).toMatchObject({ crossings: [], nextDueAt: undefined });
  });

  test('of a source that is not listed is not said to be kept', () => {
    expect(broken([], { sourcesSendingEvents: [] }).readings).toMatchObject([
      { referral: 'promised', counted: false, why: 'events-not-sent' },
    ]);
  });

  test('nothing that happened before the decision keeps it, nor a parent’s own childhood', () => {
    expect(broken([started('2024-06-03')]).nextDueAt).toBe('2024-06-18T23:00:00.000Z');
    const inquiry: Condition = {
      all: [{ promised: ['assessment'], keptBy: ['s47'], within: '1 working day' }],
    };
    const own = aLifeEvent('own', '2024-06-05', { event: 's47', subject: 'parent-in-own-childhood' });
    const finding = found(inquiry, '2024-06-07T09:00:00Z', [own], {
      referrals: [promised],
      sourcesSendingEvents: [{ source: 'front-door', events: ['s47'] }],
    });
    expect(finding.standing).toBe('current');
  });

  test('one whose day would come after its referral has left the window is never broken', () => {
    const finding = broken([], { window: 'P10D' });
    expect(finding).toMatchObject({ crossings: [], nextDueAt: undefined });
  });

  test('a second one, broken later in the same crossing, is no evidence before it is broken', () => {
    const second = aReferral('second', '2024-06-20T09:00:00Z', {
      screening: { outcome: 'assessment', decidedAt: '2024-06-20T09:00:00Z' },
    });
    const on = (asOf: string) => {
      const { evidence, crossings, nextDueAt } = found(promise, asOf, [], {
        referrals: [promised, second],
        sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
      });
      return { evidence, from: crossings[0]?.from, nextDueAt };
    };
    // Thursday 20 June and ten working days: Thursday 4 July.
    expect(on('2024-07-04T22:59:59.999Z')).toEqual({
      evidence: ['promised'],
      from: '2024-06-18T23:00:00.000Z',
      nextDueAt: '2024-07-04T23:00:00.000Z',
    });
    expect(on('2024-07-04T23:00:00.000Z')).toEqual({
      evidence: ['promised', 'second'],
      from: '2024-06-18T23:00:00.000Z',
      // Until the second referral leaves the window of the line.
      nextDueAt: '2025-06-20T23:00:00.000Z',
    });
  });

  test('one that was decided long before it was made is not broken before it was made', () => {
    const early = {
      ...promised,
      screening: { outcome: 'assessment', decidedAt: '2024-01-02T09:00:00Z' },
    } as const;
    expect(broken([], { referrals: [early] }).crossings[0]?.from).toBe('2024-06-03T09:00:00.000Z');
  });
});

describe('when the answer changes by itself', () => {
  const one: Condition = { all: [{ count: 'referrals', atLeast: 1 }] };

  test('a crossing that stands lapses one millisecond after its end', () => {
    expect(found(one, '2024-06-04T09:00:00Z', []).nextDueAt).toBe('2025-06-03T23:00:00.000Z');
    // On its last millisecond it still stands.
    expect(found(one, '2025-06-03T22:59:59.999Z', [])).toMatchObject({
      standing: 'current',
      nextDueAt: '2025-06-03T23:00:00.000Z',
    });
    expect(found(one, '2025-06-03T23:00:00.000Z', [])).toMatchObject({
      standing: 'ended',
      nextDueAt: undefined,
    });
  });

  test('the earliest of all lines is the next', () => {
    const policy = aPolicy([
      aLine({ id: 'long', window: 'P12M', when: one }),
      aLine({ id: 'short', window: 'P1M', when: one }),
      aLine({ id: 'never', when: { all: [{ count: 'referrals', atLeast: 9 }] } }),
    ]);
    const finding = examine(
      aFamilyWith([], told),
      { policy, hash: 'hash' },
      Date.parse('2024-06-04T09:00:00Z'),
    );
    expect(finding.nextDueAt).toBe('2024-07-03T23:00:00.000Z');
  });

  test('one that will begin by itself is waited for, also after one that has ended', () => {
    const policy = aPolicy([
      aLine({
        window: 'P12M',
        when: { all: [{ count: 'referrals', atLeast: 1 }, { household: { dueWithin: 'P12W' } }] },
      }),
    ]);
    const expecting = aReferral('a', '2024-01-10T09:00:00Z', {
      household: {
        children: [{ expectedDateOfBirth: '2024-02-01' }, { expectedDateOfBirth: '2024-10-07' }],
      },
    });
    const next = (asOf: string) => {
      const finding = examine(aFamilyWith([], expecting), { policy, hash: 'hash' }, Date.parse(asOf));
      return [finding.lines[0]?.standing, finding.nextDueAt];
    };
    expect(next('2024-01-20T09:00:00Z')).toEqual(['current', '2024-02-01T00:00:00.000Z']);
    expect(next('2024-03-01T09:00:00Z')).toEqual(['ended', '2024-07-14T23:00:00.000Z']);
    expect(next('2024-07-14T23:00:00Z')).toEqual(['current', '2024-10-06T23:00:00.000Z']);
    expect(next('2024-11-01T09:00:00Z')).toEqual(['ended', undefined]);
  });

  test('a line that could be crossed for ever is a fault of its policy, and says so', () => {
    const never: Condition = { all: [{ events: ['new-adult'], atLeast: 1 }] };
    expect(() => found(never, '2024-06-04T09:00:00Z', [aLifeEvent('adult', '2024-06-01')])).toThrow(
      'A line is crossed for ever from 2024-05-31T23:00:00.000Z: its policy should have been refused.',
    );
  });
});

describe('what was withdrawn or noted', () => {
  const when: Condition = { all: [{ count: 'referrals', atLeast: 2 }] };
  const other = aReferral('other', '2024-05-03T09:00:00Z');

  test('a withdrawn referral is shown last, and counts for nothing', () => {
    const finding = found(when, '2024-06-04T09:00:00Z', [], {
      referrals: [{ ...other, withdrawn: 'duplicate', annotations: ['retracted-by-sender'] }, told],
    });
    expect(finding).toMatchObject({ standing: 'below', evidence: [], tally: { referrals: 1 } });
    expect(finding.readings).toMatchObject([
      { referral: 'told', counted: true, annotations: [] },
      {
        referral: 'other',
        madeAt: '2024-05-03T09:00:00.000Z',
        counted: false,
        why: 'withdrawn',
        annotations: ['retracted-by-sender'],
      },
    ]);
  });

  test('several of them once each, in order of time', () => {
    const readings = found(when, '2024-06-04T09:00:00Z', [], {
      referrals: [
        { ...told, withdrawn: 'error' },
        { ...other, withdrawn: 'test' },
        { ...told, withdrawn: 'error' },
      ],
    }).readings;
    expect(readings.map(({ referral }) => referral)).toEqual(['other', 'told']);
  });

  test('one that its sender took back, or that was held to be malicious, still counts', () => {
    for (const annotation of ['retracted-by-sender', 'judged-malicious'] as const) {
      const finding = found(when, '2024-06-04T09:00:00Z', [], {
        referrals: [{ ...other, annotations: [annotation] }, told],
      });
      expect(finding).toMatchObject({ standing: 'current', evidence: ['other', 'told'] });
      expect(finding.readings[0]).toMatchObject({
        referral: 'other',
        counted: true,
        annotations: [annotation],
      });
    }
  });
});

test('a line says of itself whether it is on trial, ends by itself, whom it goes to and its own step', () => {
  const policy = aPolicy([
    aLine({ id: 'plain', severity: 'escalate' }),
    aLine({ id: 'watched', severity: 'watch' }),
    aLine({
      id: 'special',
      severity: 'urgent',
      shadow: true,
      closesByItself: true,
      goesTo: 'tier-above',
      afterDecision: { incidents: 1, quietDays: 0 },
    }),
  ]);
  const { lines } = examine(
    aFamilyWith([], told),
    { policy, hash: 'hash' },
    Date.parse('2024-06-04T09:00:00Z'),
  );
  expect(
    lines.map(({ shadow, closesByItself, goesTo, afterDecision }) => [
      shadow,
      closesByItself,
      goesTo,
      afterDecision,
    ]),
  ).toEqual([
    [false, false, 'team', undefined],
    [false, true, 'team', undefined],
    [true, true, 'tier-above', { incidents: 1, quietDays: 0 }],
  ]);
});
