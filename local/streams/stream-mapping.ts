import { setTimeout } from 'node:timers/promises';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LocalMapping } from '../assembly/model.ts';
import { deliverBatch } from './deliver-batch.ts';
import { compileFilterPatterns } from './filter-pattern.ts';
import type { MappingContext } from './mapping-context.ts';
import { sendToDestination } from './on-failure-destination.ts';
import { type PollLoop, startPollLoop } from './poll-loop.ts';
import { type StreamEvent, streamEventOf } from './stream-event.ts';
import { createStreamReader } from './stream-reader.ts';

/**
 * Runs the mapping of a table's stream to a function: reads the stream with the
 * function's role, drops what no filter matches, and delivers the rest in
 * batches, one at a time and in the stream's order, so that the order of each
 * key is kept. It does not wait for a batch to fill.
 */
export function startStreamMapping(mapping: LocalMapping, context: MappingContext): PollLoop {
  const client = new DynamoDBStreamsClient(context.clientConfiguration);
  const reader = createStreamReader(client, mapping.sourceArn, mapping.startingPosition);
  const passes = compileFilterPatterns(mapping.filterPatterns, mapping.path);
  const stopping = new AbortController();
  const delivery = {
    mapping,
    invoke: (event: { readonly Records: readonly StreamEvent[] }) => {
      context.onPending?.(event.Records[0]?.dynamodb.ApproximateCreationDateTime);
      return context.invoke(event);
    },
    discard: (batch: Parameters<typeof sendToDestination>[0]) => sendToDestination(batch, mapping, context),
    now: context.clock.now,
    pause: (milliseconds: number) => pauseUnlessStopped(milliseconds, stopping.signal),
    isStopping: () => stopping.signal.aborted,
  };
  const loop = startPollLoop({
    path: mapping.path,
    onFault: context.onFault,
    async look() {
      const records = await reader.read();
      const source = {
        region: context.region,
        streamArn: mapping.sourceArn,
        clockOffsetMilliseconds: context.clock.offsetMilliseconds(),
      };
      const events = records.map((record) => streamEventOf(record, source)).filter(passes);
      for (const batch of inBatches(events, mapping.batchSize)) {
        if (!stopping.signal.aborted) await deliverBatch(batch, delivery);
      }
      context.onPending?.(undefined);
      return records.length > 0;
    },
  });
  return {
    ...loop,
    async stop() {
      stopping.abort();
      await loop.stop();
      client.destroy();
    },
  };
}

function inBatches(events: readonly StreamEvent[], size: number): readonly (readonly StreamEvent[])[] {
  const count = Math.ceil(events.length / size);
  return Array.from({ length: count }, (_, index) => events.slice(index * size, (index + 1) * size));
}

async function pauseUnlessStopped(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
