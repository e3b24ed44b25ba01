import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Alert } from '../../../core/alert/alert.ts';
import type { AlertPage, AlertsFound } from '../../../core/ports/alerts.ts';
import { decodeAlert } from './alert-items.ts';
import { type ItemKey, itemKey } from './item-keys.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { byStateIndex, partitionPrefix, tableKey } from './table-keys.ts';

/** Sorts after every instant that an alert can have changed at. */
const afterEverything = '\uffff';

/**
 * Finds alerts through the index of their states, which holds keys only and may
 * be a moment behind: each is read again, and left out where it is in another state by now.
 */
export async function alertsInState(
  table: Table,
  { state, since = '', after, limit }: AlertPage,
): Promise<AlertsFound> {
  const from = after === undefined || after < since ? since : after;
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: byStateIndex.name,
      KeyConditionExpression: '#state = :state AND #changed BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#state': byStateIndex.partition, '#changed': byStateIndex.sort },
      ExpressionAttributeValues: {
        ':state': { S: state },
        ':from': { S: from === '' ? '0' : from },
        ':to': { S: afterEverything },
      },
      // The last one of the page before, and one that tells whether there is a next page.
      Limit: limit + 2,
    }),
  );
  const keys = Items.map((item) => unmarshall(item) as ItemKey & Readonly<Record<string, string>>);
  const further = keys.filter((key) => after === undefined || sortOf(key) > after);
  const page = further.slice(0, limit);
  const ids = page.map(({ pk }) => pk.slice(partitionPrefix.alert.length));
  const read = await Promise.all(ids.map((id) => readItem(table, itemKey.alert(id))));
  const alerts = read.map(readable);
  const last = page.at(-1);
  return {
    alerts: alerts.filter((alert) => alert !== undefined).filter((alert) => alert.state === state),
    unreadable: ids.filter((_, index) => read[index] !== undefined && alerts[index] === undefined),
    next: further.length > limit && last !== undefined ? sortOf(last) : undefined,
  };
}

/** The alert that an item holds; undefined where there is none, or none that this version can read. */
function readable(item: unknown): Alert | undefined {
  if (item === undefined) return undefined;
  try {
    return decodeAlert(item);
  } catch {
    return undefined;
  }
}

const sortOf = (key: Readonly<Record<string, string>>): string =>
  key[byStateIndex.sort] ?? key[tableKey.sort] ?? '';
