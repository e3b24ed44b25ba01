import { setTimeout as delay } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Notifier } from '../../core/ports/notifier.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { patientRetry, type Table } from '../../functions/adapters/dynamodb/table.ts';
import { snsNotifier } from '../../functions/adapters/sns/sns-notifier.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { readDeployment } from '../operate/deployment.ts';
import { type QueueName, queueNames } from './queues.ts';

/** What is needed to bring back what failed in one deployment. */
export type RedriveWorld = {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly streams: Pick<DynamoDBStreamsClient, 'send'>;
  readonly table: Table;
  readonly notifier: Notifier;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
  readonly ledgerQueueUrl: string;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<unknown>;
};

/** The world of a deployed stage, with whatever credentials and region the surroundings give. */
export async function deployedWorld(stage: string): Promise<RedriveWorld> {
  const { output } = await readDeployment(new CloudFormationClient(), stage);
  const urls = queueNames.map((name) => [name, output(`DeadLetters${name}`)] as const);
  return {
    sqs: new SQSClient(),
    streams: new DynamoDBStreamsClient(),
    table: { client: new DynamoDBClient(), name: output('TableName'), retry: patientRetry },
    notifier: snsNotifier(new SNSClient(), output('AlertTopicArn')),
    queueUrls: Object.fromEntries(urls) as Record<QueueName, string>,
    ledgerQueueUrl: output('LedgerQueueUrl'),
    clock: systemClock,
    wait: delay,
  };
}
