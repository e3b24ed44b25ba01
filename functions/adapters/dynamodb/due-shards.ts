import { createHash } from 'node:crypto';

const shards = 4;

/** The partitions of the index of what is due. */
export const dueShards: readonly string[] = Array.from({ length: shards }, (_, shard) => `due#${shard}`);

/** Spreads what is due over these partitions by a hash of its id, so that none becomes hot. */
export const dueShardOf = (id: string): string =>
  `due#${createHash('sha256').update(id).digest().readUInt8() % shards}`;
