import type { BatchGetItemCommandInput, GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Consistency, Contents } from './contents.ts';
import { checkApart } from './expressions/check-update.ts';
import { parseProjection } from './expressions/parse-path.ts';
import { projected } from './expressions/project.ts';
import { type Scope, scopeOf, stepsOf } from './expressions/scope.ts';
import { parametersOf } from './input.ts';
import { itemBytes } from './item-size.ts';
import { keyFrom } from './keys.ts';
import { Invalid, noSuchTable } from './refusals.ts';
import { hashOf } from './rows.ts';
import { type StoredItem, shownItem } from './values.ts';

const mostInBatch = 100;
const mostBatchBytes = 16 * 1024 * 1024;

type On = { readonly contents: Contents; readonly tableName: string };

export const consistencyOf = (isConsistent: boolean | undefined): Consistency =>
  isConsistent === true ? 'strong' : 'eventual';

type Projecting = Parameters<typeof scopeOf>[0] & { readonly ProjectionExpression?: string | undefined };
type Used = Parameters<typeof scopeOf>[1];

/** How a command narrows what it reads, and the scope of all of its expressions. */
export function projectionOf(
  sent: Projecting,
  others: Used = [],
): {
  readonly scope: Scope;
  readonly narrow: (item: StoredItem) => StoredItem;
  /** The attributes that it names. */
  readonly heads: readonly string[];
} {
  const { ProjectionExpression: text } = sent;
  if (text === undefined) return { scope: scopeOf(sent, others), narrow: (item) => item, heads: [] };
  const parsed = parseProjection(text);
  const scope = scopeOf(sent, [...others, { parameter: 'ProjectionExpression', parsed }]);
  const paths = parsed.tree.map((path) => stepsOf(scope, path));
  checkApart(paths, 'ProjectionExpression');
  return {
    scope,
    narrow: (item) => projected(item, paths),
    heads: paths.map(([head]) => String(head)),
  };
}

export function getItem({ contents, tableName }: On, input: GetItemCommandInput): object {
  const sent = parametersOf(
    'GetItem',
    input,
    ['TableName', 'Key', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'],
    tableName,
  );
  const { narrow } = projectionOf(sent);
  const item = contents.item(keyFrom(sent.Key), consistencyOf(sent.ConsistentRead));
  return item === undefined ? {} : { Item: shownItem(narrow(item)) };
}

/** Reads many items. AWS answers them in no order, and leaves those for later that are more than it answers at once. */
export function batchGetItem({ contents, tableName }: On, input: BatchGetItemCommandInput): object {
  const { RequestItems = {} } = parametersOf('BatchGetItem', input, ['RequestItems']);
  for (const name of Object.keys(RequestItems)) if (name !== tableName) throw noSuchTable();
  const asked = RequestItems[tableName];
  const sent = asked?.Keys ?? [];
  if (asked === undefined || sent.length === 0 || sent.length > mostInBatch)
    throw new Invalid(`A batch reads between 1 and ${mostInBatch} items`);
  const own = parametersOf('BatchGetItem', asked, [
    'Keys',
    'ConsistentRead',
    'ProjectionExpression',
    'ExpressionAttributeNames',
  ]);
  const { narrow } = projectionOf(own);
  const keys = sent.map((Key) => ({ Key, key: keyFrom(Key), text: JSON.stringify([Key.pk?.S, Key.sk?.S]) }));
  if (new Set(keys.map(({ text }) => text)).size < keys.length)
    throw new Invalid('Provided list of item keys contains duplicates');
  let bytes = 0;
  const found: StoredItem[] = [];
  const left: (typeof sent)[number][] = [];
  for (const { Key, key } of keys.sort((one, other) => hashOf(one.text) - hashOf(other.text))) {
    const item = contents.item(key, consistencyOf(own.ConsistentRead));
    bytes += item === undefined ? 0 : itemBytes(item);
    if (bytes > mostBatchBytes) left.push(Key);
    else if (item !== undefined) found.push(narrow(item));
  }
  return {
    Responses: { [tableName]: found.map(shownItem) },
    UnprocessedKeys: left.length === 0 ? {} : { [tableName]: { ...own, Keys: left } },
  };
}
