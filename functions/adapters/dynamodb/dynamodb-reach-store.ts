import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ReachStore } from '../../../core/ports/reach-store.ts';
import { itemKey } from './item-keys.ts';
import { decodeReach, encodeReach } from './reach-items.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';

/** Who could be reached, as one item of the one table. */
export const dynamoDbReachStore = (table: Table): ReachStore => ({
  found: async () => {
    const item = await readItem(table, itemKey.reach);
    return item === undefined ? undefined : decodeReach(item);
  },
  keep: async (found) => {
    const Item = marshall(encodeReach({ ...found, channels: [...found.channels] }));
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  },
});
