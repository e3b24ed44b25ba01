import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DueItem, DueWork, UndoneWork } from '../../../core/ports/due-work.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import {
  clearedFailure,
  droppedNextExamination,
  dueAgain,
  keptNextExamination,
  notedFailure,
  reexamine,
} from './due-items.ts';
import { dueShards } from './due-shards.ts';
import { type ItemKey, itemKey } from './item-keys.ts';
import { settledInLedger, unseenInLedger } from './ledger-rows.ts';
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
    const again = dueAgain(keyOf(item), item.dueAt, nextDueAt);
    const isWritten = await write(
      table,
      // An alert is in the stream by the change itself; a timeline's due items are not, so it is marked.
      item.kind === 'unsent-notice' ? [again] : [again, reexamine(item.timelineId, at)],
    );
    return isWritten ? 'brought' : 'gone';
  },
  compare: async (item, nextDueAt) => {
    if (await write(table, [settledInLedger(item)])) return 'seen';
    return (await write(table, [unseenInLedger(item, nextDueAt)])) ? 'unseen' : 'gone';
  },
  noteFailure: async (timelineId, at, dueAt) => {
    await write(table, [notedFailure(timelineId, at, dueAt)]);
  },
  clearFailure: async (timelineId) => {
    await write(table, [clearedFailure(timelineId)]);
  },
  keepNextExamination: async (timelineId, at) => {
    await write(table, [
      at === undefined ? droppedNextExamination(timelineId) : keptNextExamination(timelineId, at),
    ]);
  },
});

function keyOf(item: UndoneWork): ItemKey {
  switch (item.kind) {
    case 'unsent-notice':
      return itemKey.alert(item.alertId);
    case 'failed-examination':
      return itemKey.failedExamination(item.timelineId);
    case 'next-examination':
      return itemKey.nextExamination(item.timelineId);
    default:
      throw new Error(`No such due item: ${item satisfies never}`);
  }
}

/** Of each partition of the index, at one look. */
const atMost = 50;

async function dueIn(table: Table, shard: string, asOf: Instant): Promise<readonly DueItem[]> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: dueIndex.name,
      KeyConditionExpression: '#shard = :shard AND #dueAt <= :asOf',
      ExpressionAttributeNames: { '#shard': dueIndex.partition, '#dueAt': dueIndex.sort },
      ExpressionAttributeValues: { ':shard': { S: shard }, ':asOf': { S: isoInstant(asOf) } },
      Limit: atMost,
    }),
  );
  return (Items ?? []).flatMap((item) => dueItem(unmarshall(item)));
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

/** False where a condition did not hold. */
async function write(table: Table, writes: readonly Write[]): Promise<boolean> {
  const { code } = await writeTogether(table, writes);
  if (code === 'busy') throw new Error('Due work could not be written: the table stayed busy.');
  return code === 'written';
}
