import * as z from 'zod';
import type { Job } from '../../../core/ports/jobs.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import { isNew, isStillVersion } from './put-condition.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { writeTogether } from './write-together.ts';

/** `state` is the name of an attribute that an index is made of. */
const JobItem = z.strictObject({ ...itemFields, version: z.int().min(1), progress: z.unknown() });

/** A job on the one table: one item, which each step writes at the version that it read. */
export function dynamoDbJob<State extends z.ZodType>(
  table: Table,
  name: string,
  schema: State,
): Job<z.infer<State>> {
  const key = itemKey.job(name);
  return {
    read: async () => {
      const found = await readItem(table, key);
      if (found === undefined) return undefined;
      const { version, progress } = checkedItem('job', JobItem, found);
      return { version, state: checkedItem('job', schema, progress) };
    },
    advance: async (from, state) => {
      const version = (from ?? 0) + 1;
      const item = { ...key, ...currentSchema, version, progress: checkedItem('job', schema, state) };
      const condition = from === undefined ? isNew : isStillVersion(from);
      const { code } = await writeTogether(table, [{ item, condition }]);
      if (code === 'busy') throw new Error('A job could not be advanced: the table stayed busy.');
      return code === 'written' ? 'advanced' : 'moved';
    },
  };
}
