import { describe, expect, it } from 'vitest';
import type { Roster } from '../../core/alert/roster.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { Families } from '../../core/ports/families.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { readAlert } from '../../core/usecases/read-alert.ts';
import { readFamily, readFinding } from '../../core/usecases/read-family.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { sendAlert } from '../../core/usecases/send-alert.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aReferral, aSubmission, shippedPolicy } from '../support/timeline-builders.ts';

const policies = { live: async () => shippedPolicy('default') };
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
    const recorded = await recordReferral({ ledger: store.ledger, pseudonyms, clock }, submission, [
      'front-door',
    ]);
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

describe('examining a family', () => {
  it('raises nothing below the line', async () => {
    const store = await storeWith(health);
    expect(await examineFamily({ ...store, policies, clock }, timelineId)).toEqual({
      code: 'examined',
      familyId: store.familyId,
      decision: { kind: 'nothing', reason: 'below-line' },
      failedBefore: false,
    });
    expect((await store.families.family(store.familyId))?.openAlertId).toBeUndefined();
  });

  it('reads neither the family nor an alert below the line', async () => {
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
    await recordReferral({ ledger: store.ledger, pseudonyms, clock }, school, ['front-door']);
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
    await recordReferral({ ledger: store.ledger, pseudonyms, clock }, school, ['front-door']);
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

  it('examines all timelines of the family as one, reading each once', async () => {
    const store = await storeWith(health, police);
    const [first, second] = ['timeline-a', 'timeline-b'];
    const whole = (await store.families.timeline(timelineId))!.timeline;
    const asked: string[] = [];
    const families = {
      ...store.families,
      timeline: async (asking: string) => {
        asked.push(asking);
        const referrals = whole.referrals.filter((_, index) => index === (asking === first ? 0 : 1));
        return {
          timeline: { timelineId: asking, referrals },
          familyId: store.familyId,
          timelinesOfFamily: [first, second],
          isComplete: true,
          examinationFailed: false,
        };
      },
    };
    const examination = await examineFamily({ ...store, families, policies, clock }, second);
    expect(examination).toMatchObject({ decision: { kind: 'raise' } });
    expect(asked).toEqual([second, first]);
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

describe('sending an alert', () => {
  async function raised() {
    const store = await storeWith(health, police);
    await examineFamily({ ...store, policies, clock }, timelineId);
    return { ...store, alertId: store.alerts.idFor(store.familyId, 1), notifier: createMemoryNotifier() };
  }

  it('tells the people of the team once, and keeps what was sent, when and to whom', async () => {
    const { alertId, notifier, ...store } = await raised();
    const surroundings = { ...store, notifier, roster, clock };
    expect(await sendAlert(surroundings, alertId)).toEqual({
      code: 'sent',
      reason: 'line-crossed',
      to: 'team',
      recipients: 1,
    });
    expect(await sendAlert(surroundings, alertId)).toEqual({ code: 'nothing-pending' });
    expect(notifier.published()).toMatchObject([{ alertId, severity: 'escalate', recipients: ['person-1'] }]);
    expect(await store.alerts.alert(alertId)).toMatchObject({
      state: 'sent',
      notices: [{ sentAt: '2026-07-02T09:00:00.000Z', recipients: ['person-1'], messageId: 'message-1' }],
    });
    expect(store.historyOf(alertId).map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      'raised line-crossed',
      'sent line-crossed',
    ]);
  });

  it('tells those for the whole area where nobody of the team can be told', async () => {
    const { alertId, notifier, ...store } = await raised();
    const areaWide = roster.filter((recipient) => recipient.areaWide);
    expect(await sendAlert({ ...store, notifier, roster: areaWide, clock }, alertId)).toMatchObject({
      to: 'area-wide',
    });
    expect(notifier.published()[0]?.recipients).toEqual(['person-2']);
  });

  it('stays pending and throws where nobody at all can be told', async () => {
    const { alertId, notifier, ...store } = await raised();
    await expect(sendAlert({ ...store, notifier, roster: [], clock }, alertId)).rejects.toThrow(
      'Nobody on the roster can be told of an alert.',
    );
    expect(notifier.published()).toEqual([]);
    expect((await store.alerts.alert(alertId))?.pendingNotice).toBeDefined();
  });

  it('stays pending where the service does not take it', async () => {
    const { alertId, ...store } = await raised();
    const notifier = {
      publish: async () => {
        throw new Error('SNS is down');
      },
    };
    await expect(sendAlert({ ...store, notifier, roster, clock }, alertId)).rejects.toThrow('SNS is down');
    expect((await store.alerts.alert(alertId))?.state).toBe('raised');
  });

  it('marks it as sent although evidence was added meanwhile, up to five times', async () => {
    const { alertId, notifier, ...store } = await raised();
    const alerts = movedAtFirst(store.alerts, 4, 'advance');
    await sendAlert({ ...store, alerts, notifier, roster, clock }, alertId);
    expect(alerts.tried()).toBe(5);
    expect((await store.alerts.alert(alertId))?.state).toBe('sent');
    expect(notifier.published()).toHaveLength(1);
  });

  it('throws where the alert never stands still, so that it is sent again rather than forgotten', async () => {
    const { alertId, notifier, ...store } = await raised();
    const alerts = movedAtFirst(store.alerts, 99, 'advance');
    await expect(sendAlert({ ...store, alerts, notifier, roster, clock }, alertId)).rejects.toThrow(
      'An alert kept changing while it was being marked as sent.',
    );
    expect(alerts.tried()).toBe(5);
  });

  it('leaves alone what another sender has marked in the meantime', async () => {
    const { alertId, notifier, ...store } = await raised();
    const surroundings = { ...store, roster, clock };
    const slow = {
      publish: async () => {
        await sendAlert({ ...surroundings, notifier }, alertId);
        return { messageId: 'second' };
      },
    };
    expect(await sendAlert({ ...surroundings, notifier: slow }, alertId)).toMatchObject({ code: 'sent' });
    expect((await store.alerts.alert(alertId))?.notices).toHaveLength(1);
  });

  it('throws where the alert vanishes while it is being sent', async () => {
    const { alertId, notifier, ...store } = await raised();
    let reads = 0;
    const alerts: Alerts = {
      ...store.alerts,
      alert: async (id) => {
        reads += 1;
        return reads === 1 ? store.alerts.alert(id) : undefined;
      },
    };
    await expect(sendAlert({ ...store, alerts, notifier, roster, clock }, alertId)).rejects.toThrow(
      'An alert vanished while it was being sent.',
    );
  });

  it('says so of an alert that is not there', async () => {
    const store = createMemoryStore();
    const notifier = createMemoryNotifier();
    expect(await sendAlert({ ...store, notifier, roster, clock }, 'nowhere')).toEqual({
      code: 'alert-unknown',
    });
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
    const families: Families = {
      family: async (familyId) => ({
        familyId,
        timelines: ['a', 'gone', 'b'],
        version: 0,
        epoch: 0,
        openAlertId: undefined,
      }),
      timeline: async (asking) => {
        const found = timelines[asking];
        if (found === undefined) return undefined;
        const { referrals, isComplete } = found;
        const timelinesOfFamily = ['a', 'gone', 'b'];
        return {
          timeline: { timelineId: asking, referrals },
          familyId: 'f',
          timelinesOfFamily,
          isComplete,
          examinationFailed: false,
        };
      },
    };
    const whole = await readFamily({ families }, 'f');
    expect(whole.ok && whole.value.referrals.map(({ key }) => key)).toEqual(['b1', 'a2', 'b5', 'a0', 'a9']);
    expect(whole).toMatchObject({ value: { isComplete: true, timelines: ['a', 'gone', 'b'] } });
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
      value: { asOf: '2026-07-02T09:00:00.000Z', policy: { id: 'default' } },
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
