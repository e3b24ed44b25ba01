import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { StoreProbe } from '../../../core/ports/store-probe.ts';
import { isoInstant } from '../../../core/time/london.ts';
import { itemKey } from './item-keys.ts';
import { currentSchema } from './item-schema.ts';
import type { Table } from './table.ts';

/** Stores one small item, always the same one, on the one table. */
export const dynamoDbStoreProbe = (table: Table): StoreProbe => ({
  store: async (at) => {
    const item = { ...itemKey.storeProbe, ...currentSchema, checkedAt: isoInstant(at) };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
  },
});
