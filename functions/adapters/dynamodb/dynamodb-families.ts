import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Families, TimelineOfFamily } from '../../../core/ports/families.ts';
import { mostReferralsRead, type TimelineId } from '../../../core/timeline/timeline.ts';
import { decodeFamily, decodeMembership } from './family-items.ts';
import { itemKey, timelinePartition } from './item-keys.ts';
import { readItem } from './read-item.ts';
import { decodeReferral } from './referral-items.ts';
import type { Table } from './table.ts';
import { dueIndex, sortKey, tableKey } from './table-keys.ts';

/** Families and timelines on the one table, read strongly consistent. */
export const dynamoDbFamilies = (table: Table): Families => ({
  family: async (familyId) => {
    const item = await readItem(table, itemKey.family(familyId));
    return item === undefined ? undefined : decodeFamily(item);
  },
  timeline: async (timelineId) => timelineFrom(timelineId, await rowsOf(table, timelineId)),
});

/** Rows of a timeline beside its referrals. */
const knownState: ReadonlySet<unknown> = new Set([
  sortKey.timelineMembership,
  sortKey.failedExamination,
  sortKey.reexamineMark,
]);

/** The whole state and one referral more than are read, which tells that there are more. */
const mostRows = knownState.size + mostReferralsRead + 1;

/**
 * The state of a timeline, which sorts last, and then its referrals, the newest
 * first, as far as they are read at all. Page after page: an answer of DynamoDB
 * ends at 1 MB.
 */
async function rowsOf(table: Table, timelineId: TimelineId): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let from: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': tableKey.partition },
        ExpressionAttributeValues: { ':pk': { S: timelinePartition(timelineId) } },
        ScanIndexForward: false,
        Limit: mostRows - rows.length,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && rows.length < mostRows);
  return rows;
}

function timelineFrom(
  timelineId: TimelineId,
  rows: readonly Record<string, unknown>[],
): TimelineOfFamily | undefined {
  const isReferral = (row: Record<string, unknown>): boolean =>
    String(row[tableKey.sort]).startsWith(sortKey.referralPrefix);
  const others = rows.filter((row) => !isReferral(row));
  const membership = others.find((row) => row[tableKey.sort] === sortKey.timelineMembership);
  const failure = others.find((row) => row[tableKey.sort] === sortKey.failedExamination);
  // A row that this version does not know may change the answer: better to stop than to answer without it.
  if (others.some((row) => !knownState.has(row[tableKey.sort]))) {
    throw new Error('A timeline holds a row of an unknown kind.');
  }
  if (membership === undefined) return undefined;
  const newestFirst = rows.filter(isReferral);
  const referrals = newestFirst.slice(0, mostReferralsRead).map(decodeReferral).reverse();
  return {
    timeline: { timelineId, referrals },
    ...decodeMembership(membership),
    isComplete: newestFirst.length <= mostReferralsRead,
    examinationFailed: failure?.[dueIndex.sort] !== undefined,
  };
}
