import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Pace } from '../../core/ports/pace.ts';
import { dynamoDbPace } from '../../functions/adapters/dynamodb/dynamodb-pace.ts';
import { createMemoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import { cancelled, conflict, tableThatFails } from '../support/a-table-that-fails.ts';
import { testTables } from '../support/contract-stores.ts';
import { putAsIs } from '../support/put-as-is.ts';

const at = Date.parse('2026-11-02T10:00:00Z');
const claimed = { code: 'claimed' };
const busy = (...taken: readonly (readonly [string, number])[]) => ({
  code: 'busy',
  takenUntil: new Map(taken),
});

const paces: readonly { readonly name: string; readonly create: () => Promise<Pace> }[] = [
  { name: 'memory', create: async () => createMemoryPace() },
  ...testTables('pace').map(({ name, create }) => ({
    name,
    create: async () => dynamoDbPace(await create()),
  })),
];

describe.each(paces)('when people may be sent the next message, on $name', ({ create }) => {
  test('is when the slot that was taken is free again, at that very instant', async () => {
    const pace = await create();
    expect(await pace.claim(['a'], at, at + 1_000)).toEqual(claimed);
    expect(await pace.claim(['a'], at + 999, at + 2_000)).toEqual(busy(['a', at + 1_000]));
    expect(await pace.claim(['a'], at + 1_000, at + 2_000)).toEqual(claimed);
    expect(await pace.claim(['b'], at, at + 1)).toEqual(claimed);
  });

  test('is for several together or for none, and says who is in the way', async () => {
    const pace = await create();
    await pace.claim(['a'], at, at + 500);
    await pace.claim(['c'], at, at + 700);
    expect(await pace.claim(['a', 'b', 'c'], at, at + 1_000)).toEqual(busy(['a', at + 500], ['c', at + 700]));
    // Nothing was taken of the one that was free.
    expect(await pace.claim(['b'], at, at + 1_000)).toEqual(claimed);
    expect(await pace.claim(['a', 'c'], at + 700, at + 1_000)).toEqual(claimed);
  });

  test('is another instant once the slot was released, earlier or later', async () => {
    const pace = await create();
    await pace.claim(['a', 'b'], at, at + 30_000);
    await pace.release(['a'], at + 30_000, at + 10);
    await pace.release(['b'], at + 30_000, at + 60_000);
    expect(await pace.claim(['a', 'b'], at + 10, at + 1_000)).toEqual(busy(['b', at + 60_000]));
    expect(await pace.claim(['a'], at + 10, at + 1_000)).toEqual(claimed);
  });

  test('is not changed by the release of a claim that has run out, or never was', async () => {
    const pace = await create();
    await pace.claim(['a'], at, at + 30_000);
    await pace.claim(['a'], at + 30_000, at + 31_000);
    await pace.release(['a', 'nobody'], at + 30_000, at);
    expect(await pace.claim(['a'], at + 30_500, at + 40_000)).toEqual(busy(['a', at + 31_000]));
    expect(await pace.claim(['nobody'], at, at + 1)).toEqual(claimed);
  });

  test('is at once where the slot is taken for longer than anybody holds one', async () => {
    const pace = await create();
    const fiveMinutes = 5 * 60_000;
    await pace.claim(['a'], at, at + fiveMinutes);
    await pace.claim(['b'], at, at + fiveMinutes + 1);
    expect(await pace.claim(['a', 'b'], at, at + 1_000)).toEqual(busy(['a', at + fiveMinutes]));
    expect(await pace.claim(['b'], at, at + 1_000)).toEqual(claimed);
    expect(await pace.claim(['b'], at, at + 2_000)).toEqual(busy(['b', at + 1_000]));
  });

  test('is for one of many who ask at once', async () => {
    const pace = await create();
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => pace.claim(['a', 'b'], at, at + 1_000)),
    );
    expect(claims.filter(({ code }) => code === 'claimed')).toHaveLength(1);
  });

  test('is for more people than one transaction holds, whole or not at all', async () => {
    const pace = await create();
    const people = Array.from({ length: 230 }, (_, index) => `person-${index}`);
    await pace.claim(['person-229'], at, at + 500);
    expect(await pace.claim(people, at, at + 1_000)).toEqual(busy(['person-229', at + 500]));
    expect(await pace.claim(people.slice(0, 229), at, at + 400)).toEqual(claimed);
    expect(await pace.claim(people, at + 500, at + 1_000)).toEqual(claimed);
  });
});

test.each(testTables('paceItems'))(
  'a slot is one item of a person on $name, which is changed and never deleted, in one transaction for all',
  async ({ create }) => {
    const table = await create();
    const pace = dynamoDbPace(table);
    await pace.claim(['a', 'b'], at, at + 30_000);
    expect(table.sent).toHaveLength(1);
    await pace.release(['a'], at + 30_000, at + 60_000);
    expect(await table.items()).toEqual(
      expect.arrayContaining([
        { pk: 'PACE#a', sk: 'PACE', schema: 1, freeAt: '2026-11-02T10:01:00.000Z' },
        { pk: 'PACE#b', sk: 'PACE', schema: 1, freeAt: '2026-11-02T10:00:30.000Z' },
      ]),
    );
    const writes = table.sent
      .filter((command) => command instanceof TransactWriteItemsCommand)
      .flatMap(({ input }) => input.TransactItems ?? []);
    expect(writes.map((write) => Object.keys(write))).toEqual([['Update'], ['Update'], ['Update']]);
  },
);

test.each(testTables('paceUnreadable'))(
  'a slot that cannot be read on $name keeps nobody from being told, and is one again once it is taken',
  async ({ create }) => {
    const table = await create();
    const pace = dynamoDbPace(table);
    const unreadable = [1_793_613_600, true, '', 'soon', null, ['2026-11-02T10:00:30.000Z']];
    for (const [index, freeAt] of unreadable.entries()) {
      const person = `person-${index}`;
      await putAsIs(table, { pk: `PACE#${person}`, sk: 'PACE', schema: 1, freeAt });
      expect(await pace.claim([person], at, at + 1_000), String(freeAt)).toEqual(claimed);
      expect(await pace.claim([person], at, at + 2_000)).toEqual(busy([person, at + 1_000]));
    }
    await putAsIs(table, { pk: 'PACE#bare', sk: 'PACE', schema: 1 });
    expect(await pace.claim(['bare'], at, at + 1_000)).toEqual(claimed);
  },
);

test('slots of a table that stays busy are busy, and it is not known until when', async () => {
  const conflicts = Array.from({ length: 4 }, () => cancelled(conflict));
  expect(await dynamoDbPace(tableThatFails(...conflicts)).claim(['a'], at, at + 1)).toEqual(busy());
  await expect(dynamoDbPace(tableThatFails(...conflicts)).release(['a'], at, at)).rejects.toThrow(
    'A slot could not be released: the table stayed busy.',
  );
});
