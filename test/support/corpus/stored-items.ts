import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../../../local/stack.ts';

/** What every request may leave behind: that storing works, and how much a client has sent in a minute. */
const always = /^(HLT|LIM)#/;

/** Every item of the stack's table but those, as text under its key. */
export async function storedItems({ database, model }: LocalStack): Promise<ReadonlyMap<string, string>> {
  const { url, region, accessKeyId } = database;
  const client = new DynamoDBClient({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: 'none' },
  });
  const items = new Map<string, string>();
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: model.tables[0]?.name,
        ConsistentRead: true,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const item of page.Items ?? []) {
      const key = `${item.pk?.S} ${item.sk?.S}`;
      if (!always.test(key)) items.set(key, JSON.stringify(item));
    }
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined);
  client.destroy();
  return items;
}

/** The keys of what was added, changed or taken away between two looks. */
export const changedKeys = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
