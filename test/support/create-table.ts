import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  byOwnerIndex,
  byStateIndex,
  dueIndex,
  tableKey,
} from '../../functions/adapters/dynamodb/table-keys.ts';

const schemaOf = ({ partition, sort }: { readonly partition: string; readonly sort: string }) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

/** Creates the one table from the constants that the infrastructure creates it from; answers the ARN of its stream, of keys only. */
export async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const indexes = [dueIndex, byOwnerIndex, byStateIndex];
  const attributes = [tableKey, ...indexes].flatMap(({ partition, sort }) => [partition, sort]);
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: name,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schemaOf(tableKey),
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: schemaOf(index),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}
