import type { Reachability } from '../../../core/ports/reachability.ts';
import { dynamoDbReachStore } from './dynamodb-reach-store.ts';
import type { Table } from './table.ts';

/**
 * Who can be reached, as the roster was last compared with the subscriptions:
 * whoever has confirmed at least one channel. As long as that was never done,
 * nobody.
 */
export const dynamoDbReachability = (table: Table): Reachability => ({
  reachable: async () => {
    const channels = (await dynamoDbReachStore(table).found())?.channels ?? [];
    return new Set(channels.filter(({ standing }) => standing === 'confirmed').map(({ person }) => person));
  },
});
