import { beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import type { Family } from '../../core/ports/families.ts';
import { mostReferralsRead } from '../../core/timeline/timeline.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const changed = { event: 'changed', reason: 'new-evidence', at: '2026-11-03T10:00:00.000Z' } as const;
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T10:00:01.000Z' } as const;

const withMoreEvidence = (alert: Alert): Alert => ({
  ...alert,
  version: alert.version + 1,
  changedAt: changed.at,
  evidence: [...alert.evidence, 'referral-3'],
});

describe.each(contractStores('alertsContract'))('alerts on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
  });

  /** A family with one timeline and the alert that would be its first. */
  async function familyOf(name: string): Promise<{ family: Family; alert: Alert }> {
    await store.ledger.record(anEntry(name));
    const family = await store.families.family(`family-${name}`);
    if (family === undefined) throw new Error('The family of the test was not founded.');
    const alertId = store.alerts.idFor(family.familyId, 1);
    return { family, alert: anAlert({ alertId, familyId: family.familyId }) };
  }

  test('know nothing of an alert that was never raised', async () => {
    expect(await store.alerts.alert('ZZZZZZZZZZZZ')).toBeUndefined();
  });

  test('give the same id for the same family and epoch, and another for the next epoch', () => {
    const id = store.alerts.idFor('family-1', 1);
    expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(store.alerts.idFor('family-1', 1)).toBe(id);
    expect(store.alerts.idFor('family-1', 2)).not.toBe(id);
    expect(store.alerts.idFor('family-11', 1)).not.toBe(store.alerts.idFor('family-1', 11));
  });

  test('are raised together with the slot of the family', async () => {
    const { family, alert } = await familyOf('raise');
    expect(await store.alerts.commit(family, alert, raised)).toEqual({ code: 'committed' });
    expect(await store.alerts.alert(alert.alertId)).toEqual(alert);
    expect(await store.families.family(family.familyId)).toEqual({
      ...family,
      version: 1,
      epoch: 1,
      openAlertId: alert.alertId,
    });
  });

  test('are not raised over a slot that has moved', async () => {
    const { family, alert } = await familyOf('moved');
    await store.alerts.commit(family, alert, raised);
    const other = { ...alert, alertId: store.alerts.idFor(family.familyId, 2), epoch: 2 };
    expect(await store.alerts.commit(family, other, raised)).toEqual({ code: 'moved' });
    expect(await store.alerts.alert(other.alertId)).toBeUndefined();
    expect((await store.families.family(family.familyId))?.openAlertId).toBe(alert.alertId);
  });

  test('are raised once when twenty examinations of one family raise them at once', async () => {
    const { family, alert } = await familyOf('crowd');
    const results = await Promise.all(
      Array.from({ length: 20 }, () => store.alerts.commit(family, alert, raised)),
    );
    expect(results.filter(({ code }) => code === 'committed')).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'moved')).toHaveLength(19);
    expect(await store.historyOf(alert.alertId)).toHaveLength(1);
  });

  test('take on evidence while open, one version after the other', async () => {
    const { family, alert } = await familyOf('evidence');
    await store.alerts.commit(family, alert, raised);
    const slot = (await store.families.family(family.familyId)) ?? family;
    const more = withMoreEvidence(alert);
    expect(await store.alerts.commit(slot, more, changed)).toEqual({ code: 'committed' });
    expect(await store.alerts.alert(alert.alertId)).toEqual(more);
    expect((await store.families.family(family.familyId))?.version).toBe(2);
  });

  test('are not changed over a version that was not read, and the slot stays where it was', async () => {
    const { family, alert } = await familyOf('stale');
    await store.alerts.commit(family, alert, raised);
    await store.alerts.advance(asSent(alert, sent.at), ['raised', 'sent'], sent);
    const slot = (await store.families.family(family.familyId)) ?? family;
    expect(await store.alerts.commit(slot, withMoreEvidence(alert), changed)).toEqual({ code: 'moved' });
    expect((await store.alerts.alert(alert.alertId))?.state).toBe('sent');
    expect(await store.families.family(family.familyId)).toEqual(slot);
  });

  test('advance from a state that the transition may start from', async () => {
    const { family, alert } = await familyOf('advance');
    await store.alerts.commit(family, alert, raised);
    expect(await store.alerts.advance(asSent(alert, sent.at), ['raised', 'sent'], sent)).toEqual({
      code: 'committed',
    });
    expect(await store.alerts.alert(alert.alertId)).toEqual(asSent(alert, sent.at));
    expect((await store.families.family(family.familyId))?.version).toBe(1);
  });

  test('do not advance from another state, from another version, or from nothing', async () => {
    const { family, alert } = await familyOf('wrong');
    await store.alerts.commit(family, alert, raised);
    const missed = { code: 'moved' };
    expect(await store.alerts.advance(asSent(alert, sent.at), ['sent'], sent)).toEqual(missed);
    const tooNew = { ...asSent(alert, sent.at), version: 3 };
    expect(await store.alerts.advance(tooNew, ['raised', 'sent'], sent)).toEqual(missed);
    const unknown = { ...asSent(alert, sent.at), alertId: 'YYYYYYYYYYYY' };
    expect(await store.alerts.advance(unknown, ['raised', 'sent'], sent)).toEqual(missed);
    expect(await store.alerts.alert(alert.alertId)).toEqual(alert);
    expect(await store.historyOf(alert.alertId)).toHaveLength(1);
  });

  test('keep what each change was made for, and never write over it', async () => {
    const { family, alert } = await familyOf('history');
    await store.alerts.commit(family, alert, raised);
    await store.alerts.advance(asSent(alert, sent.at), ['raised', 'sent'], sent);
    await store.alerts.advance(asSent(alert, sent.at), ['raised', 'sent'], {
      ...sent,
      reason: 'severity-raised',
    });
    const known = {
      alertId: alert.alertId,
      severity: 'escalate',
      team: 'north',
      lines: [
        {
          line: 'repeat',
          severity: 'escalate',
          firstCrossedAt: '2026-11-02T09:00:00.000Z',
          crossedFrom: '2026-11-02T09:00:00.000Z',
          crossedUntil: '2027-05-01T22:59:59.999Z',
          evidence: ['referral-1', 'referral-2'],
          tally: {
            referrals: 2,
            contacts: 1,
            statutoryReferrals: 1,
            incidents: 2,
            notProgressed: 2,
            agencyGroups: ['2', '3'],
            voices: 2,
            kindsOfConcern: ['neglect'],
            since: '2026-05-01T09:00:00.000Z',
            until: '2026-11-02T09:00:00.000Z',
          },
          policy: { id: 'test', version: 1, hash: 'a1b2c3' },
        },
      ],
    };
    const told = {
      sequence: 1,
      severity: 'escalate',
      lines: [{ line: 'repeat', from: '2026-11-02T09:00:00.000Z' }],
      recipients: ['person-1'],
      messageId: 'message-1',
    };
    expect(await store.historyOf(alert.alertId)).toEqual([
      { ...known, ...raised, version: 1, state: 'raised' },
      { ...known, ...sent, version: 2, state: 'sent', notice: told },
    ]);
  });

  test('keep who was told of what, also of a notice that a louder one replaced while it was on its way', async () => {
    const { family, alert } = await familyOf('louder');
    const pendingNotice = { ...alert.pendingNotice!, sequence: 2, severity: 'urgent' as const };
    const louder = { ...alert, version: 2, pendingNotice };
    await store.alerts.commit(family, alert, raised);
    const slot = await store.families.family(family.familyId);
    await store.alerts.commit(slot!, louder, { ...changed, reason: 'severity-raised' });
    await store.alerts.advance(asSent(louder, sent.at, alert.pendingNotice), ['raised'], sent);
    const history = await store.historyOf(alert.alertId);
    expect(history.map(({ event, notice }) => [event, notice?.sequence, notice?.severity])).toEqual([
      ['raised', undefined, undefined],
      ['changed', undefined, undefined],
      ['sent', 1, 'escalate'],
    ]);
  });

  test('of no team keep none, and one without a notice is not kept as sent', async () => {
    const { family, alert } = await familyOf('teamless');
    const { team: _left, ...teamless } = alert;
    await store.alerts.commit(family, teamless, raised);
    const [entry] = await store.historyOf(alert.alertId);
    expect(entry).not.toHaveProperty('team');
    const unsent = { ...teamless, version: 2 };
    await expect(store.alerts.advance(unsent, ['raised'], sent)).rejects.toThrow('without a notice');
    expect(await store.alerts.alert(alert.alertId)).toEqual(teamless);
  });

  test('are kept whole with their history when every line rests on as many referrals as are read', async () => {
    const { family, alert } = await familyOf('heavy');
    const evidence = Array.from({ length: mostReferralsRead }, (_, index) => `${index}`.padStart(22, 'x'));
    const lines = Array.from({ length: 20 }, (_, index) => ({
      ...alert.lines[0]!,
      line: `line-${index}`,
      evidence,
    }));
    const heavy = { ...alert, lines, evidence };
    expect(await store.alerts.commit(family, heavy, raised)).toEqual({ code: 'committed' });
    const [entry] = await store.historyOf(alert.alertId);
    expect(entry?.lines.map((line) => line.evidence)).toEqual(lines.map(() => evidence));
  });
});
