import { BatchGetItemCommand, type BatchGetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from './item-keys.ts';
import { type Table, waitBefore } from './table.ts';

/** What DynamoDB takes in one request. */
const mostAtOnce = 100;

/** A key as the text by which `readItems` keeps what it found. */
export const keyText = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

/**
 * Reads items by their keys, each named once, strongly consistent. What the
 * table was too busy to answer is asked for again; throws where it stays busy.
 */
export async function readItems(
  table: Table,
  keys: readonly ItemKey[],
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let from = 0; from < keys.length; from += mostAtOnce) {
    await readInto(found, table, keys.slice(from, from + mostAtOnce));
  }
  return found;
}

async function readInto(found: Map<string, unknown>, table: Table, keys: readonly ItemKey[]): Promise<void> {
  let left: BatchGetItemCommandOutput['UnprocessedKeys'] = {
    [table.name]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true },
  };
  for (let attempt = 1; attempt <= table.retry.attempts; attempt += 1) {
    const answer: BatchGetItemCommandOutput = await table.client.send(
      new BatchGetItemCommand({ RequestItems: left }),
    );
    for (const item of (answer.Responses?.[table.name] ?? []).map((one) => unmarshall(one))) {
      found.set(keyText(item as ItemKey), item);
    }
    left = answer.UnprocessedKeys ?? {};
    if (Object.keys(left).length === 0) return;
    await table.retry.delay(waitBefore(attempt, table.retry));
  }
  throw new TableBusy();
}

/** The table kept answering only in part. Its name is one that whoever maps failures knows to be passing. */
class TableBusy extends Error {
  override readonly name = 'ProvisionedThroughputExceededException';
}
