import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DueItem, UndoneWork } from '../../../core/ports/due-work.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import type { Table } from './table.ts';
import { dueIndex, partitionPrefix, sortKey, tableKey } from './table-keys.ts';

/**
 * What is due by an instant in one partition of the index of due items, what
 * has waited longest first, page by page; of at most so many entries each, where that is said.
 */
export async function* dueEntries(
  table: Table,
  shard: string,
  by: Instant,
  pageOf?: number,
): AsyncGenerator<readonly DueItem[], void, void> {
  let from: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: dueIndex.name,
        KeyConditionExpression: '#shard = :shard AND #dueAt <= :by',
        ExpressionAttributeNames: { '#shard': dueIndex.partition, '#dueAt': dueIndex.sort },
        ExpressionAttributeValues: { ':shard': { S: shard }, ':by': { S: isoInstant(by) } },
        ...(pageOf === undefined ? {} : { Limit: pageOf }),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    yield (page.Items ?? []).flatMap((item) => dueItem(unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** The rows of a timeline by which its examination can be due. */
const examinations: ReadonlyMap<unknown, Exclude<UndoneWork['kind'], 'unsent-notice'>> = new Map([
  [sortKey.failedExamination, 'failed-examination'],
  [sortKey.nextExamination, 'next-examination'],
] as const);

/** An item of a kind that this version does not know is left to the version that does: it must hold up no other. */
function dueItem(entry: Record<string, unknown>): readonly DueItem[] {
  const partition = String(entry[tableKey.partition]);
  const sort = entry[tableKey.sort];
  const dueAt = String(entry[dueIndex.sort]);
  const { alert, timeline } = partitionPrefix;
  if (partition.startsWith(alert) && sort === sortKey.alert) {
    return [{ kind: 'unsent-notice', alertId: partition.slice(alert.length), dueAt }];
  }
  if (partition.startsWith(alert) && String(sort).startsWith(sortKey.ledgerPrefix)) {
    const sequence = Number(String(sort).slice(sortKey.ledgerPrefix.length));
    return [{ kind: 'unseen-notice', alertId: partition.slice(alert.length), sequence, dueAt }];
  }
  const kind = examinations.get(sort);
  if (!partition.startsWith(timeline) || kind === undefined) return [];
  return [{ kind, timelineId: partition.slice(timeline.length), dueAt }];
}
