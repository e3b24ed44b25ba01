import { describe, expect, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { type Answered, answeredBy } from '../../core/alert/answered.ts';
import type { AlertDecision } from '../../core/alert/decide-alert.ts';
import type { DecisionMade } from '../../core/alert/decision.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import type { Timeline, TimelineEvent, TimelineReferral } from '../../core/timeline/timeline.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import { aFamilyWith, aLifeEvent, aLine, aPolicy } from '../support/a-family.ts';
import { alertOf, decisionOn } from '../support/an-alert.ts';
import { aReferral } from '../support/timeline-builders.ts';

/** Two referrals in a year: crossed on 2 February, decided on 2 March 2026. All by a health visitor. */
const two = aLine({ id: 'two', severity: 'escalate' });
const january = aReferral({ key: 'january', madeAt: '2026-01-05T09:00:00Z' });
const february = aReferral({ key: 'february', madeAt: '2026-02-02T09:00:00Z' });
const decidedAt = '2026-03-02T10:00:00.000Z';

/** Two further incidents, more than five days apart. */
const newOnTenth = aReferral({ key: 'march-10', madeAt: '2026-03-10T09:00:00Z' });
const newOnTwentieth = aReferral({ key: 'march-20', madeAt: '2026-03-20T09:00:00Z' });

const policyOf = (lines: readonly Policy['lines'][number][], stated: Partial<Policy> = {}): LivePolicy => ({
  hash: 'a-hash',
  policy: aPolicy(lines, stated),
});

const withWaivers = (...waivedBy: Policy['alerting']['afterDecision']['waivedBy']): LivePolicy => {
  const { alerting } = aPolicy([]);
  return policyOf([two], {
    alerting: { ...alerting, afterDecision: { incidents: 2, quietDays: 28, waivedBy } },
  });
};

const made: DecisionMade = {
  decision: 'assessment',
  label: 'useful',
  decidedBy: 'person-1',
  decidedAt,
};

const family = (
  referrals: readonly TimelineReferral[],
  ...events: readonly TimelineEvent[]
): readonly Timeline[] => aFamilyWith(events, ...referrals);

/** What a decision on 2 March answers about a family that holds these timelines then. */
function answeredOn(timelines: readonly Timeline[], live: LivePolicy, before?: Answered): Answered {
  const alert = alertOf(decisionOn(timelines, '2026-02-02T09:01:00Z', { live }));
  return answeredBy(alert, made, timelines, before);
}

type Later = {
  /** What has come since the decision. */
  readonly referrals?: readonly TimelineReferral[];
  readonly events?: readonly TimelineEvent[];
  readonly asOf: string;
  readonly live?: LivePolicy;
  readonly open?: Alert;
};

/** What is decided about the family of January and February, decided on, when it is examined later. */
function later({ referrals = [], events = [], asOf, live = withWaivers(), open }: Later): AlertDecision {
  const before = family([january, february]);
  const after = family([january, february, ...referrals], ...events);
  return decisionOn(after, asOf, { live, open, answered: answeredOn(before, live) });
}

const waiting = (quietUntil: string | undefined) => ({ kind: 'nothing', reason: 'answered', quietUntil });

/** 2 March and 28 days are 30 March, by when London is on summer time. */
const endOfQuiet = '2026-03-29T23:00:00.000Z';

describe('a family that was decided on', () => {
  it('is answered as long as nothing new is told, however long that is', () => {
    expect(later({ asOf: '2026-03-02T10:00:01Z' })).toEqual(waiting(undefined));
    expect(later({ asOf: '2026-12-31T09:00:00Z' })).toEqual(waiting(undefined));
  });

  it('is answered with one new incident, although 28 days have passed', () => {
    expect(later({ referrals: [newOnTenth], asOf: '2026-06-01T09:00:00Z' })).toEqual(waiting(undefined));
  });

  it('is answered with two new incidents until the 28th day after the decision begins in London', () => {
    const referrals = [newOnTenth, newOnTwentieth];
    expect(later({ referrals, asOf: '2026-03-20T09:01:00Z' })).toEqual(waiting(endOfQuiet));
    expect(later({ referrals, asOf: '2026-03-29T22:59:59.999Z' })).toEqual(waiting(endOfQuiet));
  });

  it('is raised again when that day begins, as an alert of its own that names the one before', () => {
    const decision = later({ referrals: [newOnTenth, newOnTwentieth], asOf: endOfQuiet });
    expect(decision).toMatchObject({ kind: 'raise', reason: 'line-crossed' });
    expect(alertOf(decision)).toMatchObject({
      previous: 'ALERT0000001',
      version: 1,
      state: 'raised',
      evidence: ['february', 'january', 'march-10', 'march-20'],
      pendingNotice: { sequence: 1, lines: [{ line: 'two', from: '2026-02-02T09:00:00.000Z' }] },
    });
  });

  it.each([
    {
      what: 'two referrals of one incident by its reference',
      referrals: [
        { ...newOnTenth, incidentRef: 'incident-1' },
        { ...newOnTwentieth, incidentRef: 'incident-1' },
      ],
    },
    {
      what: 'one that the front door said tells of the same event as the other',
      referrals: [newOnTenth, { ...newOnTwentieth, sameEventAs: 'march-10' }],
    },
    {
      what: 'one that tells of the same event as the other by way of a referral that was known',
      referrals: [
        { ...newOnTenth, sameEventAs: 'january' },
        { ...newOnTwentieth, sameEventAs: 'january' },
      ],
    },
    {
      what: 'a second referral five days after the first',
      referrals: [newOnTenth, { ...newOnTwentieth, madeAt: '2026-03-15T09:00:00Z' }],
    },
    {
      what: 'a request for information',
      referrals: [newOnTenth, { ...newOnTwentieth, purpose: 'information-request' as const }],
    },
    {
      what: 'a referral that was withdrawn',
      referrals: [newOnTenth, { ...newOnTwentieth, withdrawn: 'error' as const }],
    },
  ])('does not count $what as a second new incident', ({ referrals }) => {
    expect(later({ referrals, asOf: '2026-04-10T09:00:00Z' })).toEqual(waiting(undefined));
  });

  it('counts a referral of the sixth day as a second new incident', () => {
    const onSixteenth = { ...newOnTwentieth, madeAt: '2026-03-16T09:00:00Z' };
    const decision = later({ referrals: [newOnTenth, onSixteenth], asOf: '2026-04-10T09:00:00Z' });
    expect(decision.kind).toBe('raise');
  });

  it('counts one that tells of an event which was known as a new incident, as one by the same reference', () => {
    const decision = later({
      referrals: [{ ...newOnTenth, sameEventAs: 'january' }, newOnTwentieth],
      asOf: '2026-04-10T09:00:00Z',
    });
    expect(decision.kind).toBe('raise');
  });

  it('counts by the policy’s own days between incidents', () => {
    const live = policyOf([two], { incident: { withinDays: 10 }, alerting: withWaivers().policy.alerting });
    const decision = later({
      referrals: [newOnTenth, newOnTwentieth],
      asOf: '2026-04-10T09:00:00Z',
      live,
    });
    expect(decision).toEqual(waiting(undefined));
  });

  it('counts a referral that is recorded late as new, although it was made before the decision', () => {
    const late = aReferral({ key: 'late', madeAt: '2026-01-20T09:00:00Z' });
    const decision = later({ referrals: [late, newOnTenth], asOf: '2026-04-10T09:00:00Z' });
    expect(decision).toMatchObject({ kind: 'raise' });
  });
});

describe('what waives the step after a decision', () => {
  const asOf = '2026-03-10T09:01:00Z';
  const fromSchool = { ...newOnTenth, referrer: { sourceCode: '2A' as const } };

  it.each([
    { waiver: 'new-agency-group' as const, came: { referrals: [fromSchool] } },
    {
      waiver: 'challenge' as const,
      came: { referrals: [{ ...newOnTenth, purpose: 'challenge' as const }] },
    },
    {
      waiver: 'pregnancy-or-birth' as const,
      came: {
        referrals: [newOnTenth],
        events: [
          aLifeEvent('pregnant', '2026-03-05', { event: 'pregnancy', expectedDateOfBirth: '2026-09-01' }),
        ],
      },
    },
    {
      waiver: 'pregnancy-or-birth' as const,
      came: { referrals: [newOnTenth], events: [aLifeEvent('born', '2026-03-05', { event: 'birth' })] },
    },
    {
      waiver: 'pregnancy-or-birth' as const,
      came: { referrals: [{ ...newOnTenth, household: { children: [{ dateOfBirth: '2026-03-01' }] } }] },
    },
    {
      waiver: 'pregnancy-or-birth' as const,
      came: {
        referrals: [{ ...newOnTenth, household: { children: [{ expectedDateOfBirth: '2026-08-01' }] } }],
      },
    },
  ])('is $waiver, where the policy says so', ({ waiver, came }) => {
    expect(later({ ...came, asOf, live: withWaivers(waiver) })).toMatchObject({ kind: 'raise' });
    expect(later({ ...came, asOf, live: withWaivers() })).toEqual(waiting(undefined));
  });

  it('is one of several things that are new', () => {
    const challenge = { ...newOnTenth, key: 'challenge', purpose: 'challenge' as const };
    const referrals = [newOnTenth, challenge, { ...fromSchool, key: 'school' }];
    expect(later({ referrals, asOf, live: withWaivers('challenge') }).kind).toBe('raise');
    expect(later({ referrals, asOf, live: withWaivers('new-agency-group') }).kind).toBe('raise');
  });

  it.each([
    { event: 'pregnancy' as const, expectedDateOfBirth: '2026-05-01', happenedOn: '2026-03-05' },
    { event: 'birth' as const, expectedDateOfBirth: '2026-05-01', happenedOn: '2026-02-20' },
  ])(
    'is a $event that is told of as a life event, though the child was known',
    ({ happenedOn, ...event }) => {
      const live = withWaivers('pregnancy-or-birth');
      const children = [{ expectedDateOfBirth: '2026-05-01' }, { dateOfBirth: '2026-02-20' }];
      const known = { ...january, household: { children } };
      const answered = answeredOn(family([known, february]), live);
      const told = aLifeEvent('told', happenedOn, event);
      const after = family([known, february, newOnTenth], told);
      expect(decisionOn(after, asOf, { live, answered }).kind).toBe('raise');
    },
  );

  it('is no agency group that was known, or that does not corroborate', () => {
    const live = withWaivers('new-agency-group');
    expect(later({ referrals: [newOnTenth], asOf, live })).toEqual(waiting(undefined));
    const fromSocialCare = { ...newOnTenth, referrer: { sourceCode: '5A' as const } };
    expect(later({ referrals: [fromSocialCare], asOf, live })).toEqual(waiting(undefined));
  });

  it('is no new adult, and no child that was known', () => {
    const live = withWaivers('pregnancy-or-birth');
    const events = [aLifeEvent('adult', '2026-03-05')];
    expect(later({ referrals: [newOnTenth], events, asOf, live })).toEqual(waiting(undefined));
    const child = { household: { children: [{ dateOfBirth: '2020-05-01' }] } };
    const before = family([{ ...january, ...child }, february]);
    const after = family([{ ...january, ...child }, february, { ...newOnTenth, ...child }]);
    const answered = answeredOn(before, live);
    expect(decisionOn(after, asOf, { live, answered })).toEqual(waiting(undefined));
  });

  it('is no pregnancy, challenge or agency group that was told of before the decision', () => {
    const live = withWaivers('new-agency-group', 'pregnancy-or-birth', 'challenge');
    const pregnancy = aLifeEvent('pregnant', '2026-02-01', {
      event: 'pregnancy',
      expectedDateOfBirth: '2026-09-01',
    });
    const challenge = { ...february, purpose: 'challenge' as const };
    const answered = answeredOn(family([january, challenge], pregnancy), live);
    const after = family([january, challenge, newOnTenth], pregnancy);
    expect(decisionOn(after, asOf, { live, answered })).toEqual(waiting(undefined));
  });

  it('is a line more severe than the alert that was decided on', () => {
    const three = aLine({
      id: 'three',
      severity: 'urgent',
      when: { all: [{ count: 'referrals', atLeast: 3 }] },
    });
    const live = policyOf([two, three]);
    const decision = later({ referrals: [newOnTenth], asOf, live });
    expect(decision).toMatchObject({ kind: 'raise', alert: { severity: 'urgent' } });
    // What the family crosses besides, with something new, is a reason of the same alert.
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['two', 'three']);
    const asSevere = policyOf([two, { ...three, severity: 'escalate' }]);
    expect(later({ referrals: [newOnTenth], asOf, live: asSevere })).toEqual(waiting(undefined));
    const unwaived = { ...live, policy: { ...live.policy, alerting: withWaivers().policy.alerting } };
    expect(later({ referrals: [newOnTenth], asOf, live: unwaived })).toEqual(waiting(undefined));
  });

  it('lets nothing be raised where no line that is crossed has anything new', () => {
    // Only what was screened counts, so the challenge is in the evidence of no line.
    const screened = aLine({
      id: 'two',
      severity: 'escalate',
      when: { all: [{ count: 'referrals', atLeast: 2, of: { purposes: ['concern'] } }] },
    });
    const live = policyOf([screened], { alerting: withWaivers('challenge').policy.alerting });
    const challenge = { ...newOnTenth, purpose: 'challenge' as const };
    expect(later({ referrals: [challenge], asOf, live })).toEqual(waiting(undefined));
  });
});

describe('a line that is crossed without a new referral', () => {
  const adult = aLine({
    id: 'adult',
    severity: 'escalate',
    when: {
      all: [
        { events: ['new-adult'], atLeast: 1, within: 'P12M' },
        { count: 'referrals', atLeast: 1 },
      ],
    },
  });
  const live = policyOf([two, adult], { alerting: withWaivers().policy.alerting });
  const known = aLifeEvent('known', '2026-02-01');
  const inMarch = aLifeEvent('in-march', '2026-03-05');
  const afterKnown = (referrals: readonly TimelineReferral[], ...events: readonly TimelineEvent[]) =>
    decisionOn(family([january, february, ...referrals], known, ...events), '2026-03-20T09:01:00Z', {
      live,
      answered: answeredOn(family([january, february], known), live),
    });

  it('has its new life events counted like incidents', () => {
    expect(afterKnown([newOnTenth])).toEqual(waiting(undefined));
    expect(afterKnown([], inMarch)).toEqual(waiting(undefined));
    expect(afterKnown([newOnTenth], inMarch)).toEqual(waiting(endOfQuiet));
    expect(afterKnown([], inMarch, aLifeEvent('again', '2026-03-06'))).toEqual(waiting(endOfQuiet));
  });

  it('has only its own life events counted', () => {
    const missed = aLifeEvent('missed', '2026-03-05', { event: 'not-brought' });
    expect(afterKnown([newOnTenth], missed)).toEqual(waiting(undefined));
  });

  it.each([
    { when: 'after the decision', event: inMarch },
    { when: 'before it, and told of after it', event: known },
  ])('waits for the quiet days alone where one life event crosses it that happened $when', ({ event }) => {
    expect(later({ events: [event], asOf: '2026-03-06T09:00:00Z', live })).toEqual(waiting(endOfQuiet));
    const decision = later({ events: [event], asOf: endOfQuiet, live });
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['adult']);
  });

  it('waits for the quiet days alone where time crosses it, whatever is told after that', () => {
    const dueSoon = aLine({
      id: 'due-soon',
      severity: 'escalate',
      when: { all: [{ household: { dueWithin: 'P12W' } }, { count: 'referrals', atLeast: 1 }] },
    });
    const policy = policyOf([two, dueSoon], { alerting: withWaivers().policy.alerting });
    // Twelve weeks before 1 June is 9 March.
    const pregnant = { ...january, household: { children: [{ expectedDateOfBirth: '2026-06-01' }] } };
    const answered = answeredOn(family([pregnant, february]), policy);
    const on = (asOf: string, ...more: readonly TimelineReferral[]) =>
      decisionOn(family([pregnant, february, ...more]), asOf, { live: policy, answered });
    expect(on('2026-03-08T23:59:59.999Z')).toEqual(waiting(undefined));
    expect(on('2026-03-09T00:00:00.000Z')).toEqual(waiting(endOfQuiet));
    expect(on('2026-03-10T09:01:00Z', newOnTenth)).toEqual(waiting(endOfQuiet));
    const decision = on(endOfQuiet);
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['due-soon']);
  });

  it('is none that a referral crosses, which counts as the incident that it is', () => {
    const three = aLine({
      id: 'three',
      severity: 'escalate',
      when: { all: [{ count: 'referrals', atLeast: 3 }] },
    });
    const policy = policyOf([two, three], { alerting: withWaivers().policy.alerting });
    const asOf = '2026-04-10T09:00:00Z';
    expect(later({ referrals: [newOnTenth], asOf, live: policy })).toEqual(waiting(undefined));
    const late = aReferral({ key: 'late', madeAt: '2026-01-20T09:00:00Z' });
    expect(later({ referrals: [late], asOf, live: policy })).toEqual(waiting(undefined));
  });

  it('is raised under the default policy: a new adult, a child out of school, a baby due soon', () => {
    const shipped = { hash: 'a-hash', policy: Policy.parse(defaultPolicy) };
    const screening = { outcome: 'nfa', decidedAt: '2026-02-03T09:00:00Z' } as const;
    const child = '2024-05-06';
    const due = '2026-06-01';
    const told = [
      { ...january, screening, household: { children: [{ dateOfBirth: child }] } },
      { ...february, screening, household: { children: [{ expectedDateOfBirth: due }] } },
    ];
    const answered: Answered = {
      alertId: 'ALERT0000001',
      decidedAt,
      severity: 'escalate',
      evidence: {},
      referrals: ['february', 'january'],
      agencyGroups: ['3'],
      children: [`born ${child}`, `due ${due}`],
    };
    const gone = aLifeEvent('gone', '2026-03-05', { event: 'withdrawn-from-school' });
    const on = (asOf: string) => decisionOn(family(told, inMarch, gone), asOf, { live: shipped, answered });
    expect(on('2026-03-09T00:00:00Z')).toEqual(waiting(endOfQuiet));
    expect(alertOf(on(endOfQuiet)).lines.map(({ line }) => line)).toEqual([
      'unborn-unassessed',
      'new-adult-young-child',
      'left-view',
      'new-adult',
    ]);
  });
});

describe('a line with a step of its own', () => {
  const pressing = { ...two, afterDecision: { incidents: 1, quietDays: 0 } };

  it('needs that many new incidents and days instead of the policy’s', () => {
    const live = policyOf([pressing], { alerting: withWaivers().policy.alerting });
    expect(later({ asOf: '2026-03-10T09:01:00Z', live })).toEqual(waiting(undefined));
    expect(later({ referrals: [newOnTenth], asOf: '2026-03-10T09:01:00Z', live }).kind).toBe('raise');
  });

  it('is waited for no longer than for the line whose days end first', () => {
    const sooner = { ...two, id: 'sooner', afterDecision: { incidents: 1, quietDays: 14 } };
    const live = policyOf([two, sooner], { alerting: withWaivers().policy.alerting });
    const asked = { referrals: [newOnTenth, newOnTwentieth], live };
    // The decision was on 2 March, so the fourteenth day after it begins on 16 March.
    const onFifteenth = later({ referrals: [newOnTenth], asOf: '2026-03-15T09:00:00Z', live });
    expect(onFifteenth).toEqual(waiting('2026-03-16T00:00:00.000Z'));
    const decision = later({ ...asked, asOf: '2026-03-20T09:01:00Z' });
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['two', 'sooner']);
  });
});

describe('what a decision did not answer', () => {
  const atOnce = { afterDecision: { incidents: 0, quietDays: 0 } };

  it('is a line that is crossed anew after it, with nothing told that is new', () => {
    // One child was born on 10 January, and one is due on 1 May: each is under a month old in turn.
    const children = [{ dateOfBirth: '2026-01-10' }, { expectedDateOfBirth: '2026-05-01' }];
    const baby = aLine({
      id: 'newborn',
      severity: 'escalate',
      when: { all: [{ household: { under: 'P1M' } }, { count: 'referrals', atLeast: 2 }] },
      ...atOnce,
    });
    const live = policyOf([two, baby], { alerting: withWaivers().policy.alerting });
    const timelines = family([{ ...january, household: { children } }, february]);
    const answered = answeredOn(timelines, live);
    expect(answered.evidence.newborn).toEqual(['february', 'january']);
    const on = (asOf: string) => decisionOn(timelines, asOf, { live, answered });
    expect(on('2026-04-30T22:59:59.999Z')).toEqual(waiting(undefined));
    const decision = on('2026-04-30T23:00:00.000Z');
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['newborn']);
  });

  it('is not a line whose only crossing began before it or at the same instant', () => {
    const live = policyOf([{ ...two, ...atOnce }]);
    const timelines = family([january, { ...february, madeAt: decidedAt }]);
    const alert = alertOf(decisionOn(timelines, decidedAt, { live }));
    const answered = answeredBy(alert, made, timelines, undefined);
    expect(decisionOn(timelines, '2026-03-02T10:00:01Z', { live, answered })).toEqual(waiting(undefined));
  });

  it('is a line that was never a reason of an alert that was decided on', () => {
    const urgent = aLine({ id: 'urgent', severity: 'urgent' });
    const timelines = family([january, february]);
    const live = policyOf([two, urgent]);
    // Both lines rest on what was known; the alert that was decided on told of one alone.
    const answered = answeredOn(timelines, policyOf([two]));
    const decision = decisionOn(timelines, '2026-03-02T10:00:01Z', { live, answered });
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['urgent']);
    const both = { ...answered, evidence: { ...answered.evidence, urgent: ['february', 'january'] } };
    expect(decisionOn(timelines, '2026-03-02T10:00:01Z', { live, answered: both })).toEqual(
      waiting(undefined),
    );
  });

  it('is a further promise that is broken after it, on a referral that was known', () => {
    const promise = aLine({
      id: 'promise',
      severity: 'escalate',
      closesByItself: true,
      when: {
        all: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '10 working days' }],
      },
      ...atOnce,
    });
    const live = policyOf([promise], {
      alerting: withWaivers().policy.alerting,
      sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
    });
    const toAssess = (one: TimelineReferral, decidedOn: string): TimelineReferral => ({
      ...one,
      screening: { outcome: 'assessment', decidedAt: decidedOn },
    });
    const timelines = family([
      toAssess(january, '2026-01-05T10:00:00Z'),
      toAssess({ ...february, madeAt: '2026-02-27T09:00:00Z' }, '2026-02-27T10:00:00Z'),
    ]);
    // The promise of 5 January, a Monday, is broken from 20 January; that of 27 February, a Friday, from 14 March.
    const alert = alertOf(decisionOn(timelines, '2026-01-20T00:00:00Z', { live }));
    const answered = answeredBy(alert, made, timelines, undefined);
    expect(answered.evidence).toEqual({ promise: ['january'] });
    const on = (asOf: string) => decisionOn(timelines, asOf, { live, answered });
    expect(on('2026-03-13T23:59:59.999Z')).toEqual(waiting(undefined));
    const decision = on('2026-03-14T00:00:00.000Z');
    expect(decision).toMatchObject({ kind: 'raise', reason: 'line-crossed' });
    expect(alertOf(decision).evidence).toEqual(['february', 'january']);
  });

  it('is all that becomes a reason of the alert that is open next', () => {
    const old = aLine({
      id: 'old',
      severity: 'escalate',
      when: { all: [{ count: 'referrals', atLeast: 2, of: { stages: ['contact'] } }] },
    });
    const live = policyOf([two, old], { alerting: withWaivers().policy.alerting });
    const referrals = [newOnTenth, newOnTwentieth].map((one) => ({ ...one, stage: 'referral' as const }));
    const raised = alertOf(later({ referrals, asOf: '2026-04-01T09:00:00Z', live }));
    expect(raised.lines.map(({ line }) => line)).toEqual(['two']);
    const again = later({ referrals, asOf: '2026-04-02T09:00:00Z', live, open: raised });
    expect(again).toEqual({ kind: 'nothing', reason: 'already-covered' });
    const contact = aReferral({ key: 'april', madeAt: '2026-04-03T09:00:00Z' });
    const more = later({
      referrals: [...referrals, contact],
      asOf: '2026-04-03T09:01:00Z',
      live,
      open: raised,
    });
    expect(alertOf(more).lines.map(({ line }) => line)).toEqual(['two', 'old']);
  });

  it('is told of as crossed now where the crossing is older than the decision, and as found late where it is not', () => {
    const referrals = [newOnTenth, newOnTwentieth];
    expect(later({ referrals, asOf: '2026-04-10T09:00:00Z' }).reason).toBe('line-crossed');
    const atOnceDecided = family([january, { ...february, madeAt: decidedAt }]);
    const alert = alertOf(decisionOn(atOnceDecided, decidedAt, { live: withWaivers() }));
    const next = decisionOn(
      family([january, { ...february, madeAt: decidedAt }, ...referrals]),
      '2026-04-10T09:00:00Z',
      { live: withWaivers(), answered: answeredBy(alert, made, atOnceDecided, undefined) },
    );
    expect(next.reason).toBe('line-crossed');
    const three = aLine({
      id: 'three',
      severity: 'escalate',
      when: { all: [{ count: 'referrals', atLeast: 3 }] },
    });
    const live = policyOf([three], { alerting: withWaivers().policy.alerting });
    const before = family([january, february]);
    const answered = answeredOn(before, policyOf([two]));
    const after = family([january, february, ...referrals]);
    const decision = decisionOn(after, '2026-04-10T09:00:00Z', { live, answered });
    // Crossed on 10 March, a week after the decision and a month before anybody looked.
    expect(decision.reason).toBe('found-late');
  });
});

describe('what a decision leaves to be below every line', () => {
  it('is a family that crosses none, decided on or not', () => {
    const live = withWaivers();
    const answered = answeredOn(family([january, february]), live);
    expect(decisionOn(family([january]), '2026-04-01T09:00:00Z', { live, answered })).toEqual({
      kind: 'nothing',
      reason: 'below-line',
    });
  });
});

describe('a family that was joined with another after it was decided on', () => {
  const joinedWith = (...others: readonly TimelineReferral[]) => {
    const live = withWaivers();
    const alone = answeredOn(family([january, february]), live);
    const answered = { ...alone, joined: { alone } };
    const timelines = [
      ...family([january, february]),
      { timelineId: 'timeline-2', referrals: others, lifeEvents: [] },
    ];
    return { timelines, answered, live };
  };

  it('is raised at once for what neither family’s decision answered', () => {
    const { timelines, answered, live } = joinedWith(newOnTenth);
    const decision = decisionOn(timelines, '2026-03-10T09:01:00Z', { live, answered });
    expect(decision).toMatchObject({ kind: 'raise', reason: 'line-crossed' });
    expect(alertOf(decision).evidence).toEqual(['february', 'january', 'march-10']);
    // The same of a family that was not joined is one new incident, and not enough.
    const { joined: _, ...alone } = answered;
    expect(decisionOn(timelines, '2026-03-10T09:01:00Z', { live, answered: alone })).toEqual(
      waiting(undefined),
    );
  });

  it('is answered where all that it rests on was', () => {
    const { timelines, answered, live } = joinedWith();
    expect(decisionOn(timelines, '2026-03-10T09:01:00Z', { live, answered })).toEqual(waiting(undefined));
  });

  it('waits as any other once the two were decided on together', () => {
    const { timelines, answered, live } = joinedWith(newOnTenth);
    const raised = alertOf(decisionOn(timelines, '2026-03-10T09:01:00Z', { live, answered }));
    const together = answeredBy(
      raised,
      { ...made, decidedAt: '2026-03-11T10:00:00.000Z' },
      timelines,
      answered,
    );
    const [first, second] = timelines;
    const later = [first!, { ...second!, referrals: [newOnTenth, newOnTwentieth] }];
    expect(decisionOn(later, '2026-03-20T09:01:00Z', { live, answered: together })).toEqual(
      waiting(undefined),
    );
  });
});
