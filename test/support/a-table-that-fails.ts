import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '../../functions/adapters/dynamodb/table.ts';

export const cancelled = (...reasons: readonly CancellationReason[]): Error =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: [...reasons],
  });

export const none = { Code: 'None' };
export const conflict = { Code: 'TransactionConflict' };

/** A table whose client fails with each of these in turn and then takes what it is given. */
export function tableThatFails(...failures: readonly Error[]): Table & {
  readonly attempts: () => number;
  readonly waits: readonly number[];
} {
  let attempts = 0;
  const waits: number[] = [];
  const client = {
    send: async () => {
      attempts += 1;
      const failure = failures[attempts - 1];
      if (failure !== undefined) throw failure;
      return {};
    },
  } as unknown as Pick<DynamoDBClient, 'send'>;
  const retry = {
    attempts: 4,
    delay: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
    random: () => 0.5,
  };
  return { client, name: 'tideline', retry, attempts: () => attempts, waits };
}
