import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LocalClock } from '../clock.ts';
import type { MappingContext } from './mapping-context.ts';
import { createStreamReader } from './stream-reader.ts';

export type Arrivals = {
  /** Looks at the stream to its end. */
  note(): Promise<void>;
  /** When a record was first seen here, by the stack's clock; undefined where it was not. */
  of(sequenceNumber: string | undefined): Date | undefined;
  stop(): void;
};

/**
 * Notes when records come into the stream of a mapping that does not read it.
 * DynamoDB Local knows the machine's clock only, and so could not tell how long
 * they waited by a clock that is moved meanwhile. Nothing of the function's role
 * is asked for it.
 */
export function createArrivals(
  streamArn: string,
  configuration: MappingContext['observerConfiguration'],
  clock: Pick<LocalClock, 'now'>,
): Arrivals {
  const client = new DynamoDBStreamsClient(configuration);
  const reader = createStreamReader(client, streamArn, 'TRIM_HORIZON');
  const seen = new Map<string, Date>();
  return {
    async note() {
      for (let page = await reader.read(); page.length > 0; page = await reader.read()) {
        for (const { dynamodb } of page) seen.set(dynamodb?.SequenceNumber ?? '', clock.now());
      }
    },
    of: (sequenceNumber) => seen.get(sequenceNumber ?? ''),
    stop: () => client.destroy(),
  };
}
