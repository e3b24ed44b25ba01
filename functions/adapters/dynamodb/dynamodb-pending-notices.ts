import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Alert } from '../../../core/alert/alert.ts';
import type { PendingNotices } from '../../../core/ports/pending-notices.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import { decodeAlert } from './alert-items.ts';
import { dueShards } from './due-shards.ts';
import { itemKey } from './item-keys.ts';
import { keyText, readItems } from './read-items.ts';
import type { Table } from './table.ts';
import { dueIndex, partitionPrefix, sortKey, tableKey } from './table-keys.ts';

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

type DueAlert = { readonly alertId: string; readonly dueAt: string };

async function alertsDueIn(
  table: Table,
  shard: string,
  dueBy: Instant,
  most: number,
): Promise<readonly DueAlert[]> {
  const due: DueAlert[] = [];
  let from: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: dueIndex.name,
        KeyConditionExpression: '#shard = :shard AND #dueAt <= :dueBy',
        ExpressionAttributeNames: { '#shard': dueIndex.partition, '#dueAt': dueIndex.sort },
        ExpressionAttributeValues: { ':shard': { S: shard }, ':dueBy': { S: isoInstant(dueBy) } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    due.push(...(page.Items ?? []).flatMap((item) => dueAlert(unmarshall(item))));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && due.length < most);
  return due;
}

function dueAlert(entry: Record<string, unknown>): readonly DueAlert[] {
  const partition = String(entry[tableKey.partition]);
  if (!partition.startsWith(partitionPrefix.alert) || entry[tableKey.sort] !== sortKey.alert) return [];
  return [{ alertId: partition.slice(partitionPrefix.alert.length), dueAt: String(entry[dueIndex.sort]) }];
}
