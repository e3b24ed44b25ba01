import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from './table.ts';
import { tableKey } from './table-keys.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Reads a partition that is known to be small, or its items whose sort keys begin so, strongly consistent. */
export async function queryAll(table: Table, partition: string, beginning = ''): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let from: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: beginning === '' ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
        ExpressionAttributeNames: {
          '#pk': tableKey.partition,
          ...(beginning === '' ? {} : { '#sk': tableKey.sort }),
        },
        ExpressionAttributeValues: {
          ':pk': { S: partition },
          ...(beginning === '' ? {} : { ':sk': { S: beginning } }),
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}
