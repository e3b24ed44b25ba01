import {
  type AttributeValue,
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { tableName as TableName } from './any-item.ts';

const mostItemBytes = 409_600;

const key = (pk: string, sk: string): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { S: sk } });

/** An item of so many bytes: with a text that fills it up. */
const filled = (pk: string, sk: string, bytes: number): Record<string, AttributeValue> => ({
  ...key(pk, sk),
  text: { S: 'x'.repeat(bytes - 'pk'.length - pk.length - 'sk'.length - sk.length - 'text'.length) },
});

const nested = (depth: number): AttributeValue => (depth === 0 ? { S: 'a' } : { L: [nested(depth - 1)] });

const puts = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    Put: { TableName, Item: key('many', `${from + index}`) },
  }));

const ofPartition = (pk: string) => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: '#pk = :pk',
  ExpressionAttributeNames: { '#pk': 'pk' },
  ExpressionAttributeValues: { ':pk': { S: pk } },
});

/** Commands that reach or pass what DynamoDB takes, in an order that fills a table. */
export const atTheLimits: readonly object[] = [
  ...['1', '2', '3', '4', '5', '6', '7', '8'].map(
    (sk) => new PutItemCommand({ TableName, Item: filled('big', sk, 350_000) }),
  ),
  new QueryCommand(ofPartition('big')),
  new QueryCommand({ ...ofPartition('big'), ScanIndexForward: false }),
  new QueryCommand({ ...ofPartition('big'), Limit: 8 }),
  new QueryCommand({ ...ofPartition('big'), Limit: 3 }),
  new ScanCommand({ TableName, ConsistentRead: true }),
  new BatchGetItemCommand({
    RequestItems: { [TableName]: { Keys: ['1', '2', '3', '9'].map((sk) => key('big', sk)) } },
  }),
  new PutItemCommand({ TableName, Item: filled('full', '1', mostItemBytes) }),
  new PutItemCommand({ TableName, Item: filled('full', '2', mostItemBytes + 1) }),
  new UpdateItemCommand({
    TableName,
    Key: key('full', '1'),
    UpdateExpression: 'SET more = :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  }),
  new TransactWriteItemsCommand({ TransactItems: puts(100) }),
  new TransactWriteItemsCommand({ TransactItems: puts(101, 200) }),
  new TransactWriteItemsCommand({ TransactItems: [] }),
  new TransactWriteItemsCommand({
    TransactItems: Array.from({ length: 12 }, (_, index) => ({
      Put: { TableName, Item: filled('together', `${index}`, 350_000) },
    })),
  }),
  new TransactWriteItemsCommand({
    TransactItems: Array.from({ length: 11 }, (_, index) => ({
      Put: { TableName, Item: filled('together', `${index}`, 350_000) },
    })),
  }),
  new QueryCommand(ofPartition('many')),
  new QueryCommand(ofPartition('together')),
  new BatchGetItemCommand({
    RequestItems: {
      [TableName]: { Keys: Array.from({ length: 101 }, (_, index) => key('many', `${index}`)) },
    },
  }),
  new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key('A', '1'), key('A', '1')] } } }),
  new PutItemCommand({ TableName, Item: { ...key('deep', '1'), list: nested(31) } }),
  new PutItemCommand({ TableName, Item: { ...key('deep', '2'), list: nested(32) } }),
  new PutItemCommand({ TableName: 'another', Item: key('A', '1') }),
  new GetItemCommand({ TableName: 'another', Key: key('A', '1') }),
  new QueryCommand({ ...ofPartition('A'), IndexName: 'another' }),
  new QueryCommand({ ...ofPartition('A'), ExclusiveStartKey: key('B', '1') }),
  new QueryCommand({ ...ofPartition('A'), ExclusiveStartKey: { pk: { S: 'A' } } }),
  new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName, Item: key('A', '1') } },
      { Delete: { TableName, Key: key('A', '1') } },
    ],
  }),
];
