import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { partition } from '../oracle/partition.ts';
import { standing } from '../oracle/standing.ts';
import {
  aDesk,
  atRest,
  historyAtRest,
  keyOf,
  openAlerts,
  type Stores,
  timelineOf,
} from '../support/a-desk.ts';
import { aSubmission } from '../support/a-submission.ts';
import { dynamoDbStore, testTables } from '../support/contract-stores.ts';
import { beside, mixtures, said, subject, timelines, type Word } from '../support/said-later.ts';

const key = keyOf(subject);

/** What a store holds at rest after everything was said, in turn or at once. */
async function outcomeOf(store: Stores, words: readonly Word[], isAtOnce: boolean): Promise<object> {
  const desk = aDesk(store);
  for (const one of [...beside, subject]) await desk.record(one);
  if (isAtOnce) await Promise.all(words.map((word) => desk.say(key, said[word])));
  else for (const word of words) await desk.say(key, said[word]);
  const there = await Promise.all(timelines.map((one) => store.families.timeline(one)));
  for (const [index, one] of timelines.entries()) if (there[index] !== undefined) await desk.examine(one);
  const history = await historyAtRest(store, key);
  const { families, rows } = await atRest(store, timelines);
  expect([...rows.values()].map((found) => found.length)).toEqual([1, 1, 1, 1]);
  expect(rows.get(key)).toEqual([standing(history.first, history.revisions)]);
  const crossed = families.filter(({ referrals }) => referrals.length > 1);
  expect(families.filter(({ alert }) => alert !== undefined)).toEqual(crossed);
  expect(await openAlerts(store)).toHaveLength(crossed.length);
  return { ...history, families };
}

/** Two corrections, two screenings, a correction and a withdrawal, two notes, and the largest of all. */
const met = [0, 1, 3, 5, 6, 12].flatMap((index) => mixtures.slice(index, index + 1));

describe.each(testTables('atOnce'))('on $name', ({ create }) => {
  test.each(met.map((words) => ({ words })))(
    '$words said at once amount to what they do in memory one by one',
    async ({ words }) => {
      const expected = await outcomeOf(createMemoryStore(), words.toReversed(), false);
      const store = dynamoDbStore(await create());
      expect(await outcomeOf(store, words, true)).toEqual(expected);
      expect(expected).toMatchObject({ version: words.length });
    },
  );

  test.each([1, 2])(
    'referrals of a chain recorded at once are one family with one alert, time %i',
    async (time) => {
      const store = dynamoDbStore(await create());
      const desk = aDesk(store);
      const children = ['C-1', 'C-2', 'C-3', 'C-4', 'C-5'];
      const all = children.map((child, index) =>
        aSubmission({
          referralId: `R-${index}`,
          familyRef: `F-${index}`,
          madeAt: `2026-0${index + 3}-01T09:00:00.000Z`,
          childRefs: [child, ...children.slice(index + 1, index + 2)].sort(() => (time === 2 ? -1 : 1)),
        }),
      );
      const lone = aSubmission({ referralId: 'lone', familyRef: 'F-lone', childRefs: ['C-9'] });
      const ids = [...all, lone].map(({ familyRef }) => timelineOf(familyRef ?? ''));
      const examineMeanwhile = async (): Promise<void> => {
        for (const id of ids) if ((await store.families.timeline(id)) !== undefined) await desk.examine(id);
      };
      await Promise.all([...all.map(desk.record), desk.record(lone), examineMeanwhile()]);
      for (const id of ids) await desk.examine(id);
      const { families, rows } = await atRest(store, ids);
      const names = [...all, lone].map((one) => ({ thing: keyOf(one), names: one.childRefs ?? [] }));
      expect(families.map(({ referrals }) => referrals).sort()).toEqual([...partition(names)].sort());
      expect([...rows.values()].every((found) => found.length === 1)).toBe(true);
      expect(await openAlerts(store)).toHaveLength(1);
      expect(
        families.filter(({ alert }) => alert !== undefined).map(({ referrals }) => referrals.length),
      ).toEqual([5]);
    },
  );
});
