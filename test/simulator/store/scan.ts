import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { compareTexts } from './compare-values.ts';
import type { Contents } from './contents.ts';
import { parametersOf } from './input.ts';
import { keyFrom, keyItem } from './keys.ts';
import { checkLimit, filterOf, pageOf } from './pages.ts';
import type { Partition } from './partitions.ts';
import { consistencyOf, projectionOf } from './reads.ts';
import { hashOf, type Key, type Row } from './rows.ts';

const known = [
  'TableName',
  'ConsistentRead',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'Limit',
  'ExclusiveStartKey',
] as const;

/** Reads the whole table, partition by partition. They come in an order that nobody can rest on, and it is the same each time. */
export function scan(
  { contents, tableName }: { readonly contents: Contents; readonly tableName: string },
  input: ScanCommandInput,
): object {
  const sent = parametersOf('Scan', input, known, tableName);
  const limit = checkLimit(sent.Limit);
  const filter = filterOf(sent.FilterExpression);
  const { scope, narrow } = projectionOf(sent, filter.used);
  const isWanted = filter.wants(scope);
  const start = sent.ExclusiveStartKey === undefined ? undefined : keyFrom(sent.ExclusiveStartKey);
  const partitions = contents.partitions(consistencyOf(sent.ConsistentRead));
  return pageOf(rowsAfter(partitions, start), {
    limit,
    isWanted,
    narrow,
    keyOf: (row) => Object.freeze(keyItem(row)),
  });
}

const comparePartitions = (
  one: Pick<Partition, 'hash' | 'pk'>,
  other: Pick<Partition, 'hash' | 'pk'>,
): number => one.hash - other.hash || compareTexts(one.pk, other.pk);

function* rowsAfter(partitions: readonly Partition[], start: Key | undefined): Iterable<Row> {
  const from = start === undefined ? undefined : { pk: start.pk, hash: hashOf(start.pk) };
  const left =
    from === undefined ? partitions : partitions.filter((one) => comparePartitions(one, from) >= 0);
  for (const { pk, rows } of [...left].sort(comparePartitions)) {
    for (const row of rows) {
      if (start === undefined || pk !== start.pk || compareTexts(row.sk, start.sk) > 0) yield row;
    }
  }
}
