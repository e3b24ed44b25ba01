import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

export type StreamReader = {
  /**
   * The next records in the order of the stream; none when the end is reached.
   * DynamoDB Local shows a write in its stream as soon as the write is answered.
   */
  read(): Promise<readonly StreamRecord[]>;
};

type OpenShard = { readonly shardId: string; iterator: string; lastSequenceNumber: string | undefined };

/** Reads every shard of a stream from its beginning, or from now on, parents before their children. */
export function createStreamReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  startingPosition: 'TRIM_HORIZON' | 'LATEST',
): StreamReader {
  const open: OpenShard[] = [];
  const seen = new Set<string>();
  let isFirstLook = true;

  /** Shards that appear later are read from their beginning: what is in them came after the first look. */
  const openNewShards = async (): Promise<void> => {
    const position = isFirstLook ? startingPosition : 'TRIM_HORIZON';
    for (const { ShardId: shardId, ParentShardId: parent } of await describeShards(client, streamArn)) {
      const isParentUnread = parent !== undefined && open.some((shard) => shard.shardId === parent);
      if (shardId === undefined || seen.has(shardId) || isParentUnread) continue;
      const iterator = await openShard(client, streamArn, shardId, { ShardIteratorType: position });
      seen.add(shardId);
      open.push({ shardId, iterator, lastSequenceNumber: undefined });
    }
    isFirstLook = false;
  };

  return {
    async read() {
      if (open.length === 0) await openNewShards();
      for (const shard of [...open]) {
        const { records, next } = await readShard(client, streamArn, shard);
        if (next === undefined) open.splice(open.indexOf(shard), 1);
        else shard.iterator = next;
        if (records.length > 0) return records;
      }
      return [];
    },
  };
}

async function describeShards(client: DynamoDBStreamsClient, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(
      new DescribeStreamCommand({
        StreamArn: streamArn,
        ...(last !== undefined && { ExclusiveStartShardId: last }),
      }),
    );
    shards.push(...(page.StreamDescription?.Shards ?? []));
    last = page.StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}

async function readShard(
  client: DynamoDBStreamsClient,
  streamArn: string,
  shard: OpenShard,
): Promise<{ records: readonly StreamRecord[]; next: string | undefined }> {
  try {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: shard.iterator }));
    const records = page.Records ?? [];
    shard.lastSequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber ?? shard.lastSequenceNumber;
    return { records, next: page.NextShardIterator };
  } catch (error) {
    // A machine that slept comes back to an iterator too old to use.
    if ((error as Error).name !== 'ExpiredIteratorException') throw error;
    const next = await openShard(client, streamArn, shard.shardId, positionAfter(shard.lastSequenceNumber));
    return { records: [], next };
  }
}

type Position = {
  readonly ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AFTER_SEQUENCE_NUMBER';
  readonly SequenceNumber?: string;
};

function positionAfter(sequenceNumber: string | undefined): Position {
  if (sequenceNumber === undefined) return { ShardIteratorType: 'TRIM_HORIZON' };
  return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber };
}

async function openShard(
  client: DynamoDBStreamsClient,
  streamArn: string,
  shardId: string,
  position: Position,
): Promise<string> {
  const command = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...position });
  const { ShardIterator: iterator } = await client.send(command);
  if (iterator === undefined) throw new Error(`Shard ${shardId} cannot be read.`);
  return iterator;
}
