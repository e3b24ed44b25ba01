import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice } from './gateway-world.ts';

type Office = Awaited<ReturnType<typeof openOffice>>;
let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 30_000);
afterAll(() => office.close());

const table = () => office.model.tables[0]?.name ?? '';
const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string, extra = {}) =>
  office.counter.dynamoDb.send(new PutItemCommand({ TableName: table(), Item: { ...key(pk), ...extra } }));
const stored = async (pk: string) =>
  (await office.counter.dynamoDb.send(new GetItemCommand({ TableName: table(), Key: key(pk) }))).Item;

describe('a batch of reads behind the gateway', () => {
  const batch = (...pks: string[]) =>
    office.counter.dynamoDb.send(
      new BatchGetItemCommand({ RequestItems: { [table()]: { Keys: pks.map(key) } } }),
    );

  test('is answered with what is there, and with no keys left over', async () => {
    await put('P#read-1');
    await put('P#read-2');
    const { Responses, UnprocessedKeys } = await batch('P#read-1', 'P#read-2', 'P#not-there');
    expect(Responses?.[table()]?.map(({ pk }) => pk?.S).sort()).toEqual(['P#read-1', 'P#read-2']);
    expect(UnprocessedKeys).toEqual({});
  });

  test('is refused whole for one key outside the leading keys of the role', async () => {
    await expect(batch('P#read-1', 'Q#read')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:BatchGetItem'),
    });
  });

  test('is refused to a role that may only read items one by one', async () => {
    const RequestItems = { [table()]: { Keys: [key('P#read-1')] } };
    await expect(office.visitor.dynamoDb.send(new BatchGetItemCommand({ RequestItems }))).rejects.toThrow(
      'dynamodb:BatchGetItem',
    );
  });

  test('is answered with the keys that DynamoDB left over, to be asked for again', async () => {
    // More than 16 MB, which is all that DynamoDB reads for one batch.
    const pks = Array.from({ length: 45 }, (_, number) => `P#heavy-${number}`);
    const weight = { S: 'x'.repeat(390 * 1_024) };
    for (const pk of pks) await put(pk, { weight });
    const first = await batch(...pks);
    const left = first.UnprocessedKeys?.[table()]?.Keys ?? [];
    expect(left.length).toBeGreaterThan(0);
    const read = first.Responses?.[table()] ?? [];
    expect([...read, ...left].map(({ pk }) => pk?.S).sort()).toEqual([...pks].sort());
    const rest = await batch(...left.map(({ pk }) => pk?.S ?? ''));
    expect(rest.Responses?.[table()]).toHaveLength(left.length);
  });
});

describe('a deletion behind the gateway', () => {
  const remove = (pk: string) => new DeleteItemCommand({ TableName: table(), Key: key(pk) });

  test('is done for a role that may', async () => {
    await put('P#gone');
    await office.porter.dynamoDb.send(remove('P#gone'));
    expect(await stored('P#gone')).toBeUndefined();
  });

  test('is refused for a key outside the leading keys of the role, and to a role that may only write', async () => {
    await put('P#stays');
    await expect(office.porter.dynamoDb.send(remove('Q#1'))).rejects.toThrow('dynamodb:DeleteItem');
    await expect(office.counter.dynamoDb.send(remove('P#stays'))).rejects.toThrow('dynamodb:DeleteItem');
    expect(await stored('P#stays')).toEqual(key('P#stays'));
  });
});

describe('a transaction behind the gateway', () => {
  const onKey = (pk: string) => ({ TableName: table(), Key: key(pk) });
  const adding = (pk: string): TransactWriteItem => ({ Put: { TableName: table(), Item: key(pk) } });
  const removing = (pk: string): TransactWriteItem => ({ Delete: onKey(pk) });
  const requiring = (pk: string): TransactWriteItem => ({
    ConditionCheck: { ...onKey(pk), ConditionExpression: 'attribute_exists(pk)' },
  });
  const transact = (caller: 'porter' | 'counter', ...TransactItems: TransactWriteItem[]) =>
    office[caller].dynamoDb.send(new TransactWriteItemsCommand({ TransactItems }));

  test('puts, deletes and checks for a role that may do each', async () => {
    await put('P#old');
    await put('P#checked');
    await transact('porter', adding('P#new'), removing('P#old'), requiring('P#checked'));
    expect([await stored('P#new'), await stored('P#old')]).toEqual([key('P#new'), undefined]);
  });

  test('needs dynamodb:DeleteItem to delete', async () => {
    await put('P#kept');
    await expect(transact('counter', adding('P#never-1'), removing('P#kept'))).rejects.toThrow(
      'dynamodb:DeleteItem',
    );
    expect([await stored('P#never-1'), await stored('P#kept')]).toEqual([undefined, key('P#kept')]);
  });

  test('needs dynamodb:ConditionCheckItem to check', async () => {
    await expect(transact('counter', adding('P#never-2'), requiring('P#kept'))).rejects.toThrow(
      'dynamodb:ConditionCheckItem',
    );
    expect(await stored('P#never-2')).toBeUndefined();
  });

  test.each([
    ['deletes', removing, 'dynamodb:DeleteItem'],
    ['checks', requiring, 'dynamodb:ConditionCheckItem'],
  ])('is refused whole where it %s outside the leading keys of the role', async (_what, item, action) => {
    await expect(transact('porter', adding('P#never-3'), item('Q#1'))).rejects.toThrow(action);
    expect(await stored('P#never-3')).toBeUndefined();
  });

  test('tells which item a condition failed on', async () => {
    await expect(transact('porter', adding('P#never-4'), requiring('P#not-there'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
  });
});

describe('a table with three indexes behind the gateway', () => {
  test('is read by the third of them', async () => {
    await put('P#shelved', { shelf: { S: 'top' } });
    const { Items } = await office.counter.dynamoDb.send(
      new QueryCommand({
        TableName: table(),
        IndexName: 'byShelf',
        KeyConditionExpression: 'shelf = :s',
        ExpressionAttributeValues: { ':s': { S: 'top' } },
      }),
    );
    expect(Items).toEqual([{ pk: { S: 'P#shelved' }, shelf: { S: 'top' } }]);
  });
});
