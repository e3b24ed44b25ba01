import * as z from 'zod';
import type { LocalTable } from '../assembly/model.ts';

/** A typed DynamoDB value, such as `{ S: 'a' }`. */
export const AttributeValue = z.record(z.string(), z.unknown());
export type AttributeValue = z.infer<typeof AttributeValue>;

const KeySchema = z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() }));

const Keyed = z.looseObject({
  KeySchema,
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string(), KeySchema })).optional(),
  LocalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string(), KeySchema })).optional(),
});

/** Name of the partition key of a table, or of one of its indexes; undefined where there is no such index. */
export const partitionKeyName = (table: LocalTable, indexName: string | undefined): string | undefined => {
  const keyed = Keyed.parse(table.properties);
  const indexes = [...(keyed.GlobalSecondaryIndexes ?? []), ...(keyed.LocalSecondaryIndexes ?? [])];
  const schema =
    indexName === undefined
      ? keyed.KeySchema
      : indexes.find(({ IndexName }) => IndexName === indexName)?.KeySchema;
  return schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
};

/** `dynamodb:LeadingKeys` of items or keys, each an attribute map; those without the partition key are left out. */
export const leadingKeysOfItems = (
  table: LocalTable | undefined,
  items: readonly Readonly<Record<string, AttributeValue>>[],
): readonly string[] => {
  const name = table === undefined ? undefined : partitionKeyName(table, undefined);
  if (name === undefined) return [];
  return items.flatMap((item) => textOf(item[name]));
};

export type KeyCondition = {
  readonly KeyConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
};

/**
 * `dynamodb:LeadingKeys` of a query: the value its key condition gives the
 * partition key, of the index where one is named. A condition in which it
 * cannot be found gives none; DynamoDB would refuse such a query.
 */
export const leadingKeysOfQuery = (
  table: LocalTable | undefined,
  indexName: string | undefined,
  condition: KeyCondition,
): readonly string[] => {
  const keyName = table === undefined ? undefined : partitionKeyName(table, indexName);
  if (keyName === undefined || condition.KeyConditionExpression === undefined) return [];
  const equalities = condition.KeyConditionExpression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  for (const [, written = '', placeholder = ''] of equalities) {
    const name = written.startsWith('#') ? condition.ExpressionAttributeNames?.[written] : written;
    if (name === keyName) return textOf(condition.ExpressionAttributeValues?.[placeholder]);
  }
  return [];
};

/** Strings and numbers as they are written; binary keys as their base64 text. */
const textOf = (value: AttributeValue | undefined): readonly string[] => {
  const text = value?.S ?? value?.N ?? value?.B;
  return typeof text === 'string' ? [text] : [];
};
