import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DueItem, DueWork } from '../../../core/ports/due-work.ts';
import type { Instant } from '../../../core/time/london.ts';
import { clearedFailure, dueAgain, notedFailure, reexamine } from './due-items.ts';
import { dueShards } from './due-shards.ts';
import { itemKey } from './item-keys.ts';
import type { Table } from './table.ts';
import { dueIndex, partitionPrefix, sortKey, tableKey } from './table-keys.ts';
import { type Write, writeTogether } from './write-together.ts';

/** What is due, on the one table and its index of due items. Every write changes single attributes and deletes nothing. */
export const dynamoDbDueWork = (table: Table): DueWork => ({
  dueBy: async (asOf) => {
    const shards = await Promise.all(dueShards.map((shard) => dueIn(table, shard, asOf)));
    return shards.flat().sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  },
  bring: async (item, at, nextDueAt) => {
    const isWritten = await write(
      table,
      item.kind === 'unsent-notice'
        ? [dueAgain(itemKey.alert(item.alertId), item.dueAt, nextDueAt)]
        : [
            dueAgain(itemKey.failedExamination(item.timelineId), item.dueAt, nextDueAt),
            reexamine(item.timelineId, at),
          ],
    );
    return isWritten ? 'brought' : 'gone';
  },
  noteFailure: async (timelineId, at, dueAt) => {
    await write(table, [notedFailure(timelineId, at, dueAt)]);
  },
  clearFailure: async (timelineId) => {
    await write(table, [clearedFailure(timelineId)]);
  },
});

/** Of each partition of the index, at one look. */
const atMost = 50;

async function dueIn(table: Table, shard: string, asOf: Instant): Promise<readonly DueItem[]> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: dueIndex.name,
      KeyConditionExpression: '#shard = :shard AND #dueAt <= :asOf',
      ExpressionAttributeNames: { '#shard': dueIndex.partition, '#dueAt': dueIndex.sort },
      ExpressionAttributeValues: { ':shard': { S: shard }, ':asOf': { S: new Date(asOf).toISOString() } },
      Limit: atMost,
    }),
  );
  return (Items ?? []).flatMap((item) => dueItem(unmarshall(item)));
}

/** An item of a kind that this version does not know is left to the version that does: it must hold up no other. */
function dueItem(entry: Record<string, unknown>): readonly DueItem[] {
  const partition = String(entry[tableKey.partition]);
  const sort = entry[tableKey.sort];
  const dueAt = String(entry[dueIndex.sort]);
  const { alert, timeline } = partitionPrefix;
  if (partition.startsWith(alert) && sort === sortKey.alert) {
    return [{ kind: 'unsent-notice', alertId: partition.slice(alert.length), dueAt }];
  }
  if (partition.startsWith(timeline) && sort === sortKey.failedExamination) {
    return [{ kind: 'failed-examination', timelineId: partition.slice(timeline.length), dueAt }];
  }
  return [];
}

/** False where a condition did not hold. */
async function write(table: Table, writes: readonly Write[]): Promise<boolean> {
  const { code } = await writeTogether(table, writes);
  if (code === 'busy') throw new Error('Due work could not be written: the table stayed busy.');
  return code === 'written';
}
