import { beforeEach, describe, expect, test } from 'vitest';
import type { FamilyList } from '../../core/ports/family-list.ts';
import { reconcileAlerts } from '../../core/usecases/reconcile-alerts.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { aReconciler, minute } from '../support/a-reconciler.ts';

/** How much is done in a step and in a call, what becomes of the rest, and what is no difference. */

const underTwo = (version: number) =>
  livePolicyFrom(
    aPolicy([aLine({ severity: 'escalate', when: { all: [{ count: 'referrals', atLeast: 2 }] } })], {
      version,
    }),
  );

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

let desk: ReturnType<typeof aReconciler>;

beforeEach(() => {
  desk = aReconciler({ live: underTwo(1), from: Date.parse('2026-11-03T12:00:00Z') });
});

/** Families of one referral, which have been compared under the policy; the next day has begun. */
async function families(...given: readonly string[]): Promise<void> {
  for (const name of given) await desk.store.ledger.record(anEntry(name));
  await desk.examineChanges();
  await desk.run();
  desk.world.now = Date.parse('2026-11-04T02:00:00Z');
}

/** A further referral of each, with which it crosses the line, and which the stream has not brought. */
async function missed(...given: readonly string[]): Promise<void> {
  for (const name of given) {
    await desk.store.ledger.record(aFurtherEntry(name, `missed-${name}`, '2026-11-02T08:00:00.000Z'));
  }
  expect(desk.loseChanges()).toBe(given.length);
}

/** To look at a family takes so many seconds. */
const slowly = (seconds: number) => ({
  families: {
    ...desk.store.families,
    family: async (familyId: string) => {
      desk.world.now += seconds * 1_000;
      return desk.store.families.family(familyId);
    },
  },
});

/** The families in parts of so many, and how often a part was read. */
function inPartsOf(size: number, count: number) {
  const all = names(count)
    .map((name) => `family-${name}`)
    .sort();
  const counted = { reads: 0 };
  const list: FamilyList = {
    after: async (cursor = '') => {
      counted.reads += 1;
      const rest = all.filter((familyId) => familyId > cursor);
      const part = rest.slice(0, size).map((familyId) => ({ familyId, cursor: familyId }));
      return { families: part, next: rest.length > size ? part.at(-1)?.cursor : undefined };
    },
  };
  return { list, counted };
}

const toldOf = () => desk.told.map(({ familyId }) => familyId);
const steps = async () => (await desk.job.read())?.version ?? 0;
const suspects = async () => (await desk.job.read())?.state.suspects.map(({ familyId }) => familyId);

describe('a step', () => {
  test('goes through a whole part of the list, and is kept once', async () => {
    await families(...names(4));
    const before = await steps();
    const { list, counted } = inPartsOf(2, 4);
    expect(await desk.call({ list })).toMatchObject({ run: { counts: { families: 4 } } });
    expect(counted.reads).toBe(2);
    expect((await steps()) - before).toBe(2);
  });

  test('is the last one where its time is over with the last family of the list', async () => {
    await families('1', '2');
    // Until a minute from now.
    expect(await desk.call(slowly(30))).toMatchObject({
      run: { counts: { families: 2 }, isListDone: true, completedAt: '2026-11-04T02:01:00.000Z' },
    });
  });

  test('ends with the family with which its time is over, and another is not begun', async () => {
    await families(...names(5));
    expect(await desk.call(slowly(30))).toMatchObject({ run: { counts: { families: 2 } } });
    // And where that is the end of a part of the list.
    const { list, counted } = inPartsOf(2, 5);
    expect(await desk.call({ ...slowly(30), list })).toMatchObject({ run: { counts: { families: 4 } } });
    expect(counted.reads).toBe(1);
  });
});

describe('families that differ', () => {
  test('keep nobody from going on through the list while they rest', async () => {
    await families(...names(4));
    await missed('1');
    expect(await desk.call(slowly(30))).toMatchObject({ run: { counts: { families: 2 } } });
    expect(await desk.call(slowly(30))).toMatchObject({ run: { counts: { families: 4 } } });
    expect(await suspects()).toEqual(['family-1']);
  });

  test('are each looked at again ten minutes after they were seen, and not before', async () => {
    await families('1', '2', '3');
    await missed('1', '3');
    await desk.call(slowly(60));
    desk.world.now += 4 * minute;
    await desk.call(slowly(0));
    expect(await suspects()).toEqual(['family-1', 'family-3']);
    // Seen at 02:01 and 02:05.
    desk.world.now = Date.parse('2026-11-04T02:11:00Z');
    expect(await desk.call()).toMatchObject({ code: 'stepped' });
    expect([toldOf(), await suspects()]).toEqual([['family-1'], ['family-3']]);
    desk.world.now = Date.parse('2026-11-04T02:14:59.999Z');
    expect(await desk.call()).toEqual({ code: 'nothing-to-do' });
    desk.world.now = Date.parse('2026-11-04T02:15:00Z');
    expect(await desk.call()).toMatchObject({ run: { counts: { differences: 2 } } });
    expect(toldOf()).toEqual(['family-1', 'family-3']);
  });

  test('are looked at again one at least in a call, and no more once its time is over', async () => {
    await families('1', '2', '3', '4');
    await missed('1', '2', '3', '4');
    await desk.call();
    desk.world.now += 10 * minute;
    // Two of half a minute each are over with the minute.
    await desk.call(slowly(30));
    expect(toldOf()).toEqual(['family-1', 'family-2']);
    expect(await suspects()).toEqual(['family-3', 'family-4']);
    await reconcileAlerts({ ...desk.surroundings, ...slowly(30) }, desk.world.now);
    expect(toldOf()).toEqual(['family-1', 'family-2', 'family-3']);
    await desk.call(slowly(30));
    expect(toldOf()).toEqual(['family-1', 'family-2', 'family-3', 'family-4']);
  });

  test('are a hundred at most: then no more are looked for before these have been looked at again', async () => {
    const all = names(120);
    await families(...all);
    await missed(...all);
    const { list, counted } = inPartsOf(50, 120);
    expect(await desk.call({ list })).toMatchObject({
      run: { counts: { families: 100 }, isListDone: false },
    });
    expect(counted.reads).toBe(2);
    expect(await suspects()).toHaveLength(100);
    expect(await desk.call({ list })).toEqual({ code: 'nothing-to-do' });
    desk.world.now += 10 * minute;
    expect(await desk.call({ list })).toMatchObject({
      run: { counts: { families: 120, differences: 100 }, isListDone: true },
    });
    expect(await suspects()).toHaveLength(20);
  });

  test('stay a hundred at most where something has happened to each of them meanwhile', async () => {
    const all = names(110);
    await families(...all);
    await missed(...all);
    const { list, counted } = inPartsOf(50, 110);
    await desk.call({ list });
    for (const name of all) {
      await desk.store.ledger.record(aFurtherEntry(name, `later-${name}`, '2026-11-02T08:30:00.000Z'));
    }
    desk.loseChanges();
    desk.world.now += 10 * minute;
    expect(await desk.call({ list })).toMatchObject({ run: { counts: { families: 100, differences: 0 } } });
    expect(counted.reads).toBe(2);
    expect(await suspects()).toHaveLength(100);
  });
});

describe('a family', () => {
  test.each([
    ['has become part of another', async () => desk.store.families.family('family-2')],
    ['is there no more', async () => undefined],
  ])('that %s is counted and nothing else', async (_, found) => {
    await families('1', '2');
    await missed('1');
    const family = async (familyId: string) =>
      familyId === 'family-1' ? found() : desk.store.families.family(familyId);
    expect(await desk.run({ families: { ...desk.store.families, family } })).toMatchObject({
      counts: { families: 2, differences: 0, reexamined: 0, failing: 0 },
    });
    expect([desk.told, desk.marked]).toEqual([[], []]);
  });

  test('without an alert is compared without asking for one', async () => {
    await families('1');
    const asked: unknown[] = [];
    const alert = async (alertId: string) => {
      asked.push(alertId);
      return desk.store.alerts.alert(alertId);
    };
    await desk.run({ alerts: { ...desk.store.alerts, alert } });
    expect(asked).toEqual([]);
  });

  test('that names an alert that is not there cannot be compared, and is told of', async () => {
    await families('1');
    const family = async (familyId: string) => {
      const slot = await desk.store.families.family(familyId);
      return slot && { ...slot, epoch: 1, openAlertId: 'ALERT0000009' };
    };
    await desk.run({ families: { ...desk.store.families, family } });
    expect(desk.told).toEqual([{ familyId: 'family-1', reason: 'cannot-be-compared' }]);
  });

  test('that could not be compared under another policy at first is marked as the others are, and told of to nobody', async () => {
    await families('1', '2');
    await missed('1');
    desk.world.live = underTwo(2);
    const begins = desk.world.now;
    const timeline = async (timelineId: string) => {
      if (desk.world.now < begins + 5 * minute) throw new Error('The table is busy.');
      return desk.store.families.timeline(timelineId);
    };
    expect(await desk.run({ families: { ...desk.store.families, timeline } })).toMatchObject({
      because: 'policy',
      completedAt: new Date(begins + 10 * minute).toISOString(),
      counts: { families: 2, differences: 0, reexamined: 1 },
    });
    expect([desk.told, desk.marked]).toEqual([[], ['timeline-1']]);
  });

  test('that cannot be compared under another policy either is told of: no policy explains that', async () => {
    await families('1', '2');
    await missed('1');
    desk.world.live = underTwo(2);
    const timeline = async (timelineId: string) => {
      if (timelineId === 'timeline-2') throw new Error('unreadable');
      return desk.store.families.timeline(timelineId);
    };
    expect(await desk.run({ families: { ...desk.store.families, timeline } })).toMatchObject({
      because: 'policy',
      counts: { families: 2, differences: 1, reexamined: 1 },
    });
    expect(desk.told).toEqual([{ familyId: 'family-2', reason: 'cannot-be-compared' }]);
    expect(desk.marked).toEqual(['timeline-1', 'timeline-2']);
  });
});
