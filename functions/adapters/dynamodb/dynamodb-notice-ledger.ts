import type { NoticeLedger } from '../../../core/ports/notice-ledger.ts';
import { itemKey } from './item-keys.ts';
import { decodeLedgerRow, seenInLedger } from './ledger-rows.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { writeTogether } from './write-together.ts';

/** The ledger of notices on the one table. Throws where the table stays busy. */
export const dynamoDbNoticeLedger = (table: Table): NoticeLedger => ({
  see: async (notice, seen) => {
    const { code } = await writeTogether(table, [seenInLedger(notice, seen)]);
    if (code !== 'written') throw new Error('The ledger could not be written: the table stayed busy.');
  },
  isSeen: async ({ alertId, sequence }) => {
    const row = await readItem(table, itemKey.ledger(alertId, sequence));
    return row !== undefined && decodeLedgerRow(row).seenAt !== undefined;
  },
});
