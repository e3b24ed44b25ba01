import { setTimeout } from 'node:timers/promises';
import { DynamoDBStreamsClient, type _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { LocalMapping } from '../assembly/model.ts';
import { createArrivals } from './arrivals.ts';
import { deliverBatch } from './deliver-batch.ts';
import { compileFilterPatterns } from './filter-pattern.ts';
import type { MappingContext } from './mapping-context.ts';
import { sendToDestination } from './on-failure-destination.ts';
import { type PollLoop, startPollLoop } from './poll-loop.ts';
import { type StreamEvent, streamEventOf } from './stream-event.ts';
import { createStreamReader } from './stream-reader.ts';

/** How long a stream keeps a record: 24 hours. */
const retentionSeconds = 24 * 60 * 60;

/**
 * Runs the mapping of a table's stream to a function: reads the stream with the
 * function's role, drops what no filter matches, and delivers the rest in
 * batches, one at a time and in the stream's order, so that the order of each
 * key is kept. It does not wait for a batch to fill. While it is disabled its
 * records wait, and those that waited for longer than a day are gone.
 */
export function startStreamMapping(mapping: LocalMapping, context: MappingContext): PollLoop {
  const client = new DynamoDBStreamsClient(context.clientConfiguration);
  const reader = createStreamReader(client, mapping.sourceArn, mapping.startingPosition);
  const arrivals = createArrivals(mapping.sourceArn, context.observerConfiguration, context.clock);
  const passes = compileFilterPatterns(mapping.filterPatterns, mapping.path);
  const stopping = new AbortController();
  const isHalted = () => stopping.signal.aborted || context.power.state() === 'Disabled';
  const delivery = {
    mapping,
    invoke: (event: { readonly Records: readonly StreamEvent[] }) => {
      context.onPending?.(event.Records[0]?.dynamodb.ApproximateCreationDateTime);
      return context.invoke(event);
    },
    discard: (batch: Parameters<typeof sendToDestination>[0]) => sendToDestination(batch, mapping, context),
    now: context.clock.now,
    pause: (milliseconds: number) => pauseUnlessHalted(milliseconds, stopping.signal, context),
    isHalted,
  };
  let unread: readonly StreamEvent[] = [];
  /** When the stream was last found empty. */
  let emptyAt: Date | undefined;

  const eventOf = (record: StreamRecord): StreamEvent =>
    streamEventOf(record, {
      region: context.region,
      streamArn: mapping.sourceArn,
      clockOffsetMilliseconds: context.clock.offsetMilliseconds(),
      arrivedAt: arrivals.of(record.dynamodb?.SequenceNumber),
      // A clock that was set back since tells nothing.
      notBefore: emptyAt !== undefined && emptyAt <= context.clock.now() ? emptyAt : undefined,
    });
  const isKept = ({ dynamodb }: StreamEvent): boolean =>
    context.clock.now().getTime() / 1_000 - dynamodb.ApproximateCreationDateTime <= retentionSeconds;

  const loop = startPollLoop({
    path: mapping.path,
    onFault: context.onFault,
    async look() {
      if (isHalted()) {
        await arrivals.note();
        return false;
      }
      const wasLeft = unread.length > 0;
      const askedAt = context.clock.now();
      const records = wasLeft ? [] : await reader.read();
      if (!wasLeft && records.length === 0) emptyAt = askedAt;
      unread = [...unread, ...records.map(eventOf).filter(passes)].filter(isKept);
      while (unread.length > 0 && !isHalted()) {
        const left = await deliverBatch(unread.slice(0, mapping.batchSize), delivery);
        unread = [...left, ...unread.slice(mapping.batchSize)];
      }
      if (unread.length === 0) context.onPending?.(undefined);
      return (wasLeft || records.length > 0) && !isHalted();
    },
  });
  return {
    ...loop,
    async stop() {
      stopping.abort();
      await loop.stop();
      client.destroy();
      arrivals.stop();
    },
  };
}

async function pauseUnlessHalted(
  milliseconds: number,
  stopping: AbortSignal,
  { power }: MappingContext,
): Promise<void> {
  const pause = setTimeout(milliseconds, undefined, { signal: stopping }).catch(() => undefined);
  await Promise.race([pause, power.untilDisabled()]);
}
