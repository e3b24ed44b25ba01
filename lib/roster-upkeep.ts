import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { RecordTable } from './record-table.ts';
import type { StageConfig } from './stage-config.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type RosterUpkeepProps = {
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  /** On which managers are told of alerts. */
  readonly topic: ITopic;
  readonly failureQueues: FailureQueues;
};

/**
 * Subscribes the people of the roster to alerts, and finds out every five
 * minutes who of them can be reached. No template names a person or an address:
 * the roster is bundled, and the addresses are in the table.
 */
export class RosterUpkeep extends Construct {
  readonly reconcileRoster: TidelineFunction;

  constructor(scope: Construct, id: string, props: RosterUpkeepProps) {
    super(scope, id);
    const { config, settings, records, topic, failureQueues } = props;
    const { contact, reach } = partitionPrefix;
    this.reconcileRoster = new TidelineFunction(this, 'ReconcileRoster', {
      entry: 'reconcile-roster',
      settings,
      timeout: Duration.minutes(2),
    });
    this.reconcileRoster.setEnvironment('ROSTER', config.roster);
    this.reconcileRoster.bindTable(records, [
      { sid: 'ReadHowPeopleAreReached', action: 'dynamodb:BatchGetItem', prefixes: [contact] },
      { sid: 'ForgetWhoLeftTheRoster', action: 'dynamodb:DeleteItem', prefixes: [contact] },
      { sid: 'ReadWhatWasLastFound', action: 'dynamodb:GetItem', prefixes: [reach] },
      { sid: 'KeepWhatIsFound', action: 'dynamodb:PutItem', prefixes: [reach] },
    ]);
    this.bindTopic(topic);
    this.bindFailures('UNDELIVERED_EMAIL_ARN', failureQueues.add('UndeliveredEmail'), topic);
    this.bindFailures('UNDELIVERED_SMS_ARN', failureQueues.add('UndeliveredSms'), topic);
    new Rule(this, 'EveryFiveMinutes', {
      description: 'Tideline: compare who can be reached with the roster',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.reconcileRoster.function)],
    });
  }

  /**
   * SNS judges what is done to a subscription by its topic: its refusals name the
   * topic's ARN. Only people are subscribed, and nothing else that SNS delivers to.
   */
  private bindTopic(topic: ITopic): void {
    this.reconcileRoster.setEnvironment('TOPIC_ARN', topic.topicArn);
    this.reconcileRoster.allow({
      sid: 'SubscribePeople',
      actions: ['sns:Subscribe'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'sns:Protocol': ['email', 'sms'] } },
    });
    this.reconcileRoster.allow({
      sid: 'LookAfterTheirSubscriptions',
      actions: [
        'sns:GetSubscriptionAttributes',
        'sns:ListSubscriptionsByTopic',
        'sns:SetSubscriptionAttributes',
        'sns:Unsubscribe',
      ],
      resources: [topic.topicArn],
    });
  }

  /** SNS puts what it could not deliver there for this topic; without the grant it would lose it without a word. */
  private bindFailures(setting: string, queue: Queue, topic: ITopic): void {
    this.reconcileRoster.setEnvironment(setting, queue.queueArn);
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'UndeliveredByThisTopic',
        principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
  }
}
