import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import {
  anyCondition,
  anyFittingUpdate,
  anyProjection,
  anySlip,
  anyUpdate,
  placeholdersIn,
} from './any-expression.ts';
import { numbers, others, partitions, sorts, texts, values } from './catalogue.ts';

export const tableName = 'tideline';
const TableName = tableName;

type Attributes = Record<string, AttributeValue>;

const partition = fc.constantFrom(...partitions);
const sort = fc.constantFrom(...sorts);
const keyOf = (pk: string, sk: string): Attributes => ({ pk: { S: pk }, sk: { S: sk } });
const goodKey: fc.Arbitrary<Attributes> = fc.tuple(partition, sort).map(([pk, sk]) => keyOf(pk, sk));
const oddKey = fc.constantFrom<Attributes>(
  { pk: { S: 'A' } },
  { pk: { S: 'A' }, sk: { N: '1' } },
  { pk: { S: '' }, sk: { S: '1' } },
  { pk: { S: 'A' }, sk: { S: '' } },
  { ...keyOf('A', '1'), state: { S: 'a' } },
  { pk: { S: 'A' }, sort: { S: '1' } },
  keyOf('p'.repeat(2049), '1'),
  keyOf('A', 's'.repeat(1025)),
  {},
);
const key = fc.oneof({ weight: 30, arbitrary: goodKey }, { weight: 1, arbitrary: oddKey });

const valueFrom = (all: object): fc.Arbitrary<AttributeValue> =>
  fc.constantFrom(...Object.keys(all)).map((name) => values[name] as AttributeValue);
const text = valueFrom(texts);
const fitting = fc.record(
  {
    version: valueFrom(numbers),
    count: valueFrom(numbers),
    text,
    state: text,
    changedSort: text,
    owner: text,
    ownerSort: text,
    dueShard: text,
    dueAt: text,
    tags: fc
      .constantFrom(others[':tags'], others[':tagC'])
      .map((value) => value as unknown as AttributeValue),
    marks: fc.constant(values[':marks'] as AttributeValue),
    list: fc.constant(values[':list'] as AttributeValue),
    map: fc.constant(values[':map'] as AttributeValue),
    bytes: fc.constant(values[':bytes'] as AttributeValue),
    byteSet: fc.constant(values[':byteSet'] as AttributeValue),
    flag: valueFrom({ ':yes': 0, ':no': 0, ':null': 0 }),
    'a.b': text,
  },
  { requiredKeys: [] },
);
const oddAttribute = fc
  .tuple(
    fc.constantFrom('text', 'dueAt', 'owner', 'state', 'count', 'pk'),
    fc.constantFrom(...Object.keys(values)),
    fc.constantFrom('plain', 'in-a-list', 'huge'),
  )
  .map(([name, value, how]): Attributes => {
    const own = values[value] as AttributeValue;
    if (how === 'huge') return { text: { S: 'x'.repeat(409_500) } };
    return { [name]: how === 'plain' ? own : { L: [own] } };
  });
const item = fc
  .tuple(key, fitting, fc.option(oddAttribute, { freq: 12 }))
  .map(([own, attributes, odd]): Attributes => ({ ...own, ...attributes, ...odd }));

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

const condition = maybe(
  fc.oneof(
    { weight: 3, arbitrary: anyCondition },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'attribute_not_exists(#pk)',
        'attribute_exists(#pk)',
        '#version = :one',
        '#version = :one AND #state IN (:a, :ab)',
        'attribute_exists(#dueAt)',
        '#dueAt = :morning AND attribute_not_exists(#text)',
        'attribute_not_exists(#dueAt) OR #dueAt <= :morning',
      ),
    },
  ),
);
const inTheWay = fc.constantFrom(undefined, 'ALL_OLD' as const, 'NONE' as const);

type Conditional = {
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
};
const withPlaceholders = <Sent extends Conditional>(sent: Sent, slip: Parameters<typeof placeholdersIn>[1]) =>
  withoutUndefined({ ...sent, ...placeholdersIn([sent.ConditionExpression, sent.UpdateExpression], slip) });
const withoutUndefined = <Sent extends object>(sent: Sent): Sent =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Sent;

const conditional = { ConditionExpression: condition, ReturnValuesOnConditionCheckFailure: inTheWay };
const put = fc
  .tuple(fc.record({ TableName: fc.constant(TableName), Item: item, ...conditional }), anySlip)
  .map(([sent, slip]) => withPlaceholders(sent, slip));
const update = fc
  .tuple(
    fc.record({ TableName: fc.constant(TableName), Key: key, UpdateExpression: anyUpdate, ...conditional }),
    anySlip,
  )
  .map(([sent, slip]) => withPlaceholders(sent, slip));
const remove = fc
  .tuple(fc.record({ TableName: fc.constant(TableName), Key: key, ...conditional }), anySlip)
  .map(([sent, slip]) => withPlaceholders(sent, slip));
const check = fc
  .tuple(
    fc.record({
      TableName: fc.constant(TableName),
      Key: key,
      ...conditional,
      ConditionExpression: anyCondition,
    }),
    anySlip,
  )
  .map(([sent, slip]) => withPlaceholders(sent, slip));

const returned = <Word extends string>(...words: readonly Word[]) => maybe(fc.constantFrom(...words));
/** Writes that nothing is wrong with, so that there is something for the others to meet. */
const plainPut = fc
  .tuple(goodKey, fitting)
  .map(([own, attributes]) => new PutItemCommand({ TableName, Item: { ...own, ...attributes } }));
const plainUpdate = fc.tuple(goodKey, anyFittingUpdate).map(
  ([Key, UpdateExpression]) =>
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression,
      ...placeholdersIn([UpdateExpression], 'none'),
    }),
);
const singles = fc.oneof(
  { weight: 4, arbitrary: plainPut },
  { weight: 4, arbitrary: plainUpdate },
  {
    weight: 6,
    arbitrary: fc
      .tuple(put, returned('NONE', 'ALL_OLD'))
      .map(([sent, ReturnValues]) => new PutItemCommand({ ...sent, ...(ReturnValues && { ReturnValues }) })),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(update, returned('NONE', 'ALL_OLD', 'ALL_NEW'))
      .map(
        ([sent, ReturnValues]) => new UpdateItemCommand({ ...sent, ...(ReturnValues && { ReturnValues }) }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(remove, returned('NONE', 'ALL_OLD'))
      .map(
        ([sent, ReturnValues]) => new DeleteItemCommand({ ...sent, ...(ReturnValues && { ReturnValues }) }),
      ),
  },
);

const transactItem: fc.Arbitrary<TransactWriteItem> = fc.oneof(
  { weight: 4, arbitrary: put.map((Put) => ({ Put })) },
  { weight: 4, arbitrary: update.map((Update) => ({ Update })) },
  { weight: 1, arbitrary: remove.map((Delete) => ({ Delete })) },
  { weight: 1, arbitrary: check.map((ConditionCheck) => ({ ConditionCheck })) },
);
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('token-1', 'token-2') },
);
const transaction = fc
  .tuple(fc.array(transactItem, { minLength: 1, maxLength: 4 }), token)
  .map(
    ([TransactItems, ClientRequestToken]) =>
      new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }),
  );
/** One that was sent before, under the same token. */
const fixedTransaction = fc.constantFrom('1', '2').map(
  (sk) =>
    new TransactWriteItemsCommand({
      ClientRequestToken: 'token-3',
      TransactItems: [
        {
          Update: {
            TableName,
            Key: keyOf('A', sk),
            UpdateExpression: 'ADD #count :one',
            ...placeholdersIn(['#count :one'], 'none'),
          },
        },
      ],
    }),
);

const reads = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(key, maybe(anyProjection), anySlip).map(([Key, ProjectionExpression, slip]) => {
      const { ExpressionAttributeNames } = placeholdersIn([ProjectionExpression], slip);
      return new GetItemCommand(
        withoutUndefined({
          TableName,
          Key,
          ConsistentRead: true,
          ProjectionExpression,
          ExpressionAttributeNames,
        }),
      );
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(key, { minLength: 1, maxLength: 5 })
      .map(
        (Keys) => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.oneof(
          item.map((Item) => ({ PutRequest: { Item } })),
          key.map((Key) => ({ DeleteRequest: { Key } })),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((requests) => new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } })),
  },
);

/** What a page of a query or a scan begins after: one of the keys there are, or any. */
const limit = maybe(fc.constantFrom(1, 2, 3, 0));

export const anyCommand = fc.oneof(
  { weight: 10, arbitrary: singles },
  { weight: 5, arbitrary: transaction },
  { weight: 1, arbitrary: fixedTransaction },
  { weight: 4, arbitrary: reads },
  {
    weight: 4,
    arbitrary: fc
      .tuple(anyQuery(), limit)
      .map(([sent, Limit]) => new QueryCommand({ ...sent, ...(Limit !== undefined && { Limit }) })),
  },
  { weight: 1, arbitrary: anyScan() },
);

type Query = ConstructorParameters<typeof QueryCommand>[0];

function anyQuery(): fc.Arbitrary<Query> {
  const own = { names: ['#pk', '#sk'], index: undefined } as const;
  const schema = fc.constantFrom(
    own,
    own,
    own,
    { names: ['#dueShard', '#dueAt'], index: 'due' } as const,
    { names: ['#owner', '#ownerSort'], index: 'byOwner' } as const,
    { names: ['#state', '#changedSort'], index: 'byState' } as const,
  );
  const range = fc.constantFrom(
    '',
    '',
    '=',
    '<',
    '<=',
    '>',
    '>=',
    'BETWEEN',
    'begins_with',
    '<>',
    'OR',
    'IN',
    'twice',
    'reversed',
    'nested',
  );
  return fc
    .tuple(
      schema,
      range,
      fc.constantFrom(...partitions, ...sorts, 'a', 'ab'),
      fc.constantFrom(...sorts, 'a', 'R#', 'S'),
      fc.tuple(
        maybe(fc.boolean()),
        maybe(fc.boolean()),
        maybe(anyCondition, 3),
        maybe(anyProjection, 4),
        anySlip,
      ),
    )
    .map(
      ([
        {
          names: [partitionName, sortName],
          index,
        },
        by,
        pk,
        bound,
        [isForward, isConsistent, filter, projection, slip],
      ]) => {
        const ranges: Readonly<Record<string, string>> = {
          '': '',
          BETWEEN: ` AND ${sortName} BETWEEN :bound AND :upper`,
          begins_with: ` AND begins_with(${sortName}, :bound)`,
          OR: ` OR ${sortName} = :bound`,
          IN: ` AND ${sortName} IN (:bound)`,
          twice: ` AND ${sortName} > :bound AND ${sortName} < :upper`,
          reversed: ` AND :bound < ${sortName}`,
          nested: ` AND ${sortName}.#text = :bound`,
        };
        const KeyConditionExpression = `${partitionName} = :partition${ranges[by] ?? ` AND ${sortName} ${by} :bound`}`;
        const rest = placeholdersIn([KeyConditionExpression, filter, projection], slip);
        const bounds = {
          ':partition': { S: pk },
          ...(KeyConditionExpression.includes(':bound') && { ':bound': { S: bound } }),
          ...(KeyConditionExpression.includes(':upper') && { ':upper': { S: `${bound}z` } }),
        };
        return withoutUndefined({
          TableName,
          IndexName: index,
          KeyConditionExpression,
          FilterExpression: filter,
          ProjectionExpression: projection,
          ScanIndexForward: isForward,
          // Otherwise it may show less than there is.
          ConsistentRead: index === undefined ? true : isConsistent,
          ...rest,
          ExpressionAttributeValues: { ...rest.ExpressionAttributeValues, ...bounds },
        });
      },
    );
}

function anyScan(): fc.Arbitrary<ScanCommand> {
  return fc.tuple(maybe(anyCondition), maybe(anyProjection, 3), limit, anySlip).map(
    ([FilterExpression, ProjectionExpression, Limit, slip]) =>
      new ScanCommand(
        withoutUndefined({
          TableName,
          ConsistentRead: true,
          FilterExpression,
          ProjectionExpression,
          Limit,
          ...placeholdersIn([FilterExpression, ProjectionExpression], slip),
        }),
      ),
  );
}
