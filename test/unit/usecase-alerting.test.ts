import { describe, expect, it } from 'vitest';
import type { Roster } from '../../core/alert/roster.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { Families, TimelineOfFamily } from '../../core/ports/families.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { mostReferralsRead, type TimelineReferral } from '../../core/timeline/timeline.ts';
import { decideOnAlert } from '../../core/usecases/decide-on-alert.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { readAlert } from '../../core/usecases/read-alert.ts';
import { readFamily, readFinding } from '../../core/usecases/read-family.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { sendNotices } from '../../core/usecases/send-notices.ts';
import type { NoticeOutcome, SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { sendingTo } from '../support/sending-to.ts';
import { aReferral, aSubmission } from '../support/timeline-builders.ts';

const policy = aPolicy([
  aLine({ id: 'repeat', severity: 'escalate', when: { all: [{ count: 'incidents', atLeast: 5 }] } }),
  aLine({
    id: 'baby',
    severity: 'escalate',
    when: { all: [{ household: { under: 'P6M' } }, { count: 'incidents', atLeast: 2 }] },
  }),
  aLine({ id: 'repeat-watch', severity: 'watch', when: { all: [{ count: 'incidents', atLeast: 4 }] } }),
]);
const policies = alwaysLive({ policy, hash: 'a-hash' });
const clock = { now: () => Date.parse('2026-07-02T09:00:00Z') };
const roster: Roster = [
  { id: 'person-1', areaWide: false, teams: ['north'], severities: ['escalate'], channels: ['email'] },
  { id: 'person-2', areaWide: true, teams: [], severities: ['urgent'], channels: ['sms'] },
];
const timelineId = 'timeline:family-ref:front-door:F-1';

const nfa = { outcome: 'nfa', decidedAt: '2026-07-01T10:00:00Z' } as const;
const health = aSubmission({
  referralId: 'health',
  madeAt: '2026-06-01T09:00:00Z',
  household: { children: [{ dateOfBirth: '2026-04-01' }] },
  screening: nfa,
  team: 'north',
});
const police = aSubmission({
  referralId: 'police',
  madeAt: '2026-07-02T08:00:00Z',
  referrer: { sourceCode: '6' },
  concerns: [{ kind: 'supervision', subject: 'child' }],
});

/** A store that holds these referrals of one family. */
async function storeWith(...submissions: readonly ReferralSubmission[]) {
  const store = createMemoryStore();
  let familyId = '';
  for (const submission of submissions) {
    const recorded = await recordReferral({ ...store, pseudonyms, clock }, submission, ['front-door']);
    if (!recorded.ok) throw new Error(recorded.error.code);
    familyId = recorded.value.familyId;
  }
  return { ...store, familyId };
}

/** Alerts of which the first so many writes find that something has moved. */
function movedAtFirst(
  alerts: Alerts,
  times: number,
  write: 'commit' | 'advance',
): Alerts & { tried: () => number } {
  let tried = 0;
  const moves = () => {
    tried += 1;
    return tried <= times;
  };
  return {
    ...alerts,
    commit: async (...given) => (write === 'commit' && moves() ? { code: 'moved' } : alerts.commit(...given)),
    advance: async (...given) =>
      write === 'advance' && moves() ? { code: 'moved' } : alerts.advance(...given),
    tried: () => tried,
  };
}

/** A timeline as it is read whole, of a family that has no other one and has had no alert. */
const asRead = (
  timelineId: string,
  referrals: readonly TimelineReferral[],
  familyId: string,
): TimelineOfFamily => ({
  timeline: { timelineId, referrals, lifeEvents: [] },
  familyId,
  timelinesOfFamily: [timelineId],
  isComplete: true,
  examinationFailed: false,
  hasHadAlert: false,
  nextExaminationAt: undefined,
});

describe('examining a family', () => {
  it('raises nothing below the line', async () => {
    const store = await storeWith(health);
    expect(await examineFamily({ ...store, policies, clock }, timelineId)).toEqual({
      code: 'examined',
      familyId: store.familyId,
      decision: { kind: 'nothing', reason: 'below-line' },
      isComplete: true,
      isUnderFallback: false,
      failedBefore: false,
      nextExaminationAt: undefined,
      nextExaminationKept: undefined,
    });
    expect((await store.families.family(store.familyId))?.openAlertId).toBeUndefined();
  });

  it('reads neither slot nor alert below the line of a family that has had no alert', async () => {
    const store = await storeWith(health);
    const unread = async () => {
      throw new Error('read for nothing');
    };
    const families = { ...store.families, family: unread };
    const alerts = { ...store.alerts, alert: unread };
    expect(await examineFamily({ families, alerts, policies, clock }, timelineId)).toMatchObject({
      decision: { reason: 'below-line' },
    });
  });

  it('raises one alert and puts it in the family’s slot', async () => {
    const store = await storeWith(health, police);
    const examination = await examineFamily({ ...store, policies, clock }, timelineId);
    expect(examination).toMatchObject({
      code: 'examined',
      decision: { kind: 'raise', reason: 'line-crossed' },
    });
    const family = await store.families.family(store.familyId);
    const alertId = store.alerts.idFor(store.familyId, 1);
    expect(family).toMatchObject({ openAlertId: alertId, epoch: 1 });
    expect(await store.alerts.alert(alertId)).toMatchObject({
      alertId,
      epoch: 1,
      team: 'north',
      severity: 'escalate',
    });
    expect(store.historyOf(alertId)).toMatchObject([
      { event: 'raised', reason: 'line-crossed', at: '2026-07-02T09:00:00.000Z' },
    ]);
  });

  it('changes nothing when it is examined again, and adds what is new to the same alert', async () => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    expect(await examineFamily({ ...store, policies, clock }, timelineId)).toMatchObject({
      decision: { kind: 'nothing', reason: 'already-covered' },
    });
    const school = aSubmission({
      referralId: 'school',
      madeAt: '2026-06-20T09:00:00Z',
      referrer: { sourceCode: '2A' },
    });
    await recordReferral({ ...store, pseudonyms, clock }, school, ['front-door']);
    expect(await examineFamily({ ...store, policies, clock }, timelineId)).toMatchObject({
      decision: { kind: 'change', reason: 'new-evidence', alert: { epoch: 1, version: 2 } },
    });
    const alertId = store.alerts.idFor(store.familyId, 1);
    expect(store.historyOf(alertId).map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'raised line-crossed',
      'changed new-evidence',
    ]);
  });

  it('reads everything again when the slot has moved, up to five times', async () => {
    const store = await storeWith(health, police);
    const alerts = movedAtFirst(store.alerts, 4, 'commit');
    const examination = await examineFamily({ ...store, alerts, policies, clock }, timelineId);
    expect(examination).toMatchObject({ decision: { kind: 'raise' } });
    expect(alerts.tried()).toBe(5);
  });

  it('reads everything again when the alert was changed after the timelines were read', async () => {
    const store = await storeWith(health, police);
    const before = { now: () => clock.now() - 1 };
    await examineFamily({ ...store, policies, clock }, timelineId);
    const school = aSubmission({
      referralId: 'school',
      madeAt: '2026-06-20T09:00:00Z',
      referrer: { sourceCode: '2A' },
    });
    await recordReferral({ ...store, pseudonyms, clock }, school, ['front-door']);
    // The finding of the first attempt is a millisecond older than the alert, that of the second is not.
    const instants = [before.now(), clock.now()];
    const late = { now: () => instants.shift() ?? clock.now() };
    expect(await examineFamily({ ...store, policies, clock: late }, timelineId)).toMatchObject({
      decision: { kind: 'change', reason: 'new-evidence' },
    });
    expect(instants).toEqual([]);
    await expect(examineFamily({ ...store, policies, clock: before }, timelineId)).rejects.toThrow(
      'The slot of a family kept moving while it was examined.',
    );
  });

  it('throws when the slot never stands still, so that the record comes again', async () => {
    const store = await storeWith(health, police);
    const alerts = movedAtFirst(store.alerts, 99, 'commit');
    await expect(examineFamily({ ...store, alerts, policies, clock }, timelineId)).rejects.toThrow(
      'The slot of a family kept moving while it was examined.',
    );
    expect(alerts.tried()).toBe(5);
  });

  it('examines all timelines of the family as one, reading each again once its slot is read', async () => {
    const store = await storeWith(health, police);
    const [first, second] = ['timeline-a', 'timeline-b'];
    const whole = (await store.families.timeline(timelineId))!.timeline;
    const asked: string[] = [];
    const slot = (await store.families.family(store.familyId))!;
    const families = {
      family: async () => {
        asked.push('slot');
        return { ...slot, timelines: [first, second] };
      },
      timeline: async (asking: string) => {
        asked.push(asking);
        const referrals = whole.referrals.filter((_, index) => index === (asking === first ? 0 : 1));
        return { ...asRead(asking, referrals, store.familyId), timelinesOfFamily: [first, second] };
      },
    };
    const examination = await examineFamily({ ...store, families, policies, clock }, second);
    expect(examination).toMatchObject({ decision: { kind: 'raise' } });
    expect(asked).toEqual([second, first, second, 'slot', first]);
  });

  it('writes nothing that it saw of another timeline over what was found in that one since', async () => {
    const third = { ...police, referralId: 'third', madeAt: '2026-06-20T08:00:00Z' };
    const thrice = aLine({
      id: 'thrice',
      severity: 'escalate',
      when: { all: [{ count: 'incidents', atLeast: 3 }] },
    });
    const withThrice = alwaysLive({ policy: aPolicy([...policy.lines, thrice]), hash: 'thrice-hash' });
    const store = await storeWith(health, police, third);
    const [slow, quick] = ['timeline-a', 'timeline-b'];
    const [told, ...later] = (await store.families.timeline(timelineId))!.timeline.referrals;
    const known = new Map([
      [slow, [told!]],
      [quick, later.slice(0, 1)],
    ]);
    const familiesWith = (onTheWay: (asking: string) => Promise<void>): Families => ({
      ...store.families,
      family: async (asking) => {
        const slot = await store.families.family(asking);
        return slot === undefined ? undefined : { ...slot, timelines: [slow, quick] };
      },
      timeline: async (asking) => {
        const referrals = known.get(asking)!;
        await onTheWay(asking);
        const read = asRead(asking, referrals, store.familyId);
        return { ...read, timelinesOfFamily: [slow, quick], hasHadAlert: true };
      },
    });
    const atOnce = familiesWith(async () => undefined);
    let overtaken = 0;
    const held = familiesWith(async (asking) => {
      if (asking !== quick || overtaken > 0) return;
      overtaken += 1;
      known.set(quick, later);
      await examineFamily({ ...store, families: atOnce, policies: withThrice, clock }, quick);
    });
    await examineFamily({ ...store, families: atOnce, policies: withThrice, clock }, quick);
    await examineFamily({ ...store, families: held, policies: withThrice, clock }, slow);
    const alert = await store.alerts.alert(store.alerts.idFor(store.familyId, 1));
    expect(overtaken).toBe(1);
    expect(alert?.lines.map(({ line, unsupportedSince }) => [line, unsupportedSince])).toEqual([
      ['baby', undefined],
      ['thrice', undefined],
    ]);
  });

  it('says so of a timeline that is not there', async () => {
    const store = createMemoryStore();
    expect(await examineFamily({ ...store, policies, clock }, 'nowhere')).toEqual({
      code: 'timeline-unknown',
    });
  });

  it.each([
    { missing: 'family', says: 'A timeline names a family that does not exist.' },
    { missing: 'alert', says: 'A family names an open alert that does not exist.' },
  ])('throws where the $missing that is named does not exist', async ({ missing, says }) => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const families =
      missing === 'family' ? { ...store.families, family: async () => undefined } : store.families;
    const alerts = missing === 'alert' ? { ...store.alerts, alert: async () => undefined } : store.alerts;
    await expect(examineFamily({ families, alerts, policies, clock }, timelineId)).rejects.toThrow(says);
  });
});

/** Families of which the timelines were changed on their way: what was withdrawn, and whether all was read. */
const changedOnTheWay = (
  families: Families,
  change: (read: TimelineOfFamily) => TimelineOfFamily,
): Families => ({
  ...families,
  timeline: async (asking) => {
    const read = await families.timeline(asking);
    return read === undefined ? undefined : change(read);
  },
});

const allWithdrawn = (read: TimelineOfFamily): TimelineOfFamily => ({
  ...read,
  timeline: {
    ...read.timeline,
    referrals: read.timeline.referrals.map((one) => ({ ...one, withdrawn: 'error' })),
  },
});

describe('examining a family with an open alert whose evidence is gone', () => {
  it('finds the alert below every line, and marks it', async () => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const families = changedOnTheWay(store.families, allWithdrawn);
    expect(await examineFamily({ ...store, families, policies, clock }, timelineId)).toMatchObject({
      decision: { kind: 'change', reason: 'evidence-changed' },
    });
    const alertId = store.alerts.idFor(store.familyId, 1);
    expect((await store.alerts.alert(alertId))?.lines).toMatchObject([
      { line: 'baby', unsupportedSince: '2026-07-02T09:00:00.000Z' },
    ]);
    expect(store.historyOf(alertId).at(-1)).toMatchObject({
      event: 'changed',
      reason: 'evidence-changed',
      lines: [{ unsupportedSince: '2026-07-02T09:00:00.000Z' }],
    });
  });

  it.each([
    {
      why: 'the timeline was not read whole',
      change: (read: TimelineOfFamily) => ({ ...allWithdrawn(read), isComplete: false }),
    },
    {
      why: 'another timeline is not there',
      change: (read: TimelineOfFamily) => ({
        ...allWithdrawn(read),
        timelinesOfFamily: [...read.timelinesOfFamily, 'gone'],
      }),
    },
    {
      why: 'all timelines together hold more than is examined',
      change: (read: TimelineOfFamily) => {
        const [one] = allWithdrawn(read).timeline.referrals;
        const referrals = Array.from({ length: mostReferralsRead + 1 }, () => one!);
        return { ...read, timeline: { ...read.timeline, referrals } };
      },
    },
  ])('leaves it as it is where $why', async ({ change }) => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const families = changedOnTheWay(store.families, change);
    expect(await examineFamily({ ...store, families, policies, clock }, timelineId)).toMatchObject({
      decision: { kind: 'nothing', reason: 'already-covered' },
      isComplete: false,
    });
  });

  it('marks it where the timeline holds just as much as is examined', async () => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const families = changedOnTheWay(store.families, (read) => {
      const [one] = allWithdrawn(read).timeline.referrals;
      const referrals = Array.from({ length: mostReferralsRead }, () => one!);
      return { ...read, timeline: { ...read.timeline, referrals } };
    });
    expect(await examineFamily({ ...store, families, policies, clock }, timelineId)).toMatchObject({
      decision: { reason: 'evidence-changed' },
    });
  });
});

describe('an alert that closes by itself', () => {
  it('frees the slot, and the family is raised anew as another alert', async () => {
    const passing = aPolicy([aLine({ id: 'watch', severity: 'watch', window: 'P1M' })]);
    const watching = alwaysLive({ policy: passing, hash: 'watching' });
    const store = await storeWith({ ...health, madeAt: '2026-06-15T09:00:00Z' }, police);
    const on = (instant: string) => ({
      ...store,
      policies: watching,
      clock: { now: () => Date.parse(instant) },
    });
    // Both lie within a month until the end of 15 July in London.
    expect(await examineFamily(on('2026-07-02T09:00:00Z'), timelineId)).toMatchObject({
      decision: { kind: 'raise', reason: 'listed' },
      nextExaminationAt: '2026-07-15T23:00:00.000Z',
    });
    expect(await examineFamily(on('2026-07-15T23:00:00Z'), timelineId)).toMatchObject({
      decision: { kind: 'close', reason: 'closed' },
      nextExaminationAt: undefined,
    });
    const alertId = store.alerts.idFor(store.familyId, 1);
    expect(await store.alerts.alert(alertId)).toMatchObject({ state: 'closed' });
    expect(store.historyOf(alertId).map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'raised listed',
      'closed closed',
    ]);
    const family = await store.families.family(store.familyId);
    expect(family).toMatchObject({ openAlertId: undefined, epoch: 1, version: 2 });
    const again = aSubmission({ referralId: 'again', madeAt: '2026-07-20T09:00:00Z' });
    await recordReferral(
      { ...store, pseudonyms, clock: { now: () => Date.parse('2026-07-20T09:00:00Z') } },
      again,
      ['front-door'],
    );
    expect(await examineFamily(on('2026-07-20T09:01:00Z'), timelineId)).toMatchObject({
      decision: { kind: 'raise', alert: { epoch: 2, alertId: store.alerts.idFor(store.familyId, 2) } },
    });
  });
});

describe('when a family must be examined again', () => {
  it('is when time alone changes what is found, and it says what is kept of that already', async () => {
    const store = await storeWith(health, police);
    const families = changedOnTheWay(store.families, (read) => ({
      ...read,
      nextExaminationAt: '2026-08-01T00:00:00.000Z',
    }));
    // The baby of 1 April is under six months old until the end of 30 September.
    expect(await examineFamily({ ...store, families, policies, clock }, timelineId)).toMatchObject({
      nextExaminationAt: '2026-09-30T23:00:00.000Z',
      nextExaminationKept: '2026-08-01T00:00:00.000Z',
    });
  });

  it('is when the days after a decision end, where that comes first and nothing else is missing', async () => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const decided = await decideOnAlert(
      { ...store, policies, clock },
      store.alerts.idFor(store.familyId, 1),
      {
        decision: 'assessment',
        label: 'useful',
        decidedBy: 'person-1',
      },
    );
    expect(decided.ok).toBe(true);
    const later = { now: () => Date.parse('2026-07-20T09:00:00Z') };
    const examine = () => examineFamily({ ...store, policies, clock: later }, timelineId);
    expect(await examine()).toMatchObject({
      decision: { reason: 'answered', quietUntil: undefined },
      nextExaminationAt: '2026-09-30T23:00:00.000Z',
    });
    for (const [referralId, madeAt] of [
      ['one', '2026-07-05T09:00:00Z'],
      ['two', '2026-07-12T09:00:00Z'],
    ] as const) {
      const recorded = await recordReferral(
        { ...store, pseudonyms, clock: later },
        aSubmission({ referralId, madeAt }),
        ['front-door'],
      );
      expect(recorded.ok).toBe(true);
    }
    // Decided on 2 July: the 28th day after it begins on 30 July.
    expect(await examine()).toMatchObject({
      decision: { reason: 'answered' },
      nextExaminationAt: '2026-07-29T23:00:00.000Z',
    });
  });
});

describe('sending an alert', () => {
  async function raised() {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    return { ...store, alertId: store.alerts.idFor(store.familyId, 1), notifier: createMemoryNotifier() };
  }

  type Given = Pick<SendingSurroundings, 'alerts' | 'pending' | 'notifier'> & Partial<SendingSurroundings>;

  /** One go at an alert, with what is not given as it usually is; answers what was noted. */
  async function send(given: Given, alertId: string): Promise<readonly NoticeOutcome[]> {
    const noted: NoticeOutcome[] = [];
    const usual = sendingTo(given.roster ?? roster, clock);
    await sendNotices({ ...usual, ...given }, [alertId], (outcome) => void noted.push(outcome));
    return noted;
  }

  const failed = (alertId: string, says: string) => [{ code: 'failed', alertId, error: new Error(says) }];

  it('tells the people of the team once, and keeps what was sent, when and to whom', async () => {
    const { alertId, notifier, ...store } = await raised();
    const given = { ...store, notifier };
    expect(await send(given, alertId)).toEqual([
      {
        code: 'sent',
        alertId,
        reason: 'line-crossed',
        resolution: { recipients: [roster[0]], reason: 'team', unreachable: [], standIns: [] },
      },
    ]);
    expect(await send(given, alertId)).toEqual([{ code: 'nothing-pending', alertId }]);
    expect(notifier.published()).toMatchObject([
      { notices: [{ alertId, sequence: 1 }], severity: 'escalate', recipients: ['person-1'] },
    ]);
    expect(await store.alerts.alert(alertId)).toMatchObject({
      state: 'sent',
      notices: [{ sentAt: '2026-07-02T09:00:00.000Z', recipients: ['person-1'], messageId: 'message-1' }],
    });
    expect(store.historyOf(alertId).map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'raised line-crossed',
      'sent line-crossed',
    ]);
  });

  it('tells those for the whole area where nobody of the team can be reached', async () => {
    const { alertId, notifier, ...store } = await raised();
    const reachability = { reachable: async () => new Set(['person-2']) };
    expect(await send({ ...store, notifier, reachability }, alertId)).toMatchObject([
      { resolution: { reason: 'area-wide', unreachable: ['person-1'] } },
    ]);
    expect(notifier.published()[0]?.recipients).toEqual(['person-2']);
  });

  it('tells the tier above the manager of a line that goes there, and the manager of one that does not', async () => {
    const { alertId, notifier, ...store } = await raised();
    const above = { ...roster[0]!, id: 'person-3', tier: 2 };
    const family = await store.families.family(store.familyId);
    const alert = await store.alerts.alert(alertId);
    const [line] = alert!.lines;
    const both = {
      ...alert!,
      version: 2,
      lines: [line!, { ...line!, line: 'challenged', goesTo: 'tier-above' as const }],
      pendingNotice: {
        ...alert!.pendingNotice!,
        lines: [{ line: 'challenged', from: line!.crossedFrom }],
      },
    };
    const changed = { event: 'changed', reason: 'line-crossed', at: both.changedAt } as const;
    await store.alerts.commit(family!, both, changed);
    expect(await send({ ...store, notifier, roster: [...roster, above] }, alertId)).toMatchObject([
      { code: 'sent', resolution: { reason: 'team' } },
    ]);
    expect(notifier.published()[0]?.recipients).toEqual(['person-3']);
  });

  it('stays pending where nobody at all can be reached, and says so', async () => {
    const { alertId, notifier, ...store } = await raised();
    const reachability = { reachable: async () => new Set<string>() };
    expect(await send({ ...store, notifier, reachability }, alertId)).toEqual([
      { code: 'no-recipient', alertId, unreachable: ['person-1', 'person-2'], standIns: [] },
    ]);
    expect(notifier.published()).toEqual([]);
    expect(await store.alerts.alert(alertId)).toMatchObject({ state: 'raised', pendingNotice: {} });
    expect(await store.due.dueBy(clock.now() + 120_000)).toMatchObject([{ alertId }]);
  });

  it('stays pending where the service does not take it', async () => {
    const { alertId, ...store } = await raised();
    const notifier = {
      publish: async () => {
        throw new Error('SNS is down');
      },
    };
    expect(await send({ ...store, notifier }, alertId)).toEqual(failed(alertId, 'SNS is down'));
    expect((await store.alerts.alert(alertId))?.state).toBe('raised');
  });

  it('marks it as sent although evidence was added meanwhile, up to five times', async () => {
    const { alertId, notifier, ...store } = await raised();
    const alerts = movedAtFirst(store.alerts, 4, 'advance');
    await send({ ...store, alerts, notifier }, alertId);
    expect(alerts.tried()).toBe(5);
    expect((await store.alerts.alert(alertId))?.state).toBe('sent');
    expect(notifier.published()).toHaveLength(1);
  });

  it('fails where the alert never stands still, so that it is sent again rather than forgotten', async () => {
    const { alertId, notifier, ...store } = await raised();
    const alerts = movedAtFirst(store.alerts, 99, 'advance');
    expect(await send({ ...store, alerts, notifier }, alertId)).toEqual(
      failed(alertId, 'An alert kept changing while it was being marked as sent.'),
    );
    expect(alerts.tried()).toBe(5);
  });

  it('leaves alone what another sender has marked in the meantime', async () => {
    const { alertId, notifier, ...store } = await raised();
    const slow = {
      publish: async () => {
        await send({ ...store, notifier }, alertId);
        return { messageId: 'second' };
      },
    };
    expect(await send({ ...store, notifier: slow }, alertId)).toMatchObject([{ code: 'sent' }]);
    expect((await store.alerts.alert(alertId))?.notices).toHaveLength(1);
  });

  it('fails where the alert vanishes while it is being sent', async () => {
    const { alertId, notifier, ...store } = await raised();
    let reads = 0;
    const alerts: Alerts = {
      ...store.alerts,
      alert: async (id) => {
        reads += 1;
        return reads === 1 ? store.alerts.alert(id) : undefined;
      },
    };
    expect(await send({ ...store, alerts, notifier }, alertId)).toEqual(
      failed(alertId, 'An alert vanished while it was being sent.'),
    );
  });

  it('fails for an alert that is not there, and goes on with the next', async () => {
    const { alertId, notifier, ...store } = await raised();
    const noted: NoticeOutcome[] = [];
    const sending = { ...sendingTo(roster, clock), ...store, notifier };
    await sendNotices(sending, ['nowhere', alertId], (outcome) => void noted.push(outcome));
    expect(noted).toMatchObject([
      ...failed('nowhere', 'The stream tells of an alert that the table does not hold.'),
      { code: 'sent', alertId },
    ]);
  });
});

describe('reading', () => {
  it('shows a family with its referrals in the order they were made and its open alert', async () => {
    const store = await storeWith(police, health);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const family = await readFamily(store, store.familyId);
    expect(family).toMatchObject({
      ok: true,
      value: {
        familyId: store.familyId,
        timelines: [timelineId],
        isComplete: true,
        openAlertId: store.alerts.idFor(store.familyId, 1),
        household: { children: [{ dateOfBirth: '2026-04-01' }] },
      },
    });
    expect(family.ok && family.value.referrals.map(({ referralId }) => referralId)).toEqual([
      'health',
      'police',
    ]);
  });

  it('shows all timelines of a family as one, also where one of them is gone or was not read to its end', async () => {
    const at = (hour: number) => ({ madeAt: `2026-06-01T0${hour}:00:00Z` });
    const timelines: Record<string, { referrals: TimelineReferral[]; isComplete: boolean }> = {
      a: {
        referrals: [aReferral({ key: 'a2', ...at(2) }), aReferral({ key: 'a9', ...at(9) })],
        isComplete: true,
      },
      b: {
        referrals: [
          aReferral({ key: 'b1', ...at(1) }),
          aReferral({ key: 'b5', ...at(5) }),
          aReferral({ key: 'a0', ...at(9) }),
        ],
        isComplete: true,
      },
    };
    let all = ['a', 'gone', 'b'];
    const families: Families = {
      family: async (familyId) => ({
        familyId,
        timelines: all,
        version: 0,
        epoch: 0,
        openAlertId: undefined,
      }),
      timeline: async (asking) => {
        const found = timelines[asking];
        if (found === undefined) return undefined;
        const { referrals, isComplete } = found;
        const timelinesOfFamily = all;
        return {
          timeline: { timelineId: asking, referrals, lifeEvents: [] },
          familyId: 'f',
          timelinesOfFamily,
          isComplete,
          examinationFailed: false,
          hasHadAlert: false,
          nextExaminationAt: undefined,
        };
      },
    };
    const whole = await readFamily({ families }, 'f');
    expect(whole.ok && whole.value.referrals.map(({ key }) => key)).toEqual(['b1', 'a2', 'b5', 'a0', 'a9']);
    expect(whole).toMatchObject({ value: { isComplete: false, timelines: ['a', 'gone', 'b'] } });
    all = ['a', 'b'];
    expect(await readFamily({ families }, 'f')).toMatchObject({ value: { isComplete: true } });
    timelines.b = { referrals: [], isComplete: false };
    expect(await readFamily({ families }, 'f')).toMatchObject({ value: { isComplete: false } });
    const finding = await readFinding({ families, policies, clock }, 'f');
    expect(finding.ok && finding.value.lines[0]?.readings.map(({ referral }) => referral)).toEqual([
      'a2',
      'a9',
    ]);
  });

  it('orders referrals of one instant by their key', async () => {
    const at = { madeAt: '2026-06-01T09:00:00Z' };
    const store = await storeWith(
      aSubmission({ referralId: 'b', ...at }),
      aSubmission({ referralId: 'a', ...at }),
    );
    const family = await readFamily(store, store.familyId);
    expect(family.ok && family.value.referrals.map(({ referralId }) => referralId)).toEqual(['a', 'b']);
  });

  it('shows the finding of the live policy as of now, and raises nothing', async () => {
    const store = await storeWith(health, police);
    const finding = await readFinding({ ...store, policies, clock }, store.familyId);
    expect(finding).toMatchObject({
      ok: true,
      value: { asOf: '2026-07-02T09:00:00.000Z', policy: { id: 'test' } },
    });
    expect(finding.ok && finding.value.lines.map(({ line, standing }) => `${line} ${standing}`)).toEqual([
      'repeat below',
      'baby current',
      'repeat-watch below',
    ]);
    expect((await store.families.family(store.familyId))?.openAlertId).toBeUndefined();
  });

  it('shows an alert', async () => {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    const alertId = store.alerts.idFor(store.familyId, 1);
    expect(await readAlert(store, alertId)).toMatchObject({ ok: true, value: { alertId } });
  });

  it('names what is unknown', async () => {
    const store = createMemoryStore();
    expect(await readFamily(store, 'x')).toEqual({ ok: false, error: { code: 'family-unknown' } });
    expect(await readFinding({ ...store, policies, clock }, 'x')).toEqual({
      ok: false,
      error: { code: 'family-unknown' },
    });
    expect(await readAlert(store, 'x')).toEqual({ ok: false, error: { code: 'alert-unknown' } });
  });
});
