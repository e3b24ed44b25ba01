import {
  type CancellationReason,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from './item-keys.ts';
import type { PutCondition } from './put-condition.ts';
import type { Retry, Table } from './table.ts';

/** One item of a transaction and what must hold for it to be written. */
export type ConditionalPut = {
  readonly item: ItemKey & Readonly<Record<string, unknown>>;
  readonly condition: PutCondition;
  /** Whether a refusal is to bring the item that stands in the way. */
  readonly showInTheWay?: true;
};

export type WriteResult =
  | { readonly code: 'written' }
  /** Some conditions did not hold; for each of these puts the item in the way, where it was asked for. */
  | { readonly code: 'refused'; readonly inTheWay: ReadonlyMap<ConditionalPut, unknown> }
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
export async function writeTogether(table: Table, puts: readonly ConditionalPut[]): Promise<WriteResult> {
  const { attempts } = table.retry;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await writeOnce(table, puts);
    if (result.code !== 'busy') return result;
    if (attempt < attempts) await table.retry.delay(waitBefore(attempt, table.retry));
  }
  return { code: 'busy' };
}

const firstWaitMilliseconds = 25;

const waitBefore = (attempt: number, { random }: Retry): number =>
  Math.ceil(random() * firstWaitMilliseconds * 2 ** attempt);

async function writeOnce(table: Table, puts: readonly ConditionalPut[]): Promise<WriteResult> {
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: puts.map(({ item, condition, showInTheWay }) => ({
          Put: {
            TableName: table.name,
            Item: marshall(item, { removeUndefinedValues: true }),
            ...condition,
            ...(showInTheWay && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
          },
        })),
      }),
    );
    return { code: 'written' };
  } catch (error) {
    return outcomeOf(error, puts);
  }
}

function outcomeOf(error: unknown, puts: readonly ConditionalPut[]): WriteResult {
  if (!(error instanceof TransactionCanceledException)) {
    if (error instanceof Error && passing.has(error.name)) return { code: 'busy' };
    throw error;
  }
  const reasons = error.CancellationReasons ?? [];
  const refused = puts.flatMap((put, index) => refusal(put, reasons[index]));
  if (refused.length > 0) return { code: 'refused', inTheWay: new Map(refused) };
  if (reasons.some(({ Code }) => Code !== undefined && passing.has(Code))) return { code: 'busy' };
  throw new Error('A transaction was cancelled for a reason that waiting does not mend.', { cause: error });
}

function refusal(
  put: ConditionalPut,
  reason: CancellationReason | undefined,
): readonly (readonly [ConditionalPut, unknown])[] {
  if (reason?.Code !== 'ConditionalCheckFailed') return [];
  return [[put, reason.Item === undefined ? undefined : unmarshall(reason.Item)]];
}
