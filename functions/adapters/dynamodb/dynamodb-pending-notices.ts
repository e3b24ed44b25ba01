import type { Alert } from '../../../core/alert/alert.ts';
import type { DueItem } from '../../../core/ports/due-work.ts';
import type { PendingNotices } from '../../../core/ports/pending-notices.ts';
import type { Instant } from '../../../core/time/london.ts';
import { decodeAlert } from './alert-items.ts';
import { dueEntries } from './due-entries.ts';
import { dueShards } from './due-shards.ts';
import { itemKey } from './item-keys.ts';
import { keyText, readItems } from './read-items.ts';
import type { Table } from './table.ts';

/** What is still to be told, on the one table: the index of what is due says where to look. */
export const dynamoDbPendingNotices = (table: Table): PendingNotices => ({
  alerts: async (named, dueBy, most) => {
    const due = (await Promise.all(dueShards.map((shard) => alertsDueIn(table, shard, dueBy, most)))).flat();
    due.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    const ids = [...new Set([...named, ...due.map(({ alertId }) => alertId)])].slice(0, most);
    const keys = ids.map(itemKey.alert);
    const found = await readItems(table, keys);
    return keys
      .flatMap((key) => readable(found.get(keyText(key))))
      .filter(({ pendingNotice }) => pendingNotice !== undefined);
  },
});

/** The alert an item holds. One that this version cannot read must not keep the others from going out. */
function readable(item: unknown): readonly Alert[] {
  if (item === undefined) return [];
  try {
    return [decodeAlert(item)];
  } catch {
    return [];
  }
}

type DueAlert = Extract<DueItem, { readonly kind: 'unsent-notice' }>;

async function alertsDueIn(
  table: Table,
  shard: string,
  dueBy: Instant,
  most: number,
): Promise<readonly DueAlert[]> {
  const due: DueAlert[] = [];
  for await (const page of dueEntries(table, shard, dueBy)) {
    due.push(...page.filter((item) => item.kind === 'unsent-notice'));
    if (due.length >= most) break;
  }
  return due;
}
