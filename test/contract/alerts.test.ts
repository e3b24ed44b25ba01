import { beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { statesBefore } from '../../core/alert/alert-states.ts';
import type { Answered } from '../../core/alert/answered.ts';
import { close, decide, standDown } from '../../core/alert/end-alert.ts';
import type { Family } from '../../core/ports/families.ts';
import { mostReferralsRead } from '../../core/timeline/timeline.ts';
import { decideOnAlert } from '../../core/usecases/decide-on-alert.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, contractStores, testTables } from '../support/contract-stores.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const changed = { event: 'changed', reason: 'new-evidence', at: '2026-11-03T10:00:00.000Z' } as const;
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T10:00:01.000Z' } as const;

const endedAt = '2026-11-04T10:00:00.000Z';
const decision = {
  decision: 'family-help',
  levelApplied: 3,
  label: 'useful',
  decidedBy: 'person-1',
} as const;
const standing = { reason: 'evidence-changed', by: 'person-1' } as const;

/** The three ways in which an alert ends, each with its event. */
const endings = [
  {
    state: 'decided',
    event: { event: 'decided', reason: 'family-help', at: endedAt },
    end: (alert: Alert) => decide(alert, decision, endedAt),
    kept: { decided: { ...decision, decidedAt: endedAt } },
  },
  {
    state: 'stood-down',
    event: { event: 'stood-down', reason: 'evidence-changed', at: endedAt },
    end: (alert: Alert) => standDown(alert, standing, endedAt),
    kept: { stoodDown: { ...standing, at: endedAt } },
  },
  {
    state: 'closed',
    event: { event: 'closed', reason: 'closed', at: endedAt },
    end: (alert: Alert) => close(alert, endedAt),
    kept: {},
  },
] as const;

const manyKeys = Array.from({ length: mostReferralsRead }, (_, index) => `${index}`.padStart(22, 'x'));

/** With twenty lines that each rested on as many referrals as are read. */
const answered: Answered = {
  alertId: '0123456789AB',
  decidedAt: endedAt,
  severity: 'escalate',
  evidence: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`line-${index}`, manyKeys])),
  referrals: manyKeys,
  agencyGroups: ['2', '3'],
  children: ['born 2024-05-06', 'due 2027-03-01'],
  noFurtherAction: { decidedBy: 'person-2', decidedAt: '2026-05-04T10:00:00.000Z' },
};

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

  test('are noted on every timeline of the family when one is raised, and stay noted', async () => {
    const { family, alert } = await familyOf('noted');
    const noted = async () =>
      Promise.all(family.timelines.map(async (id) => (await store.families.timeline(id))?.hasHadAlert));
    expect(await noted()).toEqual(family.timelines.map(() => false));
    await store.alerts.commit(family, alert, raised);
    expect(await noted()).toEqual(family.timelines.map(() => true));
    expect(family.timelines.length).toBeGreaterThanOrEqual(1);
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

  test.each(endings)(
    'are $state with the slot of the family set free',
    async ({ state, event, end, kept }) => {
      const { family, alert } = await familyOf(`end-${state}`);
      await store.alerts.commit(family, alert, raised);
      await store.alerts.advance(asSent(alert, sent.at), ['raised'], sent);
      const slot = await store.families.family(family.familyId);
      const ended = end(asSent(alert, sent.at));
      if (!ended.ok) throw new Error(ended.error.code);
      expect(await store.alerts.commit(slot!, ended.value, event)).toEqual({ code: 'committed' });
      expect(await store.alerts.alert(alert.alertId)).toEqual(ended.value);
      expect(await store.families.family(family.familyId)).toEqual({
        ...family,
        version: 2,
        epoch: 1,
        openAlertId: undefined,
      });
      const last = (await store.historyOf(alert.alertId)).at(-1);
      expect(last).toMatchObject({ ...event, version: 3, state, ...kept });
      expect(last).not.toHaveProperty('notice');
    },
  );

  test.each(endings)('are $state once, and change no more', async ({ state, event, end }) => {
    const { family, alert } = await familyOf(`again-${state}`);
    await store.alerts.commit(family, alert, raised);
    const slot = await store.families.family(family.familyId);
    const ended = end(alert);
    if (!ended.ok) throw new Error(ended.error.code);
    await store.alerts.commit(slot!, ended.value, event);
    const free = await store.families.family(family.familyId);
    const missed = { code: 'moved' };
    expect(await store.alerts.commit(free!, { ...ended.value, version: 3 }, event)).toEqual(missed);
    const reopened = { ...alert, version: 3 };
    expect(await store.alerts.commit(free!, reopened, changed)).toEqual(missed);
    expect(await store.families.family(family.familyId)).toEqual(free);
    expect(await store.alerts.alert(alert.alertId)).toEqual(ended.value);
  });

  test('are not ended over evidence that was added meanwhile', async () => {
    const { family, alert } = await familyOf('end-late');
    await store.alerts.commit(family, alert, raised);
    const slot = await store.families.family(family.familyId);
    await store.alerts.commit(slot!, withMoreEvidence(alert), changed);
    const decided = decide(alert, decision, endedAt);
    if (!decided.ok) throw new Error(decided.error.code);
    const event = { event: 'decided', reason: 'family-help', at: endedAt } as const;
    expect(await store.alerts.commit({ ...slot!, answered }, decided.value, event)).toEqual({
      code: 'moved',
    });
    expect((await store.families.family(family.familyId))?.answered).toBeUndefined();
  });

  test('leave in the slot what a decision answered, through the next alert, of as many referrals as are read', async () => {
    const { family, alert } = await familyOf('answered');
    await store.alerts.commit(family, alert, raised);
    const slot = await store.families.family(family.familyId);
    const decided = decide(alert, decision, endedAt);
    if (!decided.ok) throw new Error(decided.error.code);
    const event = { event: 'decided', reason: 'family-help', at: endedAt } as const;
    await store.alerts.commit({ ...slot!, answered }, decided.value, event);
    const free = await store.families.family(family.familyId);
    expect(free?.answered).toEqual(answered);
    const next = {
      ...alert,
      alertId: store.alerts.idFor(family.familyId, 2),
      epoch: 2,
      previous: alert.alertId,
    };
    expect(await store.alerts.commit(free!, next, raised)).toEqual({ code: 'committed' });
    expect(await store.families.family(family.familyId)).toEqual({
      ...free,
      version: 3,
      epoch: 2,
      openAlertId: next.alertId,
    });
    expect(await store.alerts.alert(next.alertId)).toEqual(next);
  });

  test('are decided on in one write, with what the family holds as the answer', async () => {
    const { family, alert } = await familyOf('use-case');
    await store.alerts.commit(family, alert, raised);
    const clock = { now: () => Date.parse(endedAt) };
    // A policy without the alert's line: there is nothing to say about it.
    const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a-hash' });
    const decided = await decideOnAlert({ ...store, policies, clock }, alert.alertId, decision);
    expect(decided).toMatchObject({ ok: true, value: { state: 'decided', version: 2 } });
    const slot = await store.families.family(family.familyId);
    expect(slot).toMatchObject({ openAlertId: undefined, version: 2 });
    expect(slot?.answered).toMatchObject({ alertId: alert.alertId, decidedAt: endedAt });
    const [timelineId] = family.timelines;
    const read = await store.families.timeline(timelineId!);
    expect(read?.timeline.referrals).toHaveLength(1);
    expect(slot?.answered?.referrals).toEqual(read?.timeline.referrals.map(({ key }) => key));
  });

  test('keep a notice as sent that was on its way while the alert ended', async () => {
    const { family, alert } = await familyOf('on-its-way');
    await store.alerts.commit(family, alert, raised);
    const slot = await store.families.family(family.familyId);
    const closed = close(alert, endedAt);
    if (!closed.ok) throw new Error(closed.error.code);
    await store.alerts.commit(slot!, closed.value, { event: 'closed', reason: 'closed', at: endedAt });
    const marked = asSent(closed.value, sent.at, alert.pendingNotice);
    expect(await store.alerts.advance(marked, statesBefore.sent, sent)).toEqual({ code: 'committed' });
    expect(await store.alerts.alert(alert.alertId)).toEqual({ ...marked, state: 'closed' });
    expect((await store.families.family(family.familyId))?.openAlertId).toBeUndefined();
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
          closesByItself: false,
          goesTo: 'team',
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
    const lines = Array.from({ length: 20 }, (_, index) => ({
      ...alert.lines[0]!,
      line: `line-${index}`,
      evidence: manyKeys,
    }));
    const heavy = { ...alert, lines, evidence: manyKeys };
    expect(await store.alerts.commit(family, heavy, raised)).toEqual({ code: 'committed' });
    const [entry] = await store.historyOf(alert.alertId);
    expect(entry?.lines.map((line) => line.evidence)).toEqual(lines.map(() => manyKeys));
  });
});

describe('the family of an alert that a person stood down', () => {
  /** Raises and ends an alert in each way, and asks after each which timelines are marked to be examined. */
  async function markedAfterEndings(
    { ledger, families, alerts }: Pick<ContractStore, 'ledger' | 'families' | 'alerts'>,
    marked: () => Promise<readonly string[]>,
  ): Promise<readonly (readonly string[])[]> {
    const after: (readonly string[])[] = [];
    for (const { state, event, end } of endings) {
      await ledger.record(anEntry(state));
      const family = await families.family(`family-${state}`);
      const alertId = alerts.idFor(family!.familyId, 1);
      const alert = anAlert({ alertId, familyId: family!.familyId });
      await alerts.commit(family!, alert, raised);
      const ended = end(alert);
      if (!ended.ok) throw new Error(ended.error.code);
      await marked();
      const slot = await families.family(family!.familyId);
      await alerts.commit(slot!, ended.value, event);
      after.push((await marked()).map((id) => (id === family!.timelines[0] ? state : id)));
    }
    return after;
  }
  const standDownAlone = [[], ['stood-down'], []];

  test('is brought to be examined again, and after no other ending: memory', async () => {
    const store = createMemoryStore();
    const marked = async () =>
      [...store.changes()].flatMap((change) => ('timelineId' in change ? [change.timelineId] : []));
    expect(await markedAfterEndings(store, marked)).toEqual(standDownAlone);
  });

  test.each(testTables('alertsMarked'))(
    'is brought to be examined again, and after no other ending: $name',
    async ({ create }) => {
      const table = await create();
      const store = {
        ledger: dynamoDbLedger(table),
        families: dynamoDbFamilies(table),
        alerts: dynamoDbAlerts(table),
      };
      const seen = new Set<unknown>();
      const marked = async () => {
        const marks = (await table.items()).filter(({ sk, pk }) => sk === 'S#REEXAMINE' && !seen.has(pk));
        for (const { pk, markedAt } of marks) {
          seen.add(pk);
          expect(markedAt).toBe(endedAt);
        }
        return marks.map(({ pk }) => String(pk).slice('TL#'.length));
      };
      expect(await markedAfterEndings(store, marked)).toEqual(standDownAlone);
    },
  );
});
