import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Reachability } from '../../core/ports/reachability.ts';
import { dynamoDbReachability } from '../../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { type ChannelStanding, encodeReach } from '../../functions/adapters/dynamodb/reach-items.ts';
import { createMemoryReachability } from '../../functions/adapters/memory/memory-reachability.ts';
import { testTables } from '../support/contract-stores.ts';
import { putAsIs } from '../support/put-as-is.ts';

const asOf = '2026-11-02T10:00:00.000Z';
const channel = (
  person: string,
  name: ChannelStanding['channel'],
  standing: ChannelStanding['standing'],
): ChannelStanding => ({ person, channel: name, standing, since: asOf });

/** Each where exactly these people have confirmed a channel. */
const reached: readonly {
  readonly name: string;
  readonly create: (people: readonly string[]) => Promise<Reachability>;
}[] = [
  { name: 'memory', create: async (people) => createMemoryReachability(people) },
  ...testTables('reach').map(({ name, create }) => ({
    name,
    create: async (people: readonly string[]) => {
      const table = await create();
      const channels = people.map((person) => channel(person, 'email', 'confirmed'));
      await putAsIs(table, encodeReach({ asOf, channels }));
      return dynamoDbReachability(table);
    },
  })),
];

describe.each(reached)('who can be reached, on $name', ({ create }) => {
  test('is whoever has confirmed', async () => {
    expect(await (await create(['a', 'b'])).reachable()).toEqual(new Set(['a', 'b']));
    expect(await (await create([])).reachable()).toEqual(new Set());
  });
});

describe.each(testTables('reachItems'))('who can be reached, on a table of $name', ({ create }) => {
  test('is whoever has confirmed at least one of their channels, read strongly consistent', async () => {
    const table = await create();
    const item = encodeReach({
      asOf,
      channels: [
        channel('one-of-two', 'email', 'pending'),
        channel('one-of-two', 'sms', 'confirmed'),
        channel('pending', 'email', 'pending'),
        channel('unsubscribed', 'email', 'unsubscribed'),
        channel('missing', 'email', 'missing'),
        channel('no-address', 'sms', 'no-address'),
      ],
    });
    expect(item).toMatchObject({ pk: 'RCH#roster', sk: 'REACH', schema: 1 });
    await putAsIs(table, item);
    expect(await dynamoDbReachability(table).reachable()).toEqual(new Set(['one-of-two']));
    const reads = table.sent.filter((command) => command instanceof GetItemCommand);
    expect(reads.map(({ input }) => input.ConsistentRead)).toEqual([true]);
  });

  test('is nobody as long as it was never looked at', async () => {
    const table = await create();
    expect(await dynamoDbReachability(table).reachable()).toEqual(new Set());
  });

  test('is nobody by an item that this version does not know, which is found anew', async () => {
    const confirmed = [channel('person-aaaa', 'email', 'confirmed')];
    const table = await create();
    await putAsIs(table, { pk: 'RCH#roster', sk: 'REACH', schema: 2, asOf, channels: confirmed });
    expect(await dynamoDbReachability(table).reachable()).toEqual(new Set());
  });
});
