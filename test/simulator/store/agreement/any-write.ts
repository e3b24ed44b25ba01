import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { anyCondition } from './any-condition.ts';
import { fitting, goodKey, item, key, keyOf, maybe, tableName, withoutUndefined } from './any-item.ts';
import { anyFittingUpdate, anyUpdate } from './any-update.ts';
import { anySlip, placeholdersIn } from './placeholders.ts';

const TableName = tableName;

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
export const singleWrite = fc.oneof(
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
export const transaction = fc
  .tuple(fc.array(transactItem, { minLength: 1, maxLength: 4 }), token)
  .map(
    ([TransactItems, ClientRequestToken]) =>
      new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }),
  );
/** One that was sent before, under the same token. */
export const repeatedTransaction = fc.constantFrom('1', '2').map(
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
/** Puts and deletes together. */
export const batchWrite = fc
  .array(
    fc.oneof(
      item.map((Item) => ({ PutRequest: { Item } })),
      key.map((Key) => ({ DeleteRequest: { Key } })),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((requests) => new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
