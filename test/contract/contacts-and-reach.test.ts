import { describe, expect, test } from 'vitest';
import type { Contacts } from '../../core/ports/contacts.ts';
import type { ReachStore } from '../../core/ports/reach-store.ts';
import { dynamoDbContacts } from '../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbReachStore } from '../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { dynamoDbReachability } from '../../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { createMemoryContacts } from '../../functions/adapters/memory/memory-contacts.ts';
import { createMemoryReachStore } from '../../functions/adapters/memory/memory-reach-store.ts';
import { testTables } from '../support/contract-stores.ts';
import { putAsIs } from '../support/put-as-is.ts';

const ann = { person: 'person-aaaa', email: 'ann@example.com', appliedAt: '2026-11-02T10:00:00.000Z' };
const bob = {
  person: 'person-bbbb',
  email: 'bob@example.com',
  sms: '+447700900001',
  appliedAt: '2026-11-02T10:00:00.000Z',
};

type Stores = { readonly contacts: Contacts; readonly reach: ReachStore };
const stores: readonly { readonly name: string; readonly create: () => Promise<Stores> }[] = [
  {
    name: 'memory',
    create: async () => ({ contacts: createMemoryContacts(), reach: createMemoryReachStore() }),
  },
  ...testTables('contacts').map(({ name, create }) => ({
    name,
    create: async () => {
      const table = await create();
      return { contacts: dynamoDbContacts(table), reach: dynamoDbReachStore(table) };
    },
  })),
];

describe.each(stores)('how people are reached, on $name', ({ create }) => {
  test('is kept by person, and told of those who are asked for', async () => {
    const { contacts } = await create();
    await contacts.keep(ann);
    await contacts.keep(bob);
    expect(await contacts.of(['person-bbbb', 'person-cccc'])).toEqual([bob]);
    expect(await contacts.of([])).toEqual([]);
  });

  test('is replaced as a whole', async () => {
    const { contacts } = await create();
    await contacts.keep(bob);
    const later = { person: 'person-bbbb', appliedAt: '2026-11-03T10:00:00.000Z' };
    await contacts.keep({ ...later, email: undefined, sms: undefined });
    const [kept] = await contacts.of(['person-bbbb']);
    expect(JSON.parse(JSON.stringify(kept))).toEqual(later);
  });

  test('is forgotten for good, also where nothing is known', async () => {
    const { contacts } = await create();
    await contacts.keep(ann);
    await contacts.forget('person-aaaa');
    await contacts.forget('person-cccc');
    expect(await contacts.of(['person-aaaa'])).toEqual([]);
  });

  test('is told of more people than the table reads at once', async () => {
    const { contacts } = await create();
    const people = Array.from({ length: 130 }, (_, each) => `person-${String(each).padStart(4, '0')}`);
    for (const person of people) await contacts.keep({ ...ann, person });
    const found = await contacts.of(people);
    expect(found.map(({ person }) => person).sort()).toEqual(people);
  });
});

describe.each(stores)('who can be reached, on $name', ({ create }) => {
  test('is unknown at first, and then as it was last found', async () => {
    const { reach } = await create();
    expect(await reach.found()).toBeUndefined();
    const since = '2026-11-02T10:00:00.000Z';
    const found = {
      asOf: since,
      channels: [
        { person: 'person-aaaa', channel: 'email', standing: 'confirmed', since },
        { person: 'person-bbbb', channel: 'sms', standing: 'no-address', since },
      ],
    } as const;
    await reach.keep(found);
    expect(await reach.found()).toEqual(found);
    await reach.keep({ ...found, channels: [] });
    expect(await reach.found()).toEqual({ asOf: since, channels: [] });
  });
});

test.each(testTables('contactItems'))(
  'an address is in the items of its person on $name and in no key, nor among those who can be reached',
  async ({ create }) => {
    const table = await create();
    await dynamoDbContacts(table).keep(bob);
    await dynamoDbReachStore(table).keep({ asOf: bob.appliedAt, channels: [] });
    const items = await table.items();
    expect(items.find(({ pk }) => pk === 'PSN#person-bbbb')).toEqual({
      pk: 'PSN#person-bbbb',
      sk: 'CONTACT',
      schema: 1,
      ...bob,
    });
    expect(items.filter((item) => JSON.stringify(item).includes('@'))).toHaveLength(1);
    expect(items.find(({ pk }) => pk === 'RCH#roster')).toEqual({
      pk: 'RCH#roster',
      sk: 'REACH',
      schema: 1,
      asOf: bob.appliedAt,
      channels: [],
    });
  },
);

test.each(testTables('reachUnreadable'))(
  'what this version cannot read of contacts and of reach holds up nobody else on $name, and is written anew',
  async ({ create }) => {
    const table = await create();
    const [contacts, reach] = [dynamoDbContacts(table), dynamoDbReachStore(table)];
    await contacts.keep(bob);
    await putAsIs(table, { pk: 'PSN#person-aaaa', sk: 'CONTACT', schema: 2, ...ann });
    await putAsIs(table, { pk: 'RCH#roster', sk: 'REACH', schema: 2, asOf: bob.appliedAt, channels: [] });
    expect(await contacts.of(['person-aaaa', 'person-bbbb'])).toEqual([bob]);
    expect(await reach.found()).toBeUndefined();
    expect(await dynamoDbReachability(table).reachable()).toEqual(new Set());
    await contacts.keep(ann);
    await reach.keep({ asOf: bob.appliedAt, channels: [] });
    expect(await contacts.of(['person-aaaa'])).toEqual([ann]);
    expect(await reach.found()).toEqual({ asOf: bob.appliedAt, channels: [] });
  },
);

test.each(testTables('contactRefused'))(
  'a contact that is not of the schema is refused without its address: $name',
  async ({ create }) => {
    const table = await create();
    const wrong = { ...ann, mobile: '+447700900001' };
    await expect(dynamoDbContacts(table).keep(wrong)).rejects.toThrow(/contact item is not of the schema/);
    await expect(dynamoDbContacts(table).keep(wrong)).rejects.not.toThrow(/447700|@/);
  },
);
