import type {
  LifeEventEntry,
  LifeEventLedger,
  LifeEventRecordResult,
} from '../../../core/ports/life-event-ledger.ts';
import { encodeLifeEvent } from './life-event-items.ts';
import { isNew } from './put-condition.ts';
import { decodeSourcePointer, encodeSourcePointer } from './source-pointer-items.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, writeTogether } from './write-together.ts';

/** Life events on the one table. Recording is one transaction of two new items, so there is nothing to overwrite. */
export const dynamoDbLifeEvents = (table: Table): LifeEventLedger => ({
  record: (entry) => record(table, entry),
});

async function record(table: Table, entry: LifeEventEntry): Promise<LifeEventRecordResult> {
  const pointer: ConditionalPut = {
    item: encodeSourcePointer(entry),
    condition: isNew,
    showInTheWay: true,
  };
  const row: ConditionalPut = { item: encodeLifeEvent(entry), condition: isNew };
  const result = await writeTogether(table, [pointer, row]);
  if (result.code === 'written') return { code: 'recorded' };
  if (result.code === 'busy') return { code: 'busy' };
  if (!result.inTheWay.has(pointer)) {
    throw new Error('A timeline holds a life event that its source does not point to.');
  }
  return { code: 'already-recorded', ...decodeSourcePointer(result.inTheWay.get(pointer)) };
}
