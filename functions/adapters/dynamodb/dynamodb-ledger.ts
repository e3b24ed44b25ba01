import type { LedgerEntry, RecordResult, ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import { itemKey } from './item-keys.ts';
import { placingWrites } from './placing-writes.ts';
import { readItem } from './read-item.ts';
import { recordOnce } from './record-once.ts';
import { encodeReferral } from './referral-items.ts';
import { decodeSourcePointer } from './source-pointer-items.ts';
import type { Table } from './table.ts';

/** The ledger on the one table. Recording is one transaction, and overwrites no referral. */
export const dynamoDbLedger = (table: Table): ReferralLedger => ({
  first: async (sourceKey) => {
    const item = await readItem(table, itemKey.sourcePointer(sourceKey));
    if (item === undefined) return undefined;
    const { receipt, prints } = decodeSourcePointer(item);
    return { receipt, prints };
  },
  record: (entry) => record(table, entry),
});

async function record(table: Table, entry: LedgerEntry): Promise<RecordResult> {
  const { sourceKey, receipt, referral } = entry;
  const placing = placingWrites(entry, { at: receipt.recordedAt, because: sourceKey });
  const pointer = { ...entry, madeAt: new Date(referral.madeAt).toISOString() };
  const result = await recordOnce(table, pointer, encodeReferral(entry), placing);
  if (result.code === 'already-recorded') {
    const { code, receipt: first, prints } = result;
    return { code, receipt: first, prints };
  }
  if (result.code !== 'in-the-way') return result;
  if (result.isTheRow) throw new Error('A timeline holds a referral that its source does not point to.');
  return { code: 'family-appeared' };
}
