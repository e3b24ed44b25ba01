import { describe, expect, test } from 'vitest';
import type { RateLimits } from '../../core/ports/rate-limits.ts';
import { dynamoDbRateLimits } from '../../functions/adapters/dynamodb/dynamodb-rate-limits.ts';
import { dynamoDbStoreProbe } from '../../functions/adapters/dynamodb/dynamodb-store-probe.ts';
import { createMemoryRateLimits } from '../../functions/adapters/memory/memory-rate-limits.ts';
import { testTables } from '../support/contract-stores.ts';

const minute = Date.parse('2026-11-02T10:00:00Z');
const allowed = { code: 'allowed' };
const over = (retryAfterSeconds: number) => ({ code: 'over-limit', retryAfterSeconds });

const limits: readonly { readonly name: string; readonly create: (most: number) => Promise<RateLimits> }[] = [
  { name: 'memory', create: async (most) => createMemoryRateLimits(most) },
  ...testTables('rateLimits').map(({ name, create }) => ({
    name,
    create: async (most: number) => dynamoDbRateLimits(await create(), most),
  })),
];

describe.each(limits)('what a client may send in a minute, on $name', ({ create }) => {
  test('is so much and no more, and the next minute as much again', async () => {
    const { take } = await create(100);
    expect(await take('client-1', 60, minute)).toEqual(allowed);
    expect(await take('client-1', 41, minute + 1_000)).toEqual(over(59));
    expect(await take('client-1', 40, minute + 59_999)).toEqual(allowed);
    expect(await take('client-1', 1, minute + 59_999)).toEqual(over(1));
    expect(await take('client-1', 100, minute + 60_000)).toEqual(allowed);
  });

  test('is nothing of an amount that is more than a whole minute’s', async () => {
    const { take } = await create(10);
    expect(await take('client-1', 11, minute)).toEqual(over(60));
    expect(await take('client-1', 10, minute)).toEqual(allowed);
  });

  test('is each client’s own', async () => {
    const { take } = await create(10);
    await take('client-1', 10, minute);
    expect(await take('client-2', 10, minute)).toEqual(allowed);
  });

  test('is nothing more of a minute that a later one has followed', async () => {
    const { take } = await create(10);
    await take('client-1', 1, minute + 60_000);
    expect(await take('client-1', 1, minute + 59_000)).toEqual(over(1));
    expect(await take('client-1', 9, minute + 60_000)).toEqual(allowed);
  });

  test('is never more where many ask at once', async () => {
    const { take } = await create(10);
    const asked = await Promise.all(Array.from({ length: 25 }, () => take('client-1', 1, minute)));
    expect(asked.filter(({ code }) => code === 'allowed')).toHaveLength(10);
  });
});

test.each(testTables('storeProbe'))(
  'whether anything can be stored is tried on one item of $name, and a failure is told',
  async ({ create }) => {
    const table = await create();
    const probe = dynamoDbStoreProbe(table);
    await probe.store(minute);
    await probe.store(minute + 1);
    expect(await table.items()).toEqual([
      { pk: 'HLT#store', sk: 'PROBE', schema: 1, checkedAt: '2026-11-02T10:00:00.001Z' },
    ]);
    await expect(dynamoDbStoreProbe({ ...table, name: 'no-such-table' }).store(minute)).rejects.toThrow(
      Error,
    );
  },
);
