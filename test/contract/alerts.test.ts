import { beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import type { Family } from '../../core/ports/families.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert } from '../support/an-alert.ts';
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

function asSent(alert: Alert): Alert {
  const publication = { sequence: 1, sentAt: sent.at, recipients: ['person-1'], messageId: 'message-1' };
  const outcome = markSent(alert, publication);
  if (!outcome.ok) throw new Error('The alert of the test has no notice pending.');
  return outcome.value;
}

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
    await store.alerts.advance(asSent(alert), ['raised', 'sent'], sent);
    const slot = (await store.families.family(family.familyId)) ?? family;
    expect(await store.alerts.commit(slot, withMoreEvidence(alert), changed)).toEqual({ code: 'moved' });
    expect((await store.alerts.alert(alert.alertId))?.state).toBe('sent');
    expect(await store.families.family(family.familyId)).toEqual(slot);
  });

  test('advance from a state that the transition may start from', async () => {
    const { family, alert } = await familyOf('advance');
    await store.alerts.commit(family, alert, raised);
    expect(await store.alerts.advance(asSent(alert), ['raised', 'sent'], sent)).toEqual({
      code: 'committed',
    });
    expect(await store.alerts.alert(alert.alertId)).toEqual(asSent(alert));
    expect((await store.families.family(family.familyId))?.version).toBe(1);
  });

  test('do not advance from another state, from another version, or from nothing', async () => {
    const { family, alert } = await familyOf('wrong');
    await store.alerts.commit(family, alert, raised);
    const missed = { code: 'moved' };
    expect(await store.alerts.advance(asSent(alert), ['sent'], sent)).toEqual(missed);
    const tooNew = { ...asSent(alert), version: 3 };
    expect(await store.alerts.advance(tooNew, ['raised', 'sent'], sent)).toEqual(missed);
    const unknown = { ...asSent(alert), alertId: 'YYYYYYYYYYYY' };
    expect(await store.alerts.advance(unknown, ['raised', 'sent'], sent)).toEqual(missed);
    expect(await store.alerts.alert(alert.alertId)).toEqual(alert);
    expect(await store.historyOf(alert.alertId)).toHaveLength(1);
  });

  test('keep what each change was made for, and never write over it', async () => {
    const { family, alert } = await familyOf('history');
    await store.alerts.commit(family, alert, raised);
    await store.alerts.advance(asSent(alert), ['raised', 'sent'], sent);
    await store.alerts.advance(asSent(alert), ['raised', 'sent'], { ...sent, reason: 'severity-raised' });
    const kept = {
      alertId: alert.alertId,
      severity: 'escalate',
      lines: [
        {
          line: 'repeat',
          severity: 'escalate',
          evidence: ['referral-1', 'referral-2'],
          policyHash: 'a1b2c3',
        },
      ],
    };
    expect(await store.historyOf(alert.alertId)).toEqual([
      { ...kept, ...raised, version: 1, state: 'raised' },
      { ...kept, ...sent, version: 2, state: 'sent' },
    ]);
  });
});
