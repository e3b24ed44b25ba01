import type { DueItem, DueWork, UndoneWork } from '../../../core/ports/due-work.ts';
import type { Instant } from '../../../core/time/london.ts';
import { dueEntries } from './due-entries.ts';
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

/**
 * The first so many that this version knows: the next look finds the rest.
 * Others stay due for the version that knows them, and would fill a page for ever.
 */
async function dueIn(table: Table, shard: string, asOf: Instant): Promise<readonly DueItem[]> {
  const due: DueItem[] = [];
  for await (const page of dueEntries(table, shard, asOf, atMost)) {
    due.push(...page);
    if (due.length >= atMost) break;
  }
  return due;
}

/** False where a condition did not hold. */
async function write(table: Table, writes: readonly Write[]): Promise<boolean> {
  const { code } = await writeTogether(table, writes);
  if (code === 'busy') throw new Error('Due work could not be written: the table stayed busy.');
  return code === 'written';
}
