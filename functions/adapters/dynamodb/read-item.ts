import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from './item-keys.ts';
import type { Table } from './table.ts';

/** Reads one item, strongly consistent; undefined where there is none. */
export async function readItem(table: Table, key: ItemKey): Promise<unknown> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(key), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : unmarshall(Item);
}
