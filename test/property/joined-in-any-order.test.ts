import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { partition } from '../oracle/partition.ts';
import { atRest, keyOf, openAlerts, ordersOf, troubledStore } from '../support/a-desk.ts';
import { seed } from './arbitraries.ts';
import { bits as anyBits, type Given, given, nhs, sent, upns, watched } from './arbitraries-identifiers.ts';

/** What a referral goes by, for the second implementation: its source's own references, and numbers that are anybody's. */
const namesOf = (one: ReferralSubmission): readonly string[] => [
  ...[one.familyRef, ...(one.childRefs ?? []).map((ref) => `child ${ref}`)].flatMap((ref) =>
    ref === undefined ? [] : [`${one.source} ${ref}`],
  ),
  ...(one.nhsNumbers ?? []),
  ...(one.upns ?? []),
];

/** Holds what a store holds at rest against the second implementation. */
async function expectJoined(
  at: ReturnType<typeof watched>,
  all: readonly ReferralSubmission[],
): Promise<number> {
  await at.examineChanges();
  const { families } = await atRest(at.store, [...at.allTimelines]);
  const groups = partition(all.map((one) => ({ thing: keyOf(one), names: namesOf(one) })));
  expect(families.map(({ referrals }) => referrals).sort()).toEqual([...groups].sort());
  const crossed = families.filter(({ referrals }) => referrals.length > 1);
  expect(families.filter(({ alert }) => alert !== undefined)).toEqual(crossed);
  for (const { alert, referrals } of crossed) expect(alert).toEqual(['raised', 'line', ...referrals]);
  expect(await openAlerts(at.store)).toHaveLength(crossed.length);
  return families.length;
}

const chains: readonly (readonly Given[])[] = [
  // Each leads to the next and nothing else does.
  [
    { familyRef: 'F-1', nhsNumbers: nhs.slice(0, 1) },
    { familyRef: 'F-2', nhsNumbers: nhs },
    { familyRef: 'F-3', nhsNumbers: nhs.slice(1), upns: upns.slice(0, 1) },
    { familyRef: 'F-4', upns },
    { familyRef: 'F-5', upns: upns.slice(1) },
  ],
  // Two families of two, each crossed by itself, and one that leads to both.
  [
    { familyRef: 'F-1', childRefs: ['C-1'] },
    { familyRef: 'F-1' },
    { familyRef: 'F-2', childRefs: ['C-2'] },
    { familyRef: 'F-2' },
    { childRefs: ['C-2', 'C-1'] },
  ],
  // Two sources that number alike, joined by a pupil number alone, and one that leads nowhere.
  [
    { familyRef: 'F-1', upns: upns.slice(0, 1) },
    { source: 'schools', familyRef: 'F-1', childRefs: ['C-1'] },
    { source: 'schools', childRefs: ['C-1'], upns: upns.slice(0, 1) },
    { childRefs: ['C-1'] },
    {},
  ],
];

test('referrals that share identifiers end in the same families, in whichever order they come', async () => {
  const done = { orders: 0, families: 0 };
  for (const chain of chains) {
    const all = chain.map(sent);
    for (const order of ordersOf(all)) {
      const at = watched(createMemoryStore());
      for (const one of order) {
        await at.desk.record(one);
        await at.examineChanges();
      }
      done.families += await expectJoined(at, all);
      done.orders += 1;
    }
  }
  expect(done).toEqual({ orders: 3 * 120, families: 120 * (1 + 1 + 3) });
});

test('the same where they come at once and are examined meanwhile, and writes meet one another', async () => {
  const done = { runs: 0, families: 0, joined: 0 };
  const drawn = fc.record({
    all: fc.array(given, { minLength: 2, maxLength: 6 }),
    bits: anyBits,
    looks: fc.nat({ max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ all: chain, bits, looks }) => {
      const all = chain.map(sent);
      const at = watched(troubledStore(bits));
      const examineMeanwhile = async (): Promise<void> => {
        for (let look = 0; look < looks; look += 1) await at.examineChanges();
      };
      await Promise.all([...all.map(at.desk.record), examineMeanwhile(), examineMeanwhile()]);
      const families = await expectJoined(at, all);
      done.runs += 1;
      done.families += families;
      done.joined += families < new Set(at.allTimelines).size ? 1 : 0;
    }),
    { seed, numRuns: 400 },
  );
  console.info(
    `recorded at once: ${done.runs} runs, ${done.families} families, ${done.joined} with families joined`,
  );
  expect(done.runs).toBe(400);
  expect(done.joined).toBeGreaterThan(150);
});
