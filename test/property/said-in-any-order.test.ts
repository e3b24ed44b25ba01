import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { standing } from '../oracle/standing.ts';
import {
  aDesk,
  atRest,
  historyAtRest,
  keyOf,
  openAlerts,
  ordersOf,
  troubledStore,
} from '../support/a-desk.ts';
import { beside, mixtures, said, subject, timelines, type Word } from '../support/said-later.ts';
import { seed } from './arbitraries.ts';

const key = keyOf(subject);

/** Records the referrals, lets everything be said by `tell`, examines what has changed, and looks. */
async function outcomeOf(
  store: MemoryStore,
  tell: (say: (word: Word) => Promise<unknown>) => Promise<unknown>,
): Promise<object> {
  const desk = aDesk(store);
  for (const one of [...beside, subject]) await desk.record(one);
  await tell((word) => desk.say(key, said[word]));
  for (const change of store.changes()) {
    if ('timelineId' in change) await desk.examine(change.timelineId);
  }
  const history = await historyAtRest(store, key);
  const { families, rows } = await atRest(store, timelines);
  expect([...rows.values()].map((found) => found.length)).toEqual([1, 1, 1, 1]);
  expect(rows.get(key)).toEqual([standing(history.first, history.revisions)]);
  const crossed = families.filter(({ referrals }) => referrals.length > 1);
  expect(families.filter(({ alert }) => alert !== undefined)).toEqual(crossed);
  expect(await openAlerts(store)).toHaveLength(crossed.length);
  return { ...history, families };
}

const inTurn = (words: readonly Word[]) => async (say: (word: Word) => Promise<unknown>) => {
  for (const word of words) await say(word);
};
const atOnce = (words: readonly Word[]) => (say: (word: Word) => Promise<unknown>) =>
  Promise.all(words.map(say));

test('whatever is said of a referral, and in which order, it amounts to the same', async () => {
  const done = { mixtures: 0, orders: 0 };
  for (const words of mixtures) {
    const expected = await outcomeOf(createMemoryStore(), inTurn(words));
    expect(expected).toMatchObject({ version: words.length });
    for (const order of ordersOf(words)) {
      expect(await outcomeOf(createMemoryStore(), inTurn(order)), order.join()).toEqual(expected);
      done.orders += 1;
    }
    done.mixtures += 1;
  }
  // Nine of 2, and one each of 3, 4, 5 and 6 words.
  expect(done).toEqual({ mixtures: 13, orders: 9 * 2 + 6 + 24 + 120 + 720 });
});

test('the same where all of it is said at once, some of it twice, and writes meet one another', async () => {
  const done = { runs: 0, again: 0, troubled: 0 };
  const anyMixture = fc.constantFrom(...mixtures).chain((words) =>
    fc.record({
      words: fc.constant(words),
      order: fc.shuffledSubarray([...words], { minLength: words.length }),
      again: fc.subarray([...words]),
      bits: fc.array(fc.boolean(), { minLength: 7, maxLength: 23 }).filter((bits) => bits.includes(false)),
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyMixture, async ({ words, order, again, bits }) => {
      const expected = await outcomeOf(createMemoryStore(), inTurn(words));
      const met = await outcomeOf(troubledStore(bits), atOnce([...order, ...again]));
      expect(met).toEqual(expected);
      done.runs += 1;
      done.again += again.length > 0 ? 1 : 0;
      done.troubled += bits.includes(true) ? 1 : 0;
    }),
    { seed, numRuns: 150 },
  );
  console.info(
    `said at once: ${done.runs} mixtures, ${done.again} with repeats, ${done.troubled} with conflicts`,
  );
  expect(done.runs).toBe(150);
  expect(done.troubled).toBeGreaterThan(100);
});
