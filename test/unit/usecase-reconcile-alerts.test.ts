import { describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { reconcileHandler } from '../../functions/schedule/reconcile-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { aReconciler, minute } from '../support/a-reconciler.ts';

const day = 24 * 60 * minute;
const atLeast = (atLeast: number, version: number) =>
  livePolicyFrom(
    aPolicy([aLine({ severity: 'escalate', when: { all: [{ count: 'referrals', atLeast }] } })], { version }),
  );
const two = atLeast(2, 1);
const from = Date.parse('2026-11-03T12:00:00Z');

type Desk = ReturnType<typeof aReconciler>;

/** Families of two referrals each, examined, under a policy that the reconciler has gone through once. */
async function aDesk(...names: readonly string[]): Promise<Desk> {
  const desk = aReconciler({ live: two, from });
  for (const name of names) {
    await desk.store.ledger.record(anEntry(name));
    await desk.store.ledger.record(aFurtherEntry(name, `further-${name}`, '2026-11-01T09:00:00.000Z'));
  }
  await desk.examineChanges();
  await desk.run();
  await desk.run();
  desk.world.now = Date.parse('2026-11-04T02:00:00Z');
  expect([desk.told, desk.marked]).toEqual([[], []]);
  return desk;
}

/** A referral that the stream never brought. */
async function missed(desk: Desk, name: string): Promise<void> {
  await desk.store.ledger.record(aFurtherEntry(name, `missed-${name}`, '2026-11-02T08:00:00.000Z'));
  expect(desk.loseChanges()).toBe(1);
}

describe('the daily comparison', () => {
  test('finds nothing where every family has its alert, and then has nothing to do that day', async () => {
    const desk = await aDesk('1', '2', '3', '4');
    const run = await desk.run();
    expect(run).toMatchObject({ because: 'day', day: '2026-11-04', counts: { families: 4, differences: 0 } });
    expect(await desk.call()).toEqual({ code: 'nothing-to-do' });
    expect([desk.told, desk.marked]).toEqual([[], []]);
  });

  test('tells of a change that was never examined, marks it, and finds it mended the next day', async () => {
    const desk = await aDesk('1', '2');
    await missed(desk, '2');
    expect((await desk.run()).counts).toEqual({ families: 2, differences: 1, reexamined: 0, failing: 0 });
    expect(desk.told).toEqual([{ familyId: 'family-2', reason: 'new-evidence' }]);
    expect(desk.marked).toEqual(['timeline-2']);
    await desk.examineChanges();
    const alert = await desk.store.alerts.alert(desk.store.alerts.idFor('family-2', 1));
    expect(alert?.evidence).toContain('missed-2');
    desk.world.now += day;
    expect((await desk.run()).counts.differences).toBe(0);
    expect(desk.told).toHaveLength(1);
  });

  test('leaves alone what is examined within the next minutes', async () => {
    const desk = await aDesk('1');
    await desk.store.ledger.record(aFurtherEntry('1', 'late', '2026-11-02T08:00:00.000Z'));
    expect(await desk.call()).toMatchObject({
      code: 'stepped',
      run: { suspects: [{ familyId: 'family-1' }] },
    });
    desk.world.now += 9 * minute;
    expect(await desk.call()).toEqual({ code: 'nothing-to-do' });
    await desk.examineChanges();
    desk.world.now += minute;
    expect(await desk.call()).toMatchObject({
      code: 'stepped',
      run: { suspects: [], counts: { differences: 0 } },
    });
    expect([desk.told, desk.marked]).toEqual([[], []]);
  });

  test('gives a family ten minutes more each time that something happens to it', async () => {
    const desk = await aDesk('1');
    await missed(desk, '1');
    await desk.call();
    desk.world.now += 10 * minute;
    await desk.store.ledger.record(aFurtherEntry('1', 'later', '2026-11-02T07:00:00.000Z'));
    desk.loseChanges();
    await desk.call();
    expect(desk.told).toEqual([]);
    desk.world.now += 10 * minute;
    await desk.call();
    expect(desk.told).toHaveLength(1);
  });

  test('tells of an alert whose writing was lost', async () => {
    const desk = await aDesk('1', '2');
    const family = async (familyId: string) => {
      const slot = await desk.store.families.family(familyId);
      return slot && familyId === 'family-1' ? { ...slot, openAlertId: undefined } : slot;
    };
    await desk.run({ families: { ...desk.store.families, family } });
    // It was crossed the day before yesterday.
    expect(desk.told).toEqual([{ familyId: 'family-1', reason: 'found-late' }]);
  });

  test('tells of an alert that says something else than the referrals', async () => {
    const desk = await aDesk('1');
    const alert = async (id: string): Promise<Alert | undefined> => {
      const found = await desk.store.alerts.alert(id);
      return found && { ...found, lines: found.lines.map((line) => ({ ...line, evidence: ['key-1'] })) };
    };
    await desk.run({ alerts: { ...desk.store.alerts, alert } });
    expect(desk.told).toMatchObject([{ familyId: 'family-1' }]);
  });

  test('counts a family whose examination failed, which is known, and tells of it no more', async () => {
    const desk = await aDesk('1', '2');
    await missed(desk, '1');
    await desk.store.due.noteFailure('timeline-1', desk.world.now, desk.world.now);
    expect((await desk.run()).counts).toEqual({ families: 2, differences: 0, reexamined: 0, failing: 1 });
    expect([desk.told, desk.marked]).toEqual([[], []]);
  });

  test.each([
    ['a timeline', 'families', ['timeline-1']],
    ['an alert', 'alerts', ['timeline-1']],
    ['a family', 'slot', []],
  ] as const)('tells of %s that cannot be read, and goes on with the others', async (_, what, marked) => {
    const desk = await aDesk('1', '2');
    await missed(desk, '2');
    const failing = async () => {
      throw new Error('unreadable');
    };
    const { families, alerts } = desk.store;
    const first = alerts.idFor('family-1', 1);
    const altered = {
      families: {
        family: (id: string) => (what === 'slot' && id === 'family-1' ? failing() : families.family(id)),
        timeline: (id: string) =>
          what === 'families' && id === 'timeline-1' ? failing() : families.timeline(id),
      },
      alerts: {
        ...alerts,
        alert: (id: string) => (what === 'alerts' && id === first ? failing() : alerts.alert(id)),
      },
    };
    expect((await desk.run(altered)).counts).toMatchObject({ families: 2, differences: 2 });
    expect(desk.told).toEqual([
      { familyId: 'family-1', reason: 'cannot-be-compared' },
      { familyId: 'family-2', reason: 'new-evidence' },
    ]);
    expect(desk.marked).toEqual([...marked, 'timeline-2']);
  });

  test('stops where its time is over, and goes on there', async () => {
    const desk = await aDesk('1', '2', '3', '4', '5');
    const looked: string[] = [];
    const slow = {
      families: {
        ...desk.store.families,
        family: async (id: string) => {
          looked.push(id);
          desk.world.now += 40_000;
          return desk.store.families.family(id);
        },
      },
    };
    expect(await desk.call(slow)).toMatchObject({ run: { counts: { families: 2 }, isListDone: false } });
    expect(await desk.call(slow)).toMatchObject({ run: { counts: { families: 4 } } });
    expect(await desk.call(slow)).toMatchObject({
      run: { counts: { families: 5 }, completedAt: expect.any(String) },
    });
    expect(looked).toEqual(['1', '2', '3', '4', '5'].map((name) => `family-${name}`));
  });

  test('of two calls at once lets one get on', async () => {
    const desk = await aDesk('1', '2', '3', '4', '5');
    const both = await Promise.all([desk.call(), desk.call()]);
    expect(both.map(({ code }) => code).sort()).toEqual(['overtaken', 'stepped']);
    expect((await desk.job.read())?.state.counts.families).toBe(5);
  });
});

describe('under a policy that none was compared under', () => {
  test('those that it makes a difference to are marked at once, and nobody is alarmed', async () => {
    const desk = await aDesk('1', '2');
    await desk.store.ledger.record(anEntry('3'));
    await desk.examineChanges();
    desk.world.live = atLeast(1, 2);
    const run = await desk.run();
    // The third crosses it now; the others crossed it with the first of their referrals already.
    expect(run).toMatchObject({ because: 'policy', counts: { differences: 0, reexamined: 3 } });
    expect([desk.told, desk.marked]).toEqual([[], ['timeline-1', 'timeline-2', 'timeline-3']]);
    await desk.examineChanges();
    const slot = await desk.store.families.family('family-3');
    expect(slot?.openAlertId).toBe(desk.store.alerts.idFor('family-3', 1));
    expect((await desk.run()).because).toBe('day');
    expect(desk.told).toEqual([]);
  });

  test('those that have an alert are marked, since it names its policy, and no others', async () => {
    const desk = await aDesk('1');
    await desk.store.ledger.record(anEntry('2'));
    await desk.examineChanges();
    desk.world.live = livePolicyFrom({ ...two.policy, version: 2, reason: 'said in other words' });
    expect(await desk.run()).toMatchObject({ because: 'policy', counts: { families: 2, reexamined: 1 } });
    expect(desk.marked).toEqual(['timeline-1']);
  });

  test('an open alert is not closed, and what it says stands', async () => {
    const desk = await aDesk('1');
    desk.world.live = atLeast(9, 2);
    await desk.run();
    await desk.examineChanges();
    expect((await desk.store.families.family('family-1'))?.openAlertId).toBeDefined();
  });

  test('nothing is compared while the live one cannot be read', async () => {
    const desk = await aDesk('1');
    await missed(desk, '1');
    desk.world.isFallback = true;
    expect(await desk.call()).toEqual({ code: 'policy-unreadable' });
    desk.world.isFallback = false;
    await desk.run();
    expect(desk.told).toHaveLength(1);
  });
});

describe('what the function logs', () => {
  const handled = async (desk: Desk, altered: object = {}) => {
    const lines: Record<string, unknown>[] = [];
    const handler = reconcileHandler({
      ...desk.surroundings,
      ...altered,
      write: (line) => lines.push(JSON.parse(line)),
    });
    await handler({}, { awsRequestId: 'invocation-1' });
    return lines;
  };

  test('is nothing where there was nothing to do', async () => {
    const desk = await aDesk('1');
    await desk.run();
    expect(await handled(desk)).toEqual([]);
  });

  test('is how far it is, each difference as an error, and that all are compared', async () => {
    const desk = await aDesk('1', '2');
    await missed(desk, '1');
    expect(await handled(desk)).toMatchObject([
      { level: 'info', code: 'reconciliation-step', reason: 'day', counts: { families: 2, suspects: 1 } },
    ]);
    desk.world.now += 10 * minute;
    expect(await handled(desk)).toMatchObject([
      { level: 'error', code: 'reconciler-difference', familyId: 'family-1', reason: 'new-evidence' },
      { level: 'info', code: 'reconciliation-step', counts: { families: 2, suspects: 0, differences: 1 } },
      {
        code: 'reconciliation-completed',
        reason: 'day',
        counts: { differences: 1 },
        durationMs: 10 * minute,
      },
    ]);
  });

  test('is that the live policy cannot be read', async () => {
    const desk = await aDesk('1');
    desk.world.isFallback = true;
    expect(await handled(desk)).toMatchObject([{ code: 'reconciliation-step', reason: 'policy-unreadable' }]);
  });
});
