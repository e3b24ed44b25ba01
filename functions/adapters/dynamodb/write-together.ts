import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type Update,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from './item-keys.ts';
import { isThere, type PutCondition } from './put-condition.ts';
import { type Table, waitBefore } from './table.ts';

/** One item of a transaction and what must hold for it to be written. */
export type ConditionalPut = {
  readonly item: ItemKey & Readonly<Record<string, unknown>>;
  readonly condition: PutCondition;
  /** Whether a refusal is to bring the item that stands in the way. */
  readonly showInTheWay?: true;
};

/** A change of single attributes of an item, which is made where there is none. */
export type ItemUpdate = {
  readonly key: ItemKey;
  readonly update: Omit<Update, 'TableName' | 'Key'>;
};

/** Takes an item away that is there. */
export type ItemDelete = { readonly deleted: ItemKey };

export type Write = ConditionalPut | ItemUpdate | ItemDelete;

export type WriteResult =
  | { readonly code: 'written' }
  /** Some conditions did not hold; for each of these writes the item in the way, where it was asked for. */
  | { readonly code: 'refused'; readonly inTheWay: ReadonlyMap<Write, unknown> }
  | { readonly code: 'busy' };

/** Reasons of single items, and names of exceptions, that say nothing but "not just now". */
const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/**
 * Writes all of the items or none. Where others write the same items just now
 * it is tried again a few times, after a random wait that doubles; then it is
 * busy. A condition that did not hold is an answer, and comes before a conflict.
 */
export async function writeTogether(table: Table, writes: readonly Write[]): Promise<WriteResult> {
  const { attempts } = table.retry;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await writeOnce(table, writes);
    if (result.code !== 'busy') return result;
    if (attempt < attempts) await table.retry.delay(waitBefore(attempt, table.retry));
  }
  return { code: 'busy' };
}

async function writeOnce(table: Table, writes: readonly Write[]): Promise<WriteResult> {
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: writes.map((write) => transactItem(table, write)),
      }),
    );
    return { code: 'written' };
  } catch (error) {
    return outcomeOf(error, writes);
  }
}

function transactItem({ name: TableName }: Table, write: Write): TransactWriteItem {
  if ('deleted' in write) {
    return { Delete: { TableName, Key: marshall(write.deleted), ...isThere } };
  }
  if ('key' in write) return { Update: { TableName, Key: marshall(write.key), ...write.update } };
  return {
    Put: {
      TableName,
      Item: marshall(write.item, { removeUndefinedValues: true }),
      ...write.condition,
      ...(write.showInTheWay && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    },
  };
}

function outcomeOf(error: unknown, writes: readonly Write[]): WriteResult {
  if (!(error instanceof TransactionCanceledException)) {
    if (error instanceof Error && passing.has(error.name)) return { code: 'busy' };
    throw error;
  }
  const reasons = error.CancellationReasons ?? [];
  const refused = writes.flatMap((write, index) => refusal(write, reasons[index]));
  if (refused.length > 0) return { code: 'refused', inTheWay: new Map(refused) };
  if (reasons.some(({ Code }) => Code !== undefined && passing.has(Code))) return { code: 'busy' };
  throw new Error('A transaction was cancelled for a reason that waiting does not mend.', { cause: error });
}

function refusal(
  write: Write,
  reason: CancellationReason | undefined,
): readonly (readonly [Write, unknown])[] {
  if (reason?.Code !== 'ConditionalCheckFailed') return [];
  return [[write, reason.Item === undefined ? undefined : unmarshall(reason.Item)]];
}
