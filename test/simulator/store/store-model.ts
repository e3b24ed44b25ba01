import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DescribeTableCommand,
  type DescribeTableCommandInput,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type ContentsState, createContents, type StreamRecord } from './contents.ts';
import { parametersOf } from './input.ts';
import { query } from './query.ts';
import { batchGetItem, getItem } from './reads.ts';
import { scan } from './scan.ts';
import { batchWriteItem, deleteItem, putItem, updateItem } from './single-writes.ts';
import { createTransactions, type SentToken } from './transactions.ts';
import { type Item, shownItem } from './values.ts';

export type { StreamRecord } from './contents.ts';
export type { Item } from './values.ts';

/** Everything there is in a model, so that another one can go on from there. */
export type StoreCheckpoint = { readonly contents: ContentsState; readonly tokens: readonly SentToken[] };

/** A DynamoDB with one table: that of the product, with its indexes and its stream of keys. */
export type StoreModel = {
  /** Stands for a client of the SDK: each command takes effect, whole, when it is sent. Rejects as the SDK does. */
  readonly client: { readonly send: (command: object) => Promise<unknown> };
  /** The same at once: answers the output, or throws the SDK's exception. */
  readonly execute: (command: object) => object;
  /** The records of the stream that nobody has taken yet, in order. A write that changes nothing leaves none. */
  readonly takeRecords: () => readonly StreamRecord[];
  /** Every item as it is now, in order of key. Nobody can change what is stored through them. */
  readonly items: () => readonly Item[];
  /** One item as it is now; undefined where there is none. */
  readonly item: (pk: string, sk: string) => Item | undefined;
  readonly checkpoint: () => StoreCheckpoint;
};

export type StoreOptions = {
  readonly tableName: string;
  /** The time, in milliseconds. */
  readonly now: () => number;
  /** How many milliseconds until an index, or a read that is not strongly consistent, shows a write: asked once a write. */
  readonly lag?: () => number;
  readonly from?: StoreCheckpoint;
};

export function createStoreModel({ tableName, now, lag, from }: StoreOptions): StoreModel {
  const contents = createContents({ now, lag, from: from?.contents });
  const transactions = createTransactions({ contents, tableName, now, from: from?.tokens ?? [] });
  const on = { contents, tableName };

  /** What a command does, by its class. */
  const actions = new Map<unknown, (input: object) => object>([
    [GetItemCommand, (input) => getItem(on, input as GetItemCommandInput)],
    [BatchGetItemCommand, (input) => batchGetItem(on, input as BatchGetItemCommandInput)],
    [PutItemCommand, (input) => putItem(on, input as PutItemCommandInput)],
    [UpdateItemCommand, (input) => updateItem(on, input as UpdateItemCommandInput)],
    [DeleteItemCommand, (input) => deleteItem(on, input as DeleteItemCommandInput)],
    [BatchWriteItemCommand, (input) => batchWriteItem(on, input as BatchWriteItemCommandInput)],
    [TransactWriteItemsCommand, (input) => transactions.write(input as TransactWriteItemsCommandInput)],
    [QueryCommand, (input) => query(on, input as QueryCommandInput)],
    [ScanCommand, (input) => scan(on, input as ScanCommandInput)],
    [DescribeTableCommand, (input) => describeTable(tableName, input as DescribeTableCommandInput)],
  ]);

  const execute = (command: object): object => {
    const action = actions.get(command.constructor);
    if (action === undefined)
      throw new Error(`The model of DynamoDB does not know ${command.constructor.name}.`);
    return action((command as { readonly input: object }).input);
  };

  return {
    client: { send: async (command) => execute(command) },
    execute,
    takeRecords: contents.takeRecords,
    items: () => contents.partitions('strong').flatMap(({ rows }) => rows.map(({ item }) => shownItem(item))),
    item: (pk, sk) => {
      const item = contents.item({ pk, sk }, 'strong');
      return item === undefined ? undefined : shownItem(item);
    },
    checkpoint: () => ({ contents: contents.state(), tokens: transactions.tokens() }),
  };
}

/** As much of the description as anything here asks for. */
function describeTable(tableName: string, input: DescribeTableCommandInput): object {
  parametersOf('DescribeTable', input, ['TableName'], tableName);
  const arn = `arn:aws:dynamodb:eu-west-2:111122223333:table/${tableName}`;
  const label = '2026-01-01T00:00:00.000';
  return {
    Table: {
      TableName: tableName,
      TableArn: arn,
      TableStatus: 'ACTIVE',
      LatestStreamLabel: label,
      LatestStreamArn: `${arn}/stream/${label}`,
    },
  };
}
