import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../functions/adapters/dynamodb/table.ts';

/** Writes an item past every check, as another version or somebody by hand would have. */
export async function putAsIs(table: Table, item: object): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
}
