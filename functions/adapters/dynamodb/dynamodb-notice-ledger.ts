import type { NoticeLedger } from '../../../core/ports/notice-ledger.ts';
import { seenInLedger } from './ledger-rows.ts';
import type { Table } from './table.ts';
import { writeTogether } from './write-together.ts';

/** The ledger of notices on the one table. Throws where the table stays busy. */
export const dynamoDbNoticeLedger = (table: Table): NoticeLedger => ({
  see: async (notice, seen) => {
    const { code } = await writeTogether(table, [seenInLedger(notice, seen)]);
    if (code !== 'written') throw new Error('The ledger could not be written: the table stayed busy.');
  },
});
