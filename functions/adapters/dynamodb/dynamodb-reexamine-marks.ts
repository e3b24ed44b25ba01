import type { ReexamineMarks } from '../../../core/ports/reexamine-marks.ts';
import { reexamine } from './due-items.ts';
import type { Table } from './table.ts';
import { writeTogether } from './write-together.ts';

/** Marks on timelines of the one table, which its stream brings to be examined. */
export const dynamoDbReexamineMarks = (table: Table): ReexamineMarks => ({
  mark: async (timelineId, at) => {
    const { code } = await writeTogether(table, [reexamine(timelineId, at)]);
    if (code !== 'written') throw new Error('A timeline could not be marked: the table stayed busy.');
  },
});
