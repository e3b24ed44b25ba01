import type {
  LifeEventEntry,
  LifeEventLedger,
  LifeEventRecordResult,
} from '../../../core/ports/life-event-ledger.ts';
import { encodeLifeEvent } from './life-event-items.ts';
import { recordOnce } from './record-once.ts';
import type { Table } from './table.ts';

/** Life events on the one table. Recording is one transaction of two new items, so there is nothing to overwrite. */
export const dynamoDbLifeEvents = (table: Table): LifeEventLedger => ({
  record: (entry) => record(table, entry),
});

async function record(table: Table, entry: LifeEventEntry): Promise<LifeEventRecordResult> {
  const result = await recordOnce(table, entry, encodeLifeEvent(entry));
  if (result.code === 'in-the-way') {
    throw new Error('A timeline holds a life event that its source does not point to.');
  }
  return result;
}
