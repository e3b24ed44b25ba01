import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
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
  const read = await Promise.all(
    page.map(({ pk }) => readItem(table, itemKey.alert(pk.slice(partitionPrefix.alert.length)))),
  );
  const alerts = read.filter((item) => item !== undefined).map(decodeAlert);
  const last = page.at(-1);
  return {
    alerts: alerts.filter((alert) => alert.state === state),
    next: further.length > limit && last !== undefined ? sortOf(last) : undefined,
  };
}

const sortOf = (key: Readonly<Record<string, string>>): string =>
  key[byStateIndex.sort] ?? key[tableKey.sort] ?? '';
