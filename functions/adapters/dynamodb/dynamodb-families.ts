import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { byDateHappened } from '../../../core/life-event/by-date-happened.ts';
import type { Families, Family, TimelineOfFamily } from '../../../core/ports/families.ts';
import { type FamilyId, mostReferralsRead, type TimelineId } from '../../../core/timeline/timeline.ts';
import { decodeFamily, decodeMembership } from './family-items.ts';
import { itemKey, timelinePartition } from './item-keys.ts';
import { decodeLifeEvent } from './life-event-items.ts';
import { readItem } from './read-item.ts';
import { decodeReferral } from './referral-items.ts';
import type { Table } from './table.ts';
import { dueIndex, sortKey, tableKey } from './table-keys.ts';

/** Families and timelines on the one table, read strongly consistent. */
export const dynamoDbFamilies = (table: Table): Families => ({
  family: (familyId) => family(table, familyId),
  timeline: async (timelineId) => timelineFrom(timelineId, await rowsOf(table, timelineId)),
});

/** So many families may have become part of one another, one after the other. */
const mostJoined = 25;

async function family(table: Table, familyId: FamilyId): Promise<Family | undefined> {
  let id = familyId;
  for (let joined = 0; joined <= mostJoined; joined += 1) {
    const item = await readItem(table, itemKey.family(id));
    if (item === undefined) return undefined;
    const found = decodeFamily(item);
    if (found.joinedInto === undefined) return found;
    id = found.joinedInto;
  }
  throw new Error('Families lead to one another without an end.');
}

/** Single rows of a timeline beside its referrals and life events. */
const knownState: ReadonlySet<unknown> = new Set([
  sortKey.timelineMembership,
  sortKey.failedExamination,
  sortKey.nextExamination,
  sortKey.reexamineMark,
]);

/** The whole state and one referral more than are read, which tells that there are more. */
const mostRows = knownState.size + mostReferralsRead + 1;

type Row = Readonly<Record<string, unknown>>;

const beginsWith =
  (prefix: string) =>
  (row: Row): boolean =>
    String(row[tableKey.sort]).startsWith(prefix);

const isReferral = beginsWith(sortKey.referralPrefix);
const isLifeEvent = beginsWith(sortKey.lifeEventPrefix);

/**
 * The state of a timeline with all its life events, which sort last, and then
 * its referrals, the newest first, as far as they are read at all. Page after
 * page: an answer of DynamoDB ends at 1 MB, and life events are not counted.
 */
async function rowsOf(table: Table, timelineId: TimelineId): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let left = mostRows;
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
        Limit: left,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const read = (page.Items ?? []).map((item) => unmarshall(item));
    rows.push(...read);
    left -= read.filter((row) => !isLifeEvent(row)).length;
    from = page.LastEvaluatedKey;
  } while (from !== undefined && left > 0);
  return rows;
}

function timelineFrom(timelineId: TimelineId, rows: readonly Row[]): TimelineOfFamily | undefined {
  const state = new Map(
    rows
      .filter((row) => !isReferral(row) && !isLifeEvent(row))
      .map((row) => [row[tableKey.sort], row] as const),
  );
  // A row that this version does not know may change the answer: better to stop than to answer without it.
  if ([...state.keys()].some((sort) => !knownState.has(sort))) {
    throw new Error('A timeline holds a row of an unknown kind.');
  }
  const membership = state.get(sortKey.timelineMembership);
  if (membership === undefined) return undefined;
  const newestFirst = rows.filter(isReferral);
  return {
    timeline: {
      timelineId,
      referrals: newestFirst.slice(0, mostReferralsRead).map(decodeReferral).reverse(),
      lifeEvents: rows.filter(isLifeEvent).map(decodeLifeEvent).sort(byDateHappened),
    },
    ...decodeMembership(membership),
    isComplete: newestFirst.length <= mostReferralsRead,
    examinationFailed: dueAtOf(state.get(sortKey.failedExamination)) !== undefined,
    nextExaminationAt: dueAtOf(state.get(sortKey.nextExamination)),
  };
}

/** When a row is due; undefined where it is not, or has been emptied. */
function dueAtOf(row: Row | undefined): string | undefined {
  const dueAt = row?.[dueIndex.sort];
  return dueAt === undefined ? undefined : String(dueAt);
}
