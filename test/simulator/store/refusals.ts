import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { type Item, type StoredItem, shownItem } from './values.ts';

/** What the SDK adds to whatever the service answers. */
const $metadata = { httpStatusCode: 400 };

/** The request itself is wrong, whatever the table holds. */
export class Invalid extends DynamoDBServiceException {
  constructor(message: string) {
    super({ name: 'ValidationException', $fault: 'client', message, $metadata });
    // The SDK's constructor makes it one of its own.
    Object.setPrototypeOf(this, Invalid.prototype);
  }
}

const conditionFailed = 'The conditional request failed';

/** The condition of a single write did not hold; with the item that stands in the way, where it is given. */
export const conditionRefused = (inTheWay: StoredItem | undefined): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    message: conditionFailed,
    $metadata,
    ...(inTheWay !== undefined && { Item: shownItem(inTheWay) as Record<string, never> }),
  });

export const noSuchTable = (): ResourceNotFoundException =>
  new ResourceNotFoundException({ message: 'Requested resource not found', $metadata });

/** What became of one item of a transaction that was cancelled. */
export type Verdict =
  | { readonly code: 'None' }
  | { readonly code: 'ConditionalCheckFailed'; readonly item: Item | undefined }
  | { readonly code: 'ValidationError'; readonly message: string };

export const cancelled = (verdicts: readonly Verdict[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${verdicts
      .map(({ code }) => code)
      .join(', ')}]`,
    $metadata,
    CancellationReasons: verdicts.map(reasonOf),
  });

function reasonOf(verdict: Verdict): CancellationReason {
  if (verdict.code === 'None') return { Code: 'None' };
  if (verdict.code === 'ValidationError') return { Code: verdict.code, Message: verdict.message };
  const { item } = verdict;
  return { Code: verdict.code, Message: conditionFailed, ...(item !== undefined && { Item: { ...item } }) };
}

export const tokenMismatch = (): IdempotentParameterMismatchException =>
  new IdempotentParameterMismatchException({
    Message:
      'Idempotent parameter mismatch: a request with this token was sent within ten minutes and asked for something else',
    message: 'The client request token was used for another request',
    $metadata,
  });
