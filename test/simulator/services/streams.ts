import { partitionPrefix, sortKey } from '../../../functions/adapters/dynamodb/table-keys.ts';
import type { Agenda } from '../kernel/agenda.ts';
import type { StreamRecord } from '../store/store-model.ts';
import type { Random } from '../story/random.ts';
import type { Lambda } from './lambda.ts';
import type { Consumer } from './names.ts';

/** What the service may do besides. */
export type StreamWays = {
  readonly isSwitchedOff: (consumer: Consumer) => boolean;
  /** Whether a batch that was done with is brought once more. */
  readonly isBroughtTwice: () => boolean;
};

export type StreamOptions = {
  readonly agenda: Agenda;
  readonly lambda: Lambda;
  readonly random: Random;
  /** Records of one partition key are always in one shard; between shards there is no order. */
  readonly shards: number;
  readonly ways: StreamWays;
  /** Told of each batch that is given up: what the service says of it, and nothing of what is in it. */
  readonly giveUp: (consumer: Consumer, letter: object) => void;
};

export type Streams = {
  /** The table's newest records. */
  readonly add: (records: readonly StreamRecord[]) => void;
  /** How many records wait for a consumer, and since when the oldest of them. */
  readonly waiting: (consumer: Consumer) => { readonly records: number; readonly since: number | undefined };
};

/** The filters of the two mappings, as lib/ has them. */
const notedOnTimelines: readonly string[] = [
  sortKey.timelineMembership,
  sortKey.failedExamination,
  sortKey.nextExamination,
];
export const wants: Readonly<Record<Consumer, (record: StreamRecord) => boolean>> = {
  'examine-family': ({ eventName, pk, sk }) =>
    eventName !== 'REMOVE' && pk.startsWith(partitionPrefix.timeline) && !notedOnTimelines.includes(sk),
  'send-alert': ({ eventName, pk, sk }) =>
    eventName !== 'REMOVE' && pk.startsWith(partitionPrefix.alert) && sk === sortKey.alert,
};
export const consumers: readonly Consumer[] = ['examine-family', 'send-alert'];

const batchSize = 100;
const hour = 3_600_000;
/** As lib/ has it, and what the stream keeps. */
const givenUpAfter = 23 * hour;
const keptFor = 24 * hour;
const longestPause = 60_000;

/** One shard of the stream, as one consumer reads it. */
type Reader = {
  readonly consumer: Consumer;
  readonly shard: number;
  readonly waiting: StreamRecord[];
  /** How many records the next batch has at most: fewer after a batch has failed as a whole. */
  size: number;
  failures: number;
  isBusy: boolean;
};

/**
 * Brings the table's changes to functions as event source mappings do: in order
 * within a shard, a batch again until it is done with, from the first record that
 * is named as failed, in halves where the function failed as a whole, given up
 * after 23 hours; what is older than 24 is gone.
 */
export function createStreams(options: StreamOptions): Streams {
  const { agenda, random, shards } = options;
  const readers = consumers.flatMap((consumer) =>
    Array.from({ length: shards }, (_, shard): Reader => {
      return { consumer, shard, waiting: [], size: batchSize, failures: 0, isBusy: false };
    }),
  );
  const poll = (reader: Reader): void => {
    if (reader.isBusy || reader.waiting.length === 0) return;
    reader.isBusy = true;
    const pause = Math.min(longestPause, 500 * 2 ** Math.min(reader.failures, 7));
    agenda.later(random.int(20, reader.failures === 0 ? 250 : pause), () => {
      void bring(options, reader).finally(() => {
        reader.isBusy = false;
        poll(reader);
      });
    });
  };
  return {
    add: (records) => {
      for (const record of records) {
        for (const reader of readers.filter(({ shard }) => shard === shardOf(record.pk, shards)))
          if (wants[reader.consumer](record)) reader.waiting.push(record);
      }
      for (const reader of readers) poll(reader);
    },
    waiting: (consumer) => {
      const all = readers.filter((reader) => reader.consumer === consumer).flatMap(({ waiting }) => waiting);
      return {
        records: all.length,
        since: all.length === 0 ? undefined : Math.min(...all.map(({ at }) => at)),
      };
    },
  };
}

function shardOf(pk: string, shards: number): number {
  let sum = 0;
  for (const letter of pk) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % shards;
}

async function bring(options: StreamOptions, reader: Reader): Promise<void> {
  const { agenda, lambda, ways } = options;
  const { consumer, waiting } = reader;
  dropOld(options, reader);
  if (ways.isSwitchedOff(consumer)) {
    await agenda.sleep(30_000);
    return;
  }
  const batch = waiting.slice(0, reader.size);
  if (batch.length === 0) return;
  const event = { Records: batch.map(eventOf) };
  const invoked = await lambda.invoke(consumer, event);
  if (invoked.code !== 'answered') {
    reader.failures += 1;
    reader.size = Math.max(1, Math.ceil(batch.length / 2));
    return;
  }
  const first = firstFailed(batch, invoked.answer);
  if (first === 0) {
    reader.failures += 1;
    return;
  }
  if (ways.isBroughtTwice()) await lambda.invoke(consumer, event);
  waiting.splice(0, first ?? batch.length);
  reader.failures = first === undefined ? 0 : reader.failures + 1;
  reader.size = batchSize;
}

const eventOf = ({ eventName, sequenceNumber, pk, sk }: StreamRecord): object => ({
  eventName,
  eventSource: 'aws:dynamodb',
  dynamodb: { SequenceNumber: sequenceNumber, Keys: { pk: { S: pk }, sk: { S: sk } } },
});

type Failures = { readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[] };

/** The lowest of what is named as failed; nothing where none is, everything where a name is unknown. */
function firstFailed(batch: readonly StreamRecord[], answer: unknown): number | undefined {
  const named = ((answer ?? {}) as Failures).batchItemFailures ?? [];
  if (named.length === 0) return undefined;
  const places = named.map(({ itemIdentifier }) =>
    batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(...places));
}

function dropOld({ agenda, giveUp }: StreamOptions, { consumer, shard, waiting }: Reader): void {
  const old = waiting.filter(({ at }) => agenda.now() - at > givenUpAfter);
  if (old.length === 0) return;
  waiting.splice(0, old.length);
  const readable = old.filter(({ at }) => agenda.now() - at <= keptFor);
  if (readable.length === 0) return;
  giveUp(consumer, {
    requestContext: { condition: 'RecordAgeExceeded' },
    DDBStreamBatchInfo: {
      shardId: `shardId-${shard}`,
      startSequenceNumber: readable[0]?.sequenceNumber,
      endSequenceNumber: readable.at(-1)?.sequenceNumber,
      batchSize: readable.length,
    },
  });
}
