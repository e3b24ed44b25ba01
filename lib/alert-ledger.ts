import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type AlertLedgerProps = {
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  /** The topic that managers are subscribed to. */
  readonly topic: Topic;
  readonly failureQueues: FailureQueues;
};

const functionTimeout = Duration.seconds(10);

/** Six times the function's own time, as the Lambda guide has it for a queue ("Configuring a queue to use with Lambda"). */
const readAgainAfter = Duration.seconds(60);

/** Ten minutes of trying: what the table could not take for longer waits as a dead letter. */
const readsBeforeSetAside = 10;

/** The longest that SQS keeps a message, since nothing reads it while the mapping is switched off. */
const retention = Duration.days(14);

/**
 * Sees every message that goes to managers. It is subscribed beside them without
 * a filter, so what it has not seen may have reached nobody. It keeps what it saw
 * beside each alert, and the sweep compares.
 */
export class AlertLedger extends Construct {
  readonly queue: sqs.Queue;
  readonly keepLedger: TidelineFunction;

  constructor(scope: Construct, id: string, { settings, records, topic, failureQueues }: AlertLedgerProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      // SNS would need a grant on any other key. What it holds is what a manager's email holds.
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      visibilityTimeout: readAgainAfter,
      deadLetterQueue: { queue: failureQueues.add('UnreadLedger'), maxReceiveCount: readsBeforeSetAside },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    topic.addSubscription(
      new SqsSubscription(this.queue, { deadLetterQueue: failureQueues.add('UndeliveredLedger') }),
    );
    this.keepLedger = new TidelineFunction(this, 'KeepLedger', {
      entry: 'keep-ledger',
      settings,
      timeout: functionTimeout,
    });
    this.keepLedger.bindTable(records, [
      { sid: 'KeepWhatWasSeen', action: 'dynamodb:UpdateItem', prefixes: [partitionPrefix.alert] },
    ]);
    this.keepLedger.allow({
      sid: 'ReadTheLedgerQueue',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [this.queue.queueArn],
    });
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: this.keepLedger.function.functionArn,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
  }
}
