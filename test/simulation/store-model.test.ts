import {
  CreateTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { createStoreModel, type StoreCheckpoint } from '../simulator/store/store-model.ts';

/** What the model does that DynamoDB Local does not, as AWS documents it. */

const TableName = 'tideline';
const begins = Date.parse('2026-11-02T10:00:00.250Z');

/** A model on a clock that is moved by hand, whose writes are shown so much later as these say in turn. */
function aModel(lags: readonly number[] = [], from?: StoreCheckpoint) {
  let now = begins;
  let asked = 0;
  const model = createStoreModel({
    tableName: TableName,
    now: () => now,
    lag: () => lags[asked++] ?? 0,
    ...(from !== undefined && { from }),
  });
  const put = (sk: string, attributes: Readonly<Record<string, string>> = {}) =>
    model.execute(
      new PutItemCommand({
        TableName,
        Item: Object.fromEntries(
          Object.entries({ pk: 'A', sk, ...attributes }).map(([name, S]) => [name, { S }]),
        ),
      }),
    );
  const read = (sk: string, ConsistentRead = false) =>
    (
      model.execute(
        new GetItemCommand({ TableName, Key: { pk: { S: 'A' }, sk: { S: sk } }, ConsistentRead }),
      ) as {
        readonly Item?: { readonly text?: { readonly S?: string } };
      }
    ).Item?.text?.S;
  const sortsOf = (output: object): readonly (string | undefined)[] =>
    (output as { readonly Items: readonly { readonly sk: { readonly S: string } }[] }).Items.map(
      ({ sk }) => sk.S,
    );
  const due = (ConsistentRead?: boolean) =>
    sortsOf(
      model.execute(
        new QueryCommand({
          TableName,
          IndexName: 'due',
          KeyConditionExpression: 'dueShard = :shard',
          ExpressionAttributeValues: { ':shard': { S: 'due#0' } },
          ...(ConsistentRead !== undefined && { ConsistentRead }),
        }),
      ),
    );
  const scanned = (ConsistentRead: boolean) =>
    sortsOf(model.execute(new ScanCommand({ TableName, ConsistentRead }))).toSorted();
  const later = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { ...model, put, read, due, scanned, later, asked: () => asked };
}

describe('a write that is shown later', () => {
  test('is seen at once by strongly consistent reads alone', () => {
    const { put, read, scanned, later } = aModel([0, 100]);
    put('1', { text: 'a' });
    put('1', { text: 'ab' });
    expect([read('1'), read('1', true)]).toEqual(['a', 'ab']);
    later(99);
    expect(read('1')).toBe('a');
    later(1);
    expect(read('1')).toBe('ab');
    expect(scanned(false)).toEqual(['1']);
  });

  test('is not in an index, a query or a scan before then, and an item that is gone still is', () => {
    const { put, due, scanned, later, execute, items } = aModel([0, 100, 100, 100]);
    put('gone', { dueShard: 'due#0', dueAt: '1' });
    put('new', { dueShard: 'due#0', dueAt: '2' });
    const deletes = { Delete: { TableName, Key: { pk: { S: 'A' }, sk: { S: 'gone' } } } };
    execute(new TransactWriteItemsCommand({ TransactItems: [deletes] }));
    expect(items().map(({ sk }) => sk?.S)).toEqual(['new']);
    expect(due()).toEqual(['gone']);
    expect([scanned(false), scanned(true)]).toEqual([['gone'], ['new']]);
    later(100);
    expect(due()).toEqual(['new']);
    expect(scanned(false)).toEqual(['new']);
  });

  test('comes after the writes of the same item that were made before it, and others may overtake it', () => {
    const { put, read, later } = aModel([100, 10, 10]);
    put('1', { text: 'a' });
    put('1', { text: 'ab' });
    put('2', { text: 'abc' });
    later(10);
    expect([read('1'), read('2')]).toEqual([undefined, 'abc']);
    later(90);
    expect(read('1')).toBe('ab');
  });

  test('is asked about once a write, and not where nothing changed', () => {
    const { put, asked, takeRecords } = aModel([0, 0, 0]);
    put('1', { text: 'a' });
    put('1', { text: 'a' });
    expect(asked()).toBe(1);
    expect(takeRecords().map(({ eventName }) => eventName)).toEqual(['INSERT']);
  });

  test('is an index that cannot be read otherwise', () => {
    expect(() => aModel().due(true)).toThrow(/Consistent reads are not supported/);
  });
});

describe('the stream', () => {
  test('tells keys in order, once, and the second in which they changed', () => {
    const { put, execute, takeRecords, later } = aModel();
    put('1', { text: 'a' });
    later(1_000);
    put('1', { text: 'b' });
    execute(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'A' }, sk: { S: '1' } },
        UpdateExpression: 'REMOVE nothing_there',
      }),
    );
    const at = Date.parse('2026-11-02T10:00:00Z');
    const records = takeRecords();
    expect(records.map(({ sequenceNumber: _, ...rest }) => rest)).toEqual([
      { eventName: 'INSERT', pk: 'A', sk: '1', at },
      { eventName: 'MODIFY', pk: 'A', sk: '1', at: at + 1_000 },
    ]);
    const numbers = records.map(({ sequenceNumber }) => sequenceNumber);
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(2);
    expect(takeRecords()).toEqual([]);
  });
});

describe('a token of a transaction', () => {
  const sent = (count: string) =>
    new TransactWriteItemsCommand({
      ClientRequestToken: 'token',
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { pk: { S: 'A' }, sk: { S: '1' } },
            UpdateExpression: 'ADD sent :count',
            ExpressionAttributeValues: { ':count': { N: count } },
          },
        },
      ],
    });

  test('lets it be sent again for ten minutes without effect, and for nothing else', () => {
    const { execute, item, later } = aModel();
    execute(sent('1'));
    execute(sent('1'));
    expect(() => execute(sent('2'))).toThrow(IdempotentParameterMismatchException);
    later(600_000);
    execute(sent('1'));
    expect(item('A', '1')?.sent).toEqual({ N: '1' });
    later(1);
    execute(sent('2'));
    expect(item('A', '1')?.sent).toEqual({ N: '3' });
  });
});

describe('a model that goes on from another', () => {
  test('has everything that it had, and neither changes the other', () => {
    const before = aModel([0, 100]);
    before.put('1', { text: 'a', dueShard: 'due#0', dueAt: '1' });
    before.put('1', { text: 'ab', dueShard: 'due#0', dueAt: '1' });
    before.put('2', { dueShard: 'due#0', dueAt: '2' });
    const kept = before.checkpoint();
    const after = aModel([], kept);
    expect(after.items()).toEqual(before.items());
    expect([after.read('1'), after.read('1', true)]).toEqual(['a', 'ab']);
    expect(after.due()).toEqual(['1', '2']);
    after.later(100);
    expect(after.read('1')).toBe('ab');
    after.put('3');
    expect(before.items()).toHaveLength(2);
    const [own, others] = [before.takeRecords(), after.takeRecords()];
    expect(others.slice(0, 3)).toEqual(own);
    expect(others).toHaveLength(4);
    expect(aModel([], kept).takeRecords()).toEqual(own);
  });

  test('knows tokens that were sent before', () => {
    const before = aModel();
    const sent = (sk: string) =>
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [{ Put: { TableName, Item: { pk: { S: 'A' }, sk: { S: sk } } } }],
      });
    before.execute(sent('1'));
    expect(() => aModel([], before.checkpoint()).execute(sent('2'))).toThrow(
      IdempotentParameterMismatchException,
    );
  });
});

describe('what is stored', () => {
  test('is changed neither through what was sent nor through what was answered', () => {
    const { execute, item, items } = aModel();
    const Item = {
      pk: { S: 'A' },
      sk: { S: '1' },
      list: { L: [{ S: 'a' }] },
      bytes: { B: new Uint8Array([1]) },
    };
    execute(new PutItemCommand({ TableName, Item }));
    Item.list.L.push({ S: 'b' });
    Item.bytes.B[0] = 2;
    const expected = { ...Item, list: { L: [{ S: 'a' }] }, bytes: { B: new Uint8Array([1]) } };
    expect(item('A', '1')).toEqual(expected);
    for (const shown of [item('A', '1'), ...items()]) {
      if (shown === undefined) throw new Error('The item is not there.');
      // It has bytes, so that it is a copy; any other is frozen.
      Object.assign(shown, { text: { S: 'b' } });
      shown.bytes!.B![0] = 3;
    }
    expect(item('A', '1')).toEqual(expected);
    execute(new PutItemCommand({ TableName, Item: { pk: { S: 'A' }, sk: { S: '2' } } }));
    const frozen = item('A', '2') ?? {};
    expect(() => Object.assign(frozen, { text: { S: 'b' } })).toThrow(TypeError);
    expect(() => Object.assign(frozen.pk ?? {}, { S: 'b' })).toThrow(TypeError);
  });
});

describe('what the model does not know', () => {
  test('is refused by name, and never ignored', async () => {
    const { execute, client } = aModel();
    const unknown = new CreateTableCommand({ TableName, KeySchema: [], AttributeDefinitions: [] });
    expect(() => execute(unknown)).toThrow('does not know CreateTableCommand');
    await expect(client.send(unknown)).rejects.toThrow('does not know CreateTableCommand');
    const Key = { pk: { S: 'A' }, sk: { S: '1' } };
    expect(() => execute(new GetItemCommand({ TableName, Key, ReturnConsumedCapacity: 'TOTAL' }))).toThrow(
      'does not know the parameter ReturnConsumedCapacity of GetItem',
    );
    expect(() => execute(new UpdateItemCommand({ TableName, Key, ReturnValues: 'UPDATED_NEW' }))).toThrow(
      'does not know ReturnValues UPDATED_NEW',
    );
  });

  test('is little of the table itself: that it is there, and its stream', () => {
    expect(aModel().execute(new DescribeTableCommand({ TableName }))).toMatchObject({
      Table: {
        TableStatus: 'ACTIVE',
        LatestStreamArn: expect.stringMatching(/^arn:aws:dynamodb:.*\/stream\//),
      },
    });
  });
});
