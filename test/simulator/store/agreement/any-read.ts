import { BatchGetItemCommand, GetItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { anyCondition, anyPath } from './any-condition.ts';
import { key, maybe, tableName, withoutUndefined } from './any-item.ts';
import { partitions, sorts } from './catalogue.ts';
import { anySlip, placeholdersIn } from './placeholders.ts';

const TableName = tableName;

const anyProjection: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.uniqueArray(anyPath, { minLength: 1, maxLength: 3 }).map((paths) => paths.join(', ')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '#pk, #sk',
      '',
      '#map, #map.a',
      '#list[1], #list[0]',
      '#map.inner[1], #map.inner[0]',
      '#text, #text',
      '#text,',
    ),
  },
);

export const itemRead = fc.oneof(
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
);

/** How much a page of a query or a scan holds: zero is refused. */
const limit = maybe(fc.constantFrom(1, 2, 3, 0));

type Query = ConstructorParameters<typeof QueryCommand>[0];

function queryInput(): fc.Arbitrary<Query> {
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

export const anyScan: fc.Arbitrary<ScanCommand> = fc
  .tuple(maybe(anyCondition), maybe(anyProjection, 3), limit, anySlip)
  .map(
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

export const anyQuery = fc
  .tuple(queryInput(), limit)
  .map(([sent, Limit]) => new QueryCommand({ ...sent, ...(Limit !== undefined && { Limit }) }));
