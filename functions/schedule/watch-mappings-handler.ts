import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Clock } from '../../core/ports/surroundings.ts';
import { createLog, type Log } from '../adapters/log.ts';

type Options = {
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** The mappings that bring the table's changes to the functions, by UUID. */
  readonly mappingIds: readonly string[];
  readonly clock: Clock;
  readonly write?: (line: string) => void;
};

/** What can be wrong with a mapping. */
type Amiss = 'not-enabled' | 'old-stream';

/**
 * The handler of the function that a schedule calls to see whether each function
 * gets the table's changes: whether its mapping is enabled, and reads the stream
 * that the table has now (a table that was restored, or whose stream was switched
 * off and on, has another one, and nothing else tells of it). Throws where it
 * cannot be seen.
 */
export const watchMappingsHandler =
  ({ lambda, dynamoDb, tableName, mappingIds, clock, write }: Options) =>
  async (_event: unknown, context: { readonly awsRequestId: string }): Promise<void> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const startedAt = clock.now();
    const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: tableName }));
    const streamArn = Table?.LatestStreamArn;
    let amiss = 0;
    for (const UUID of mappingIds) {
      const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      const reason = whatIsAmiss(mapping, streamArn);
      if (reason === undefined) continue;
      amiss += 1;
      tell(log, reason);
    }
    if (amiss > 0) return;
    log.info('mappings-in-order', {
      counts: { mappings: mappingIds.length },
      durationMs: clock.now() - startedAt,
    });
  };

/** A mapping that is being changed is not amiss: it goes on reading. */
const reading: readonly (string | undefined)[] = ['Enabled', 'Updating', 'Enabling', 'Creating'];

function whatIsAmiss(
  {
    State,
    EventSourceArn,
  }: { readonly State?: string | undefined; readonly EventSourceArn?: string | undefined },
  streamArn: string | undefined,
): Amiss | undefined {
  if (!reading.includes(State)) return 'not-enabled';
  return EventSourceArn === streamArn ? undefined : 'old-stream';
}

const tell = (log: Log, reason: Amiss): void => log.error('mapping-amiss', { reason });
