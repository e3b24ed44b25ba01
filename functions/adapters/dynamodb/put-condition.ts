import type { Put } from '@aws-sdk/client-dynamodb';
import { tableKey } from './table-keys.ts';

/** The condition of a put, as DynamoDB takes it. */
export type PutCondition = Pick<
  Put,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** Nothing lies under this key yet. */
export const isNew: PutCondition = {
  ConditionExpression: 'attribute_not_exists(#pk)',
  ExpressionAttributeNames: { '#pk': tableKey.partition },
};

/** Something lies under this key. */
export const isThere: PutCondition = {
  ConditionExpression: 'attribute_exists(#pk)',
  ExpressionAttributeNames: { '#pk': tableKey.partition },
};

/** What lies there is still the version that was read. */
export const isStillVersion = (version: number): PutCondition => ({
  ConditionExpression: '#version = :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': { N: String(version) } },
});

/** The same, and it is in one of the states that a transition may start from. */
export function isStillVersionIn(version: number, states: readonly string[]): PutCondition {
  const values = Object.fromEntries(states.map((state, index) => [`:state${index}`, { S: state }]));
  return {
    ConditionExpression: `#version = :version AND #state IN (${Object.keys(values).join(', ')})`,
    ExpressionAttributeNames: { '#version': 'version', '#state': 'state' },
    ExpressionAttributeValues: { ':version': { N: String(version) }, ...values },
  };
}
