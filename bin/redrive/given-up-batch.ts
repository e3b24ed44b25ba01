import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { dueNow } from '../../functions/adapters/dynamodb/due-items.ts';
import { dynamoDbReexamineMarks } from '../../functions/adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { partitionPrefix, sortKey, tableKey } from '../../functions/adapters/dynamodb/table-keys.ts';
import { writeTogether } from '../../functions/adapters/dynamodb/write-together.ts';
import type { GivenUpBatch } from './dead-letter.ts';
import type { RedriveWorld } from './redrive-world.ts';

/** What changed in a batch; undefined where the stream has dropped it. */
export type ChangedKeys = { readonly timelines: readonly string[]; readonly alerts: readonly string[] };

/** Answers of the stream that say: what you ask for is no longer there. */
const dropped: ReadonlySet<string> = new Set(['TrimmedDataAccessException', 'ResourceNotFoundException']);

/** An open shard hands out empty pages too; so many in a row are its end. */
const mostEmptyPages = 5;

/**
 * Reads from the stream which timelines and alerts the records of a batch are
 * of. The stream keeps them for a day; undefined where it does not have all of
 * them any more.
 */
export async function changedKeys(
  world: RedriveWorld,
  batch: GivenUpBatch,
): Promise<ChangedKeys | undefined> {
  const keys = await keysOf(world, batch).catch((error: unknown) => {
    if (error instanceof Error && dropped.has(error.name)) return undefined;
    throw error;
  });
  if (keys === undefined) return undefined;
  const after = (prefix: string): readonly string[] =>
    [...keys].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return { timelines: after(partitionPrefix.timeline), alerts: after(partitionPrefix.alert) };
}

async function keysOf(
  { streams }: RedriveWorld,
  { streamArn, shardId, from, to }: GivenUpBatch,
): Promise<ReadonlySet<string> | undefined> {
  const keys = new Set<string>();
  let { ShardIterator: iterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: from,
    }),
  );
  for (let empty = 0; iterator !== undefined && empty < mostEmptyPages; ) {
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    for (const { dynamodb } of Records) {
      const number = BigInt(dynamodb?.SequenceNumber ?? 0);
      if (number <= BigInt(to)) keys.add(dynamodb?.Keys?.[tableKey.partition]?.S ?? '');
      if (number >= BigInt(to)) return keys;
    }
    empty = Records.length === 0 ? empty + 1 : 0;
    iterator = NextShardIterator;
  }
  return undefined;
}

/** Marks timelines, so that the stream brings each to be examined. */
export async function examineAgain(
  { table, clock }: RedriveWorld,
  timelines: readonly string[],
): Promise<void> {
  const { mark } = dynamoDbReexamineMarks(table);
  for (const timelineId of timelines) await mark(timelineId, clock.now());
}

/** Makes what the alerts have pending due now, so that the stream brings it; one that has nothing pending is left alone. */
export async function sendPendingNow(
  { table, clock }: RedriveWorld,
  alerts: readonly string[],
): Promise<void> {
  for (const alertId of alerts) {
    // A condition that does not hold is as good as done.
    const { code } = await writeTogether(table, [dueNow(alertId, clock.now())]);
    if (code === 'busy') throw new Error('The table stayed busy.');
  }
}

/**
 * Marks every timeline there is: what must be done where the stream no longer
 * tells which of them a batch was of. Examining one again that is as it was
 * changes nothing. Returns how many there are.
 */
export async function examineEverything(world: RedriveWorld): Promise<number> {
  const { table } = world;
  let marked = 0;
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        ProjectionExpression: '#pk',
        FilterExpression: '#sk = :membership',
        ExpressionAttributeNames: { '#pk': tableKey.partition, '#sk': tableKey.sort },
        ExpressionAttributeValues: { ':membership': { S: sortKey.timelineMembership } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const timelines = (page.Items ?? []).map((item) =>
      (item[tableKey.partition]?.S ?? '').slice(partitionPrefix.timeline.length),
    );
    await examineAgain(world, timelines);
    marked += timelines.length;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return marked;
}
