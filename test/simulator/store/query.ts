import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { tableKey } from '../../../functions/adapters/dynamodb/table-keys.ts';
import type { Contents } from './contents.ts';
import { checkCondition } from './expressions/check-condition.ts';
import { parseCondition } from './expressions/parse-condition.ts';
import { headOf, type Scope } from './expressions/scope.ts';
import type { Condition, Operand } from './expressions/trees.ts';
import { allIndexes, type Index } from './indexes.ts';
import { parametersOf } from './input.ts';
import { keepValues } from './keep-values.ts';
import { keyConditionOf, type SortRange } from './key-condition.ts';
import { checkLimit, filterOf, pageOf } from './pages.ts';
import { consistencyOf, projectionOf } from './reads.ts';
import { Invalid } from './refusals.ts';
import { compareRows, countBefore, hashOf, type Place, type Row } from './rows.ts';
import type { StoredItem, Values } from './values.ts';

type Schema = { readonly partition: string; readonly sort: string };

const known = [
  'TableName',
  'IndexName',
  'ConsistentRead',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ScanIndexForward',
  'Limit',
  'ExclusiveStartKey',
] as const;

export function query(
  { contents, tableName }: { readonly contents: Contents; readonly tableName: string },
  input: QueryCommandInput,
): object {
  const sent = parametersOf('Query', input, known, tableName);
  const limit = checkLimit(sent.Limit);
  const index = indexOf(sent);
  const schema: Schema = index ?? tableKey;
  const { KeyConditionExpression: text } = sent;
  if (text === undefined)
    throw new Invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  const parameter = 'KeyConditionExpression';
  const parsed = parseCondition(parameter, text);
  const filter = filterOf(sent.FilterExpression);
  const { scope, narrow, heads } = projectionOf(sent, [{ parameter, parsed }, ...filter.used]);
  checkCondition(parameter, parsed.tree, scope);
  const { partition, range } = keyConditionOf(parsed.tree, scope, schema);
  const isWanted = filter.wants(scope);
  const filtered = filter.used.flatMap(({ parsed: own }) => headsIn(own.tree, scope));
  if (filtered.some((name) => name === schema.partition || name === schema.sort))
    throw new Invalid('Filter Expression can only contain non-primary key attributes');
  if (index !== undefined) refuseUnprojected(index, [...filtered, ...heads]);
  const all =
    index === undefined
      ? contents.rows(partition, consistencyOf(sent.ConsistentRead))
      : contents.indexRows(index, partition);
  const isForward = sent.ScanIndexForward !== false;
  const start = startOf(sent.ExclusiveStartKey, { index, schema, partition, range });
  const rows = start === undefined ? within(all, range) : beyond(within(all, range), start, isForward);
  return pageOf(isForward ? rows : rows.toReversed(), {
    limit,
    isWanted,
    narrow,
    keyOf: ({ item }) => keysIn(item, namesOf(index)),
  });
}

function indexOf({ IndexName: name, ConsistentRead }: QueryCommandInput): Index | undefined {
  if (name === undefined) return undefined;
  const index = allIndexes.find((one) => one.name === name);
  if (index === undefined) throw new Invalid('The table does not have the specified index');
  if (ConsistentRead === true)
    throw new Invalid('Consistent reads are not supported on global secondary indexes');
  return index;
}

const within = (rows: readonly Row[], { isBelow, isBeyond }: SortRange): readonly Row[] =>
  rows.slice(
    countBefore(rows, ({ sort }) => (isBelow(sort) ? -1 : 1)),
    countBefore(rows, ({ sort }) => (isBeyond(sort) ? 1 : -1)),
  );

/** What comes after a place, in the direction of reading. */
const beyond = (rows: readonly Row[], start: Place, isForward: boolean): readonly Row[] =>
  isForward
    ? rows.slice(countBefore(rows, (row) => (compareRows(row, start) <= 0 ? -1 : 1)))
    : rows.slice(
        0,
        countBefore(rows, (row) => compareRows(row, start)),
      );

type Asked = {
  readonly index: Index | undefined;
  readonly schema: Schema;
  readonly partition: string;
  readonly range: SortRange;
};

/** The place after which to go on. It need not hold anything, but it must lie where the query reads. */
function startOf(sent: unknown, { index, schema, partition, range }: Asked): Place | undefined {
  if (sent === undefined) return undefined;
  const values = keepValues(sent);
  const names = namesOf(index);
  const text = (name: string): string => {
    const value = values[name];
    if (value === undefined || !('S' in value)) throw new Invalid('The provided starting key is invalid');
    return value.S;
  };
  if (Object.keys(values).length !== names.length) throw new Invalid('The provided starting key is invalid');
  const [pk, sk, sort] = [text(tableKey.partition), text(tableKey.sort), text(schema.sort)];
  if (text(schema.partition) !== partition)
    throw new Invalid('The provided starting key is outside query boundaries based on provided conditions');
  if (range.isBelow(sort) || range.isBeyond(sort))
    throw new Invalid('The provided starting key does not match the range key predicate');
  return { pk, sk, sort, tie: index === undefined ? 0 : hashOf(pk) };
}

const namesOf = (index: Index | undefined): readonly string[] => [
  tableKey.partition,
  tableKey.sort,
  ...(index === undefined ? [] : [index.partition, index.sort]),
];

const keysIn = (item: StoredItem, names: readonly string[]): Values =>
  Object.freeze(Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))));

/** An index answers nothing but what it holds. */
function refuseUnprojected(index: Index, asked: readonly string[]): void {
  const missing = asked.filter((name) => !namesOf(index).includes(name));
  if (missing.length > 0)
    throw new Invalid(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${missing.join(', ')}]`,
    );
}

/** The attributes that a condition is about. */
const headsIn = (condition: Condition, scope: Scope): readonly string[] =>
  operandsIn(condition).flatMap((operand) => {
    const path = operand.kind === 'size' ? operand.of : operand;
    return path.kind === 'path' ? [headOf(scope, path)] : [];
  });

function operandsIn(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsIn(condition.one), ...operandsIn(condition.other)];
    case 'not':
      return operandsIn(condition.of);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.low, condition.high];
    case 'in':
      return [condition.operand, ...condition.options];
    case 'call':
      return condition.operands;
  }
}
