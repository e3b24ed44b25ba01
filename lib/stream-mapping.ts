import { Duration } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { RecordTable } from './record-table.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type StreamMappingProps = {
  readonly records: RecordTable;
  readonly target: TidelineFunction;
  /** Keys of the items whose changes the function is to see, as a filter pattern on the record's keys. */
  readonly keys: Readonly<Record<string, readonly unknown[]>>;
  /** Told of what could not be processed in time. */
  readonly failures: IQueue;
  /** Records at most in one invocation. */
  readonly batchSize: number;
};

/**
 * The stream drops a record after 24 hours. One hour before, what still fails is
 * given up and reported, while it can be read and while what waits behind it can still be processed.
 */
const givenUpAfter = Duration.hours(23);

/**
 * Brings changes of the table to a function, in order per partition key, until
 * it succeeds or the stream is about to drop the record. Written as the resource itself: the
 * CDK's own event source would grant the listing of every stream in the account.
 */
export class StreamMapping extends Construct {
  /** The mapping's UUID. */
  readonly mappingId: string;

  constructor(scope: Construct, id: string, props: StreamMappingProps) {
    super(scope, id);
    const { records, target, failures } = props;
    target.allow({
      sid: 'ReadTheStream',
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      resources: [records.streamArn],
    });
    target.allow({
      sid: 'ReportWhatFailed',
      actions: ['sqs:SendMessage'],
      resources: [failures.queueArn],
    });
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: target.function.functionArn,
      eventSourceArn: records.streamArn,
      // From the beginning: what is written while the mapping is being made must not be missed.
      startingPosition: 'TRIM_HORIZON',
      batchSize: props.batchSize,
      maximumBatchingWindowInSeconds: 0,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: givenUpAfter.toSeconds(),
      destinationConfig: { onFailure: { destination: failures.queueArn } },
      filterCriteria: {
        filters: [
          {
            pattern: JSON.stringify({
              eventName: ['INSERT', 'MODIFY'],
              dynamodb: {
                Keys: Object.fromEntries(
                  Object.entries(props.keys).map(([name, matches]) => [name, { S: matches }]),
                ),
              },
            }),
          },
        ],
      },
    });
    this.mappingId = mapping.ref;
  }
}
