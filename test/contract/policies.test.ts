import { describe, expect, test } from 'vitest';
import type { PolicyStore } from '../../core/ports/policy-store.ts';
import { dynamoDbPolicies } from '../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { createMemoryPolicies } from '../../functions/adapters/memory/memory-policies.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { keptPolicy } from '../../functions/adapters/policy/live-policies.ts';
import { aFixedTable } from '../support/a-fixed-table.ts';
import { cancelled, conflict, tableThatFails } from '../support/a-table-that-fails.ts';
import { testTables } from '../support/contract-stores.ts';
import { putAsIs } from '../support/put-as-is.ts';

const stores: readonly { readonly name: string; readonly create: () => Promise<PolicyStore> }[] = [
  { name: 'memory', create: async () => createMemoryPolicies() },
  ...testTables('policies').map(({ name, create }) => ({
    name,
    create: async () => dynamoDbPolicies(await create()),
  })),
];

const hashOf = (digit: string) => digit.repeat(64);
const pointerTo = (digit: string, activatedAt = '2026-12-01T09:00:00.000Z') => ({
  hash: hashOf(digit),
  policyId: 'test',
  version: 1,
  activatedAt,
});

describe.each(stores)('the policies on $name', ({ create }) => {
  test('are none at first, and none is live', async () => {
    const store = await create();
    expect(await store.pointer()).toEqual({ code: 'none' });
    expect(await store.document(hashOf('a'))).toEqual({ code: 'none' });
  });

  test('are kept under their hash and never overwritten', async () => {
    const store = await create();
    await store.keep(hashOf('a'), { lines: [{ atLeast: 3, of: {} }], reason: '' });
    await store.keep(hashOf('a'), { lines: [] });
    expect(await store.document(hashOf('a'))).toEqual({
      code: 'found',
      document: { lines: [{ atLeast: 3, of: {} }], reason: '' },
    });
    expect(await store.document(hashOf('b'))).toEqual({ code: 'none' });
  });

  test.each(['default', 'sensitive', 'sample'] as const)('come back as they were: %s', async (name) => {
    const store = await create();
    const { hash, policy } = bundledPolicy(name);
    await store.keep(hash, policy);
    expect(await keptPolicy(store, hash)).toEqual({ hash, policy });
  });

  test('one of them is made live where the pointer is as it was read', async () => {
    const store = await create();
    expect(await store.point(pointerTo('a'), { code: 'none' })).toBe('pointed');
    expect(await store.pointer()).toEqual({ code: 'found', pointer: pointerTo('a') });
    const next = { ...pointerTo('b', '2026-12-02T09:00:00.000Z'), activatedBy: 'person-1' };
    expect(await store.point(next, { code: 'found', pointer: pointerTo('a') })).toBe('pointed');
    expect(await store.pointer()).toEqual({ code: 'found', pointer: next });
  });

  test.each([
    ['none', { code: 'none' } as const],
    ['another policy', { code: 'found', pointer: pointerTo('b') } as const],
    [
      'the same one, activated before',
      { code: 'found', pointer: pointerTo('a', '2026-11-30T09:00:00.000Z') } as const,
    ],
  ])('none is made live where what was read was %s', async (_, seen) => {
    const store = await create();
    await store.point(pointerTo('a'), { code: 'none' });
    expect(await store.point(pointerTo('c'), seen)).toBe('moved');
    expect(await store.pointer()).toEqual({ code: 'found', pointer: pointerTo('a') });
  });

  test('of two who activate at once, one is told that the other did', async () => {
    const store = await create();
    const both = await Promise.all(
      ['a', 'b'].map((digit) => store.point(pointerTo(digit), { code: 'none' })),
    );
    expect(both.sort()).toEqual(['moved', 'pointed']);
  });
});

describe.each(testTables('policyItems'))('the items of policies on $name', ({ create }) => {
  test('lie under these keys, each with its schema', async () => {
    const table = await create();
    const store = dynamoDbPolicies(table);
    await store.keep(hashOf('a'), { id: 'test' });
    await store.point({ ...pointerTo('a'), activatedBy: 'person-1' }, { code: 'none' });
    expect(await table.items()).toEqual(
      expect.arrayContaining([
        { pk: `POL#${hashOf('a')}`, sk: 'DOCUMENT', schema: 1, hash: hashOf('a'), document: { id: 'test' } },
        { pk: 'POL#LIVE', sk: 'POINTER', schema: 1, ...pointerTo('a'), activatedBy: 'person-1' },
      ]),
    );
    expect(await table.items()).toHaveLength(2);
  });

  test('are read strongly consistent, each with one call', async () => {
    const table = await create();
    const store = dynamoDbPolicies(table);
    await store.pointer();
    await store.document(hashOf('a'));
    expect(
      table.sent.map((command) => (command as { input: { ConsistentRead: unknown } }).input.ConsistentRead),
    ).toEqual([true, true]);
  });

  test.each([
    ['of a later schema', { schema: 2 }],
    ['without a hash', { hash: undefined }],
    ['with something else for a hash', { hash: 'LIVE' }],
    ['with more than is known', { shadow: 'abc' }],
  ])('a pointer %s is unreadable, and the next policy can still be made live', async (_, amiss) => {
    const item = JSON.parse(
      JSON.stringify({ pk: 'POL#LIVE', sk: 'POINTER', schema: 1, ...pointerTo('a'), ...amiss }),
    );
    const broken = dynamoDbPolicies(aFixedTable([item]));
    expect(await broken.pointer()).toEqual({ code: 'unreadable' });
    const table = await create();
    await putAsIs(table, item);
    const store = dynamoDbPolicies(table);
    expect(await store.point(pointerTo('b'), await store.pointer())).toBe('pointed');
    expect(await store.pointer()).toEqual({ code: 'found', pointer: pointerTo('b') });
  });

  test('a document that is none is unreadable', async () => {
    const key = { pk: `POL#${hashOf('a')}`, sk: 'DOCUMENT' };
    const store = dynamoDbPolicies(aFixedTable([{ ...key, schema: 1, hash: hashOf('a'), document: 'text' }]));
    expect(await store.document(hashOf('a'))).toEqual({ code: 'unreadable' });
  });

  test('are written again after a conflict; where the table stays busy, that is said', async () => {
    const { attempts, ...table } = tableThatFails(cancelled(conflict));
    expect(await dynamoDbPolicies(table).point(pointerTo('a'), { code: 'none' })).toBe('pointed');
    expect(attempts()).toBe(2);
    const busy = tableThatFails(...Array.from({ length: 4 }, () => cancelled(conflict)));
    await expect(dynamoDbPolicies(busy).keep(hashOf('a'), {})).rejects.toThrow(/stayed busy/);
  });
});
