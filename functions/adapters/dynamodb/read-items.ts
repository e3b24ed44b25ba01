import { BatchGetItemCommand, type BatchGetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from './item-keys.ts';
import { type Table, waitBefore } from './table.ts';

/** Reads up to a hundred items by their keys, in no order, strongly consistent. What the table was too busy to answer is asked for again. */
export async function readItems(
  table: Table,
  keys: readonly ItemKey[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found: Record<string, unknown>[] = [];
  let left: BatchGetItemCommandOutput['UnprocessedKeys'] = {
    [table.name]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true },
  };
  for (let attempt = 1; attempt <= table.retry.attempts; attempt += 1) {
    const answer: BatchGetItemCommandOutput = await table.client.send(
      new BatchGetItemCommand({ RequestItems: left }),
    );
    found.push(...(answer.Responses?.[table.name] ?? []).map((item) => unmarshall(item)));
    left = answer.UnprocessedKeys ?? {};
    if (Object.keys(left).length === 0) return found;
    await table.retry.delay(waitBefore(attempt, table.retry));
  }
  throw new TableBusy();
}

/** The table kept answering only in part. Its name is one that whoever maps failures knows to be passing. */
class TableBusy extends Error {
  override readonly name = 'ProvisionedThroughputExceededException';
}
