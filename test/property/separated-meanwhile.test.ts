import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atRest, keyOf, openAlerts, troubledStore } from '../support/a-desk.ts';
import { seed } from './arbitraries.ts';
import { bits, given, sent, watched } from './arbitraries-identifiers.ts';

const done = { runs: 0, separated: 0, refused: 0, familiesApart: 0 };

test('whatever is separated while referrals come stays apart, and nothing is lost or of two families', async () => {
  const drawn = fc.record({
    before: fc.array(given, { minLength: 3, maxLength: 5 }),
    after: fc.array(given, { minLength: 1, maxLength: 4 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 3 }),
    bits,
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ before, after, picks, bits: troubles }) => {
      const all = [...before, ...after].map(sent);
      const at = watched(troubledStore(troubles));
      for (const one of all.slice(0, before.length)) await at.desk.record(one);
      await at.examineChanges();
      const apart: (readonly [readonly string[], readonly string[]])[] = [];
      const separate = async ([of, pick, two]: (typeof picks)[number]): Promise<void> => {
        const known = [...at.allTimelines];
        const read = await at.store.families.timeline(known[of % known.length] ?? '');
        const { familyId = '', timelinesOfFamily = [] } = read ?? {};
        const going = [pick, ...(two ? [pick + 1] : [])].map(
          (index) => timelinesOfFamily[index % timelinesOfFamily.length] ?? '',
        );
        const outcome = await at.desk.separate(familyId, going);
        done[outcome.ok ? 'separated' : 'refused'] += 1;
        if (!outcome.ok) return;
        const staying = timelinesOfFamily.filter((one) => !going.includes(one));
        apart.push([going, staying]);
      };
      await Promise.all([
        ...all.slice(before.length).map(at.desk.record),
        ...picks.map(separate),
        at.examineChanges(),
      ]);
      // What leads to both comes once more, when all is quiet.
      for (const one of all) await at.desk.record({ ...one, referralId: `${one.referralId}-again` });
      await at.examineChanges();
      const { families, rows } = await atRest(at.store, [...at.allTimelines]);
      const keys = all.flatMap((one) => [
        keyOf(one),
        keyOf({ ...one, referralId: `${one.referralId}-again` }),
      ]);
      expect([...rows.keys()].sort()).toEqual(keys.sort());
      expect([...rows.values()].filter((found) => found.length !== 1)).toEqual([]);
      for (const [going, staying] of apart) {
        const mixed = families.filter(
          ({ timelines }) =>
            going.some((one) => timelines.includes(one)) && staying.some((one) => timelines.includes(one)),
        );
        expect(mixed).toEqual([]);
        done.familiesApart += 1;
      }
      const crossed = families.filter(({ referrals }) => referrals.length > 1);
      const withAlert = families.filter(({ alert }) => alert !== undefined);
      expect(crossed.filter((family) => !withAlert.includes(family))).toEqual([]);
      expect(await openAlerts(at.store)).toHaveLength(withAlert.length);
      done.runs += 1;
    }),
    { seed, numRuns: 150 },
  );
  console.info(
    `separated meanwhile: ${done.runs} runs, ${done.separated} separations, ${done.refused} refused, ${done.familiesApart} times apart`,
  );
  expect(done.runs).toBe(150);
  expect(done.separated).toBeGreaterThan(60);
});
