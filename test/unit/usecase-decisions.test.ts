import { describe, expect, it } from 'vitest';
import type { Decision } from '../../core/alert/decision.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { Families } from '../../core/ports/families.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { decideOnAlert } from '../../core/usecases/decide-on-alert.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { sendNotices } from '../../core/usecases/send-notices.ts';
import { standDownAlert } from '../../core/usecases/stand-down-alert.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { sendingTo } from '../support/sending-to.ts';
import { aSubmission } from '../support/timeline-builders.ts';

const timelineId = 'timeline:family-ref:front-door:F-1';
const policies = alwaysLive({
  policy: aPolicy([aLine({ id: 'two', severity: 'escalate' })]),
  hash: 'a-hash',
});
const on = (instant: string) => ({ now: () => Date.parse(instant) });

const assessment: Decision = { decision: 'assessment', label: 'useful', decidedBy: 'person-1' };
const nothing = (decidedBy: string): Decision => ({
  decision: 'no-further-action',
  reason: 'needs-met',
  label: 'not-a-pattern',
  decidedBy,
});

/** A family that crossed a line on 9 January 2026, with the alert that was raised. */
async function raised() {
  const store = createMemoryStore();
  let familyId = '';
  const tell = async (referralId: string, madeAt: string, stated: Partial<ReferralSubmission> = {}) => {
    const clock = { now: () => Date.parse(madeAt) };
    const recorded = await recordReferral(
      { ...store, pseudonyms, clock },
      aSubmission({ referralId, madeAt, ...stated }),
      ['front-door'],
    );
    if (!recorded.ok) throw new Error(recorded.error.code);
    familyId = recorded.value.familyId;
  };
  await tell('one', '2026-01-01T09:00:00Z');
  await tell('two', '2026-01-09T09:00:00Z');
  const examine = (instant: string) => examineFamily({ ...store, policies, clock: on(instant) }, timelineId);
  await examine('2026-01-09T09:01:00Z');
  return { ...store, policies, tell, examine, familyId, alertId: store.alerts.idFor(familyId, 1) };
}

/** Alerts of which the first so many commits find that something has moved. */
function movedAtFirst(alerts: Alerts, times: number): Alerts & { tried: () => number } {
  let tried = 0;
  return {
    ...alerts,
    commit: async (...given) => {
      tried += 1;
      return tried <= times ? { code: 'moved' } : alerts.commit(...given);
    },
    tried: () => tried,
  };
}

const at = '2026-01-12T10:00:00.000Z';

describe('deciding on an alert', () => {
  it('ends it, frees the slot, and keeps what was answered and by whom', async () => {
    const store = await raised();
    const decided = await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
    const alert = await store.alerts.alert(store.alertId);
    expect(decided).toEqual({ ok: true, value: alert });
    expect(alert).toMatchObject({ state: 'decided', version: 2, decided: { ...assessment, decidedAt: at } });
    expect(alert).not.toHaveProperty('pendingNotice');
    expect(await store.families.family(store.familyId)).toMatchObject({
      version: 2,
      epoch: 1,
      openAlertId: undefined,
      answered: {
        alertId: store.alertId,
        decidedAt: at,
        severity: 'escalate',
        evidence: { two: ['referral:front-door:one', 'referral:front-door:two'] },
        referrals: ['referral:front-door:one', 'referral:front-door:two'],
        agencyGroups: ['3'],
        children: [],
      },
    });
    expect(store.historyOf(store.alertId).at(-1)).toMatchObject({
      event: 'decided',
      reason: 'assessment',
      at,
      state: 'decided',
      decided: { ...assessment, decidedAt: at },
    });
  });

  it('answers the family until the step is taken, and then raises it as the next alert', async () => {
    const store = await raised();
    await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
    const again = await store.examine('2026-01-12T10:01:00Z');
    expect(again).toMatchObject({ decision: { kind: 'nothing', reason: 'answered' } });
    await store.tell('three', '2026-01-20T09:00:00Z');
    await store.tell('four', '2026-01-30T09:00:00Z');
    expect(await store.examine('2026-02-08T23:59:59Z')).toMatchObject({ decision: { reason: 'answered' } });
    expect(await store.examine('2026-02-09T00:00:00Z')).toMatchObject({
      decision: {
        kind: 'raise',
        alert: { epoch: 2, alertId: store.alerts.idFor(store.familyId, 2), previous: store.alertId },
      },
    });
  });

  it('is refused for an alert that is not there, or has ended', async () => {
    const store = await raised();
    const surroundings = { ...store, clock: on(at) };
    const unknown = { ok: false, error: { code: 'alert-unknown' } };
    expect(await decideOnAlert(surroundings, 'nowhere', assessment)).toEqual(unknown);
    await decideOnAlert(surroundings, store.alertId, assessment);
    expect(await decideOnAlert(surroundings, store.alertId, nothing('person-2'))).toEqual({
      ok: false,
      error: { code: 'not-open', state: 'decided' },
    });
    expect(store.historyOf(store.alertId)).toHaveLength(2);
  });

  it('needs another manager for a second no further action within twelve months', async () => {
    const store = await raised();
    await decideOnAlert({ ...store, clock: on(at) }, store.alertId, nothing('person-1'));
    await store.tell('three', '2026-01-20T09:00:00Z');
    await store.tell('four', '2026-01-30T09:00:00Z');
    await store.examine('2026-02-09T09:00:00Z');
    const next = store.alerts.idFor(store.familyId, 2);
    const surroundings = { ...store, clock: on('2026-02-10T09:00:00Z') };
    expect(await decideOnAlert(surroundings, next, nothing('person-1'))).toEqual({
      ok: false,
      error: { code: 'needs-another-manager' },
    });
    expect((await store.alerts.alert(next))?.state).toBe('raised');
    expect((await decideOnAlert(surroundings, next, nothing('person-2'))).ok).toBe(true);
    expect((await store.families.family(store.familyId))?.answered?.noFurtherAction).toEqual({
      decidedBy: 'person-2',
      decidedAt: '2026-02-10T09:00:00.000Z',
    });
  });

  it('answers what was told while it was being decided', async () => {
    const store = await raised();
    let commits = 0;
    const alerts: Alerts = {
      ...store.alerts,
      commit: async (...given) => {
        commits += 1;
        if (commits === 1) {
          await store.tell('three', '2026-01-12T09:59:00Z');
          await store.examine('2026-01-12T09:59:30Z');
        }
        return store.alerts.commit(...given);
      },
    };
    const decided = await decideOnAlert({ ...store, alerts, clock: on(at) }, store.alertId, assessment);
    expect(decided).toMatchObject({ ok: true, value: { version: 3 } });
    expect(commits).toBe(2);
    expect((await store.families.family(store.familyId))?.answered?.referrals).toHaveLength(3);
  });

  it('starts over up to five times where the alert keeps changing, and then throws', async () => {
    const store = await raised();
    const surroundings = { ...store, clock: on(at) };
    const never = movedAtFirst(store.alerts, 99);
    await expect(
      decideOnAlert({ ...surroundings, alerts: never }, store.alertId, assessment),
    ).rejects.toThrow('An alert kept changing while it was being decided on.');
    expect(never.tried()).toBe(5);
    const fifth = movedAtFirst(store.alerts, 4);
    const decided = await decideOnAlert({ ...surroundings, alerts: fifth }, store.alertId, assessment);
    expect(decided.ok).toBe(true);
  });

  it('has the family examined again soon where the live policy could not be used, changed or decided on', async () => {
    const store = await raised();
    const other = { policy: aPolicy([aLine({ id: 'two', severity: 'urgent' })]), hash: 'another-hash' };
    const fallback = { inForce: async () => ({ live: other, isFallback: true }) };
    const surroundings = { ...store, policies: fallback, clock: on(at) };
    const dueSoon = [{ kind: 'next-examination', timelineId, dueAt: '2026-01-12T10:02:00.000Z' }];
    const due = () => store.due.dueBy(Date.parse('2026-01-12T10:02:00.000Z'));
    const examinations = async () => (await due()).filter(({ kind }) => kind === 'next-examination');
    expect(await decideOnAlert(surroundings, store.alertId, assessment)).toEqual({
      ok: false,
      error: { code: 'alert-changed' },
    });
    expect(await examinations()).toEqual(dueSoon);
    await store.due.keepNextExamination(timelineId, undefined);
    expect(await examinations()).toEqual([]);
    expect(await decideOnAlert(surroundings, store.alertId, assessment)).toMatchObject({ ok: true });
    expect(await examinations()).toEqual(dueSoon);
  });

  it('leaves alone when the family is due where the live policy is used', async () => {
    const store = await raised();
    await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
    const due = await store.due.dueBy(Date.parse('2026-12-31T00:00:00Z'));
    expect(due.filter(({ kind }) => kind === 'next-examination')).toEqual([]);
  });

  it('throws where the family of the alert does not exist', async () => {
    const store = await raised();
    const families = { ...store.families, family: async () => undefined };
    await expect(
      decideOnAlert({ ...store, families, clock: on(at) }, store.alertId, assessment),
    ).rejects.toThrow('An alert names a family that does not exist.');
  });

  it('does not lose that somebody was told when the notice was on its way', async () => {
    const store = await raised();
    const notifier = createMemoryNotifier();
    const slow = {
      publish: async (notification: Parameters<typeof notifier.publish>[0]) => {
        await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
        return notifier.publish(notification);
      },
    };
    const roster = [
      { id: 'p', areaWide: true, teams: [], severities: ['escalate' as const], channels: ['email' as const] },
    ];
    const noted: string[] = [];
    const sending = { ...sendingTo(roster, on(at)), ...store, notifier: slow };
    await sendNotices(sending, [store.alertId], ({ code }) => void noted.push(code));
    expect(noted).toEqual(['sent']);
    expect(await store.alerts.alert(store.alertId)).toMatchObject({
      state: 'decided',
      notices: [{ sequence: 1, recipients: ['p'] }],
    });
    expect((await store.families.family(store.familyId))?.openAlertId).toBeUndefined();
  });
});

describe('deciding on an alert that does not say all that is known', () => {
  /** Such a family, to which something more was told that was not examined, decided on a second later. */
  async function decidedWith(families: (store: Awaited<ReturnType<typeof raised>>) => Families) {
    const store = await raised();
    await store.tell('three', '2026-01-12T09:59:59Z');
    const surroundings = { ...store, families: families(store), clock: on(at) };
    const decided = await decideOnAlert(surroundings, store.alertId, assessment);
    return { store, surroundings, decided };
  }

  it('is refused, and brings the alert up to date, so that the person can look again', async () => {
    const { store, surroundings, decided } = await decidedWith(({ families }) => families);
    expect(decided).toEqual({ ok: false, error: { code: 'alert-changed' } });
    const changed = await store.alerts.alert(store.alertId);
    expect(changed).toMatchObject({
      state: 'raised',
      version: 2,
      evidence: ['referral:front-door:one', 'referral:front-door:three', 'referral:front-door:two'],
    });
    expect(store.historyOf(store.alertId).at(-1)).toMatchObject({ event: 'changed', reason: 'new-evidence' });
    const family = await store.families.family(store.familyId);
    expect(family?.openAlertId).toBe(store.alertId);
    expect(family?.answered).toBeUndefined();
    expect((await decideOnAlert(surroundings, store.alertId, assessment)).ok).toBe(true);
    expect((await store.families.family(store.familyId))?.answered?.referrals).toHaveLength(3);
  });

  it('is refused too where not all of the family was read', async () => {
    const { decided } = await decidedWith(({ families }) => ({
      ...families,
      timeline: async (id) => {
        const read = await families.timeline(id);
        return read && { ...read, isComplete: false };
      },
    }));
    expect(decided).toEqual({ ok: false, error: { code: 'alert-changed' } });
  });

  it('marks nothing as gone that was not read', async () => {
    const store = await raised();
    const families: Families = {
      ...store.families,
      timeline: async (id) => {
        const read = await store.families.timeline(id);
        return read && { ...read, timeline: { ...read.timeline, referrals: [] }, isComplete: false };
      },
    };
    const decided = await decideOnAlert({ ...store, families, clock: on(at) }, store.alertId, assessment);
    expect(decided.ok).toBe(true);
  });

  it('is made where what came changes nothing, and answers it', async () => {
    const store = await raised();
    await store.tell('asks', '2026-01-12T09:59:59Z', { purpose: 'information-request' });
    const decided = await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
    expect(decided.ok).toBe(true);
    expect((await store.families.family(store.familyId))?.answered?.referrals).toHaveLength(3);
  });

  it('starts over where an examination was quicker, or knows more than this clock', async () => {
    const store = await raised();
    await store.tell('three', '2026-01-12T09:59:59Z');
    const once = movedAtFirst(store.alerts, 1);
    const decided = await decideOnAlert({ ...store, alerts: once, clock: on(at) }, store.alertId, assessment);
    expect(decided).toEqual({ ok: false, error: { code: 'alert-changed' } });
    expect(once.tried()).toBe(2);
    await expect(
      decideOnAlert({ ...store, clock: on('2026-01-12T09:59:59Z') }, store.alertId, assessment),
    ).rejects.toThrow('An alert kept changing while it was being decided on.');
  });
});

describe('standing an alert down', () => {
  const standing = { reason: 'raised-in-error', by: 'person-1' } as const;

  it('ends it and frees the slot, and answers nothing: what is crossed raises the family again', async () => {
    const store = await raised();
    const stoodDown = await standDownAlert({ ...store, clock: on(at) }, store.alertId, standing);
    const alert = await store.alerts.alert(store.alertId);
    expect(stoodDown).toEqual({ ok: true, value: alert });
    expect(alert).toMatchObject({ state: 'stood-down', stoodDown: { ...standing, at } });
    expect(store.historyOf(store.alertId).at(-1)).toMatchObject({
      event: 'stood-down',
      reason: 'raised-in-error',
      at,
      stoodDown: { ...standing, at },
    });
    // The stream brings the family to be examined, although nothing was told.
    expect([...store.changes()].at(-1)).toEqual({ timelineId });
    const family = await store.families.family(store.familyId);
    expect(family).toMatchObject({ openAlertId: undefined, epoch: 1 });
    expect(family?.answered).toBeUndefined();
    expect(await store.examine('2026-01-12T10:01:00Z')).toMatchObject({
      decision: { kind: 'raise', alert: { epoch: 2 } },
    });
  });

  it('leaves what was answered before as it was', async () => {
    const store = await raised();
    await decideOnAlert({ ...store, clock: on(at) }, store.alertId, assessment);
    const before = (await store.families.family(store.familyId))?.answered;
    await store.tell('three', '2026-01-20T09:00:00Z');
    await store.tell('four', '2026-01-30T09:00:00Z');
    await store.examine('2026-02-09T09:00:00Z');
    const next = store.alerts.idFor(store.familyId, 2);
    await standDownAlert({ ...store, clock: on('2026-02-10T09:00:00Z') }, next, standing);
    expect((await store.families.family(store.familyId))?.answered).toEqual(before);
  });

  it('is refused for an alert that is not there, or has ended', async () => {
    const store = await raised();
    const surroundings = { ...store, clock: on(at) };
    expect(await standDownAlert(surroundings, 'nowhere', standing)).toEqual({
      ok: false,
      error: { code: 'alert-unknown' },
    });
    await standDownAlert(surroundings, store.alertId, standing);
    expect(await standDownAlert(surroundings, store.alertId, standing)).toEqual({
      ok: false,
      error: { code: 'not-open', state: 'stood-down' },
    });
  });

  it('starts over up to five times where the alert keeps changing, and then throws', async () => {
    const store = await raised();
    const surroundings = { ...store, clock: on(at) };
    const never = movedAtFirst(store.alerts, 99);
    await expect(standDownAlert({ ...surroundings, alerts: never }, store.alertId, standing)).rejects.toThrow(
      'An alert kept changing while it was being stood down.',
    );
    expect(never.tried()).toBe(5);
    const fifth = movedAtFirst(store.alerts, 4);
    const stoodDown = await standDownAlert({ ...surroundings, alerts: fifth }, store.alertId, standing);
    expect(stoodDown.ok).toBe(true);
  });

  it('throws where the family of the alert does not exist', async () => {
    const store = await raised();
    const families = { ...store.families, family: async () => undefined };
    await expect(
      standDownAlert({ ...store, families, clock: on(at) }, store.alertId, standing),
    ).rejects.toThrow('An alert names a family that does not exist.');
  });
});
