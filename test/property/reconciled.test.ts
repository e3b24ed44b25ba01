import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { statesBefore } from '../../core/alert/alert-states.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { reconcileAlerts } from '../../core/usecases/reconcile-alerts.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { crossings } from '../oracle/oracle.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { aReconciler, minute } from '../support/a-reconciler.ts';
import { anyReferrals, dayMilliseconds, iso, seed, smallPolicy } from './arbitraries.ts';
import { firstArrival, isReason } from './arrivals.ts';

/** What is wrong with a family: nothing, changes that were never examined, or an alert that is gone or says less. */
const planted = fc.constantFrom(
  'nothing',
  'lost',
  'removed',
  'evidence-short',
  'crossed-later',
  'line-short',
);

const anyPlanted = fc.record({
  referrals: anyReferrals(6).filter((referrals) => referrals.length >= 2),
  what: planted,
  kept: fc.nat({ max: 5 }),
});

type Planted = {
  readonly referrals: readonly TimelineReferral[];
  readonly what: string;
  /** How many referrals are examined; the others are recorded, and the stream never brings them. */
  readonly kept: number;
};

/** Keys of one family are those of no other. */
const ofFamily = (name: string, { referrals, what, kept }: Planted): Planted => ({
  what,
  kept: 1 + (kept % referrals.length),
  referrals: referrals.map(({ household: _, withdrawn: __, annotations: ___, ...one }) => ({
    ...one,
    key: `${name}-${one.key}`,
    ...(one.sameEventAs === undefined ? {} : { sameEventAs: `${name}-${one.sameEventAs}` }),
  })),
});

const inShort = (lines: readonly { line: string; first: string; evidence: readonly string[] }[]): string =>
  JSON.stringify([...lines].sort((a, b) => (a.line < b.line ? -1 : 1)));

/** What an alert must say of a family, from the oracle. */
const expected = ({ referrals }: Planted, policy: Policy, asOf: number): string =>
  inShort(
    crossings({ referrals, lifeEvents: [] }, policy, asOf)
      .filter((answer) => isReason(answer, policy))
      .map(({ line, first, evidence }) => ({ line, first: iso(first ?? 0), evidence: [...evidence].sort() })),
  );

const saidBy = (alert: Alert | undefined): string =>
  inShort(
    (alert?.lines ?? []).map(({ line, firstCrossedAt, evidence }) => ({
      line,
      first: firstCrossedAt,
      evidence,
    })),
  );

type Desk = ReturnType<typeof aReconciler>;

async function openAlert({ store }: Desk, name: string): Promise<Alert | undefined> {
  const slot = await store.families.family(`family-${name}`);
  return slot?.openAlertId === undefined ? undefined : store.alerts.alert(slot.openAlertId);
}

async function record({ store }: Desk, name: string, referrals: readonly TimelineReferral[]): Promise<void> {
  for (const referral of referrals) {
    const isKnown = (await store.families.family(`family-${name}`)) !== undefined;
    const { code } = await store.ledger.record(
      anEntry(name, {
        sourceKey: referral.key,
        receipt: { receiptId: referral.key, recordedAt: '2026-11-02T10:00:00.000Z' },
        referral,
        family: { code: isKnown ? 'known' : 'new', familyId: `family-${name}` },
        newIdentifiers: [],
      }),
    );
    if (code !== 'recorded') throw new Error(code);
  }
}

/** Writes an alert as it should not be. */
async function plant(desk: Desk, name: string, what: string): Promise<void> {
  const { store } = desk;
  const slot = await store.families.family(`family-${name}`);
  const alert = await openAlert(desk, name);
  if (slot === undefined || alert === undefined) return;
  const next = { ...alert, version: alert.version + 1 };
  const at = iso(desk.world.now);
  const [first, ...others] = alert.lines;
  if (first === undefined) throw new Error('An open alert has no line.');
  if (what === 'removed') {
    const closed = { ...next, state: 'closed' as const, pendingNotice: undefined };
    await store.alerts.commit(slot, closed, { event: 'closed', reason: 'closed', at });
    return;
  }
  const wrong: Readonly<Record<string, Alert['lines']>> = {
    'evidence-short': [{ ...first, evidence: first.evidence.slice(1) }, ...others],
    'crossed-later': [{ ...first, firstCrossedAt: iso(Date.parse(first.firstCrossedAt) + 1) }, ...others],
    'line-short': others,
  };
  const lines = wrong[what];
  if (lines === undefined) return;
  await store.alerts.advance({ ...next, lines }, statesBefore.changed, {
    event: 'changed',
    reason: 'test',
    at,
  });
}

const policies = fc.oneof(fc.constant(Policy.parse(sensitivePolicy)), smallPolicy({ levels: true }));

const count = { families: 0, unmarked: 0, crashes: 0 };
/** Families that were marked, by what was wrong with them. */
const marked = new Map<string, number>();

/** Records and examines everything but what is to be lost, lets time pass, and makes the alerts wrong. */
async function aWorld(policy: Policy, families: ReadonlyMap<string, Planted>, rest: number): Promise<Desk> {
  const all = [...families.values()].flatMap(({ referrals }) => referrals);
  const desk = aReconciler({ live: livePolicyFrom(policy), from: firstArrival(all) });
  for (const [name, { referrals, what, kept }] of families) {
    await record(desk, name, what === 'lost' ? referrals.slice(0, kept) : referrals);
  }
  await desk.examineChanges();
  await desk.run();
  desk.world.now += rest;
  await desk.sweep();
  await desk.examineChanges();
  for (const [name, { referrals, what, kept }] of families) {
    if (what === 'lost') await record(desk, name, referrals.slice(kept));
    else await plant(desk, name, what);
  }
  desk.loseChanges();
  return desk;
}

async function wrongOnes(
  desk: Desk,
  policy: Policy,
  families: ReadonlyMap<string, Planted>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, family] of families) {
    if (saidBy(await openAlert(desk, name)) !== expected(family, policy, desk.world.now)) wrong.push(name);
  }
  return wrong;
}

/** Runs to the end although calls end from outside: before or after something has been written or told. */
async function runCrashing(desk: Desk, crashes: readonly boolean[]): Promise<void> {
  let calls = 0;
  const crashing =
    <Args extends readonly unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      calls += 1;
      const [isBefore, isAfter] = [crashes[calls * 2], crashes[calls * 2 + 1]];
      if (isBefore) throw new Error('ended before');
      const value = await work(...args);
      if (isAfter) throw new Error('ended after');
      return value;
    };
  const { job, marks, list } = desk.surroundings;
  const altered = {
    ...desk.surroundings,
    job: { read: crashing(job.read), advance: crashing(job.advance) },
    marks: { mark: crashing(marks.mark) },
    list: { after: crashing(list.after) },
  };
  for (let call = 0; call < 200; call += 1) {
    try {
      const reconciled = await reconcileAlerts(altered, desk.world.now + minute);
      if (reconciled.code === 'stepped' && reconciled.run.completedAt !== undefined) return;
      // The last step was kept, and the call ended before it could say so.
      const kept = await desk.job.read();
      if (reconciled.code === 'nothing-to-do' && kept?.state.completedAt !== undefined) return;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('ended')) throw error;
      count.crashes += 1;
    }
    desk.world.now += 5 * minute;
  }
  throw new Error('The run does not come to an end.');
}

test('exactly the families whose alert is not the oracle’s are marked, whatever call ends from outside, and then none', async () => {
  await fc.assert(
    fc.asyncProperty(
      policies,
      fc.array(anyPlanted, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(2, 8, 35, 100).map((days) => days * dayMilliseconds),
      fc.oneof(
        fc.constant([]),
        fc.array(
          fc.nat({ max: 4 }).map((n) => n === 0),
          { minLength: 60, maxLength: 60 },
        ),
      ),
      async (policy, drawn, rest, crashes) => {
        const families: ReadonlyMap<string, Planted> = new Map(
          drawn.map((one, index) => [`${index}`, ofFamily(`${index}`, one)] as const),
        );
        const desk = await aWorld(policy, families, rest);
        const wrong = await wrongOnes(desk, policy, families);
        await runCrashing(desk, crashes);
        expect([...new Set(desk.told.map(({ familyId }) => familyId))].sort()).toEqual(
          wrong.map((name) => `family-${name}`),
        );
        expect([...new Set(desk.marked)].sort()).toEqual(wrong.map((name) => `timeline-${name}`));
        count.families += families.size;
        for (const { what } of wrong.flatMap((name) => families.get(name as `${number}`) ?? [])) {
          marked.set(what, (marked.get(what) ?? 0) + 1);
        }
        count.unmarked += families.size - wrong.length;
        await desk.examineChanges();
        expect(await wrongOnes(desk, policy, families)).toEqual([]);
        const told = desk.told.length;
        desk.world.now += dayMilliseconds;
        await desk.sweep();
        await desk.examineChanges();
        expect((await desk.run()).counts).toMatchObject({ families: families.size, differences: 0 });
        expect(desk.told).toHaveLength(told);
      },
    ),
    { seed, numRuns: 300 },
  );
  console.log(`Reconciled: ${JSON.stringify({ ...count, ...Object.fromEntries(marked) })}`);
  expect(Math.min(...Object.values(count))).toBeGreaterThan(100);
  expect([...marked.keys()].sort()).toEqual([
    'crossed-later',
    'evidence-short',
    'line-short',
    'lost',
    'removed',
  ]);
  expect(Math.min(...marked.values())).toBeGreaterThan(5);
});
