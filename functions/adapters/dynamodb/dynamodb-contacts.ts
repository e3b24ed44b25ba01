import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Contacts } from '../../../core/ports/contacts.ts';
import { decodeContact, encodeContact } from './contact-items.ts';
import { itemKey } from './item-keys.ts';
import { readItems } from './read-items.ts';
import type { Table } from './table.ts';

/** How people are reached, on the one table. */
export const dynamoDbContacts = (table: Table): Contacts => ({
  of: async (people) => {
    const found = await readItems(table, people.map(itemKey.contact));
    return [...found.values()].map(decodeContact).filter((contact) => contact !== undefined);
  },
  keep: async (contact) => {
    const Item = marshall(encodeContact(contact), { removeUndefinedValues: true });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  },
  forget: async (person) => {
    const Key = marshall(itemKey.contact(person));
    await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
  },
});
