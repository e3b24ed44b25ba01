import type { Reachability } from '../../../core/ports/reachability.ts';
import { itemKey } from './item-keys.ts';
import { decodeReach } from './reach-items.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';

/**
 * Who can be reached, as the roster was last compared with the subscriptions:
 * whoever has confirmed at least one channel. As long as that was never done,
 * nobody.
 */
export const dynamoDbReachability = (table: Table): Reachability => ({
  reachable: async () => {
    const item = await readItem(table, itemKey.reach);
    const channels = item === undefined ? [] : decodeReach(item).channels;
    return new Set(channels.filter(({ standing }) => standing === 'confirmed').map(({ person }) => person));
  },
});
