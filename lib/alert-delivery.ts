import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { partitionPrefix, sortKey, tableKey } from '../functions/adapters/dynamodb/table-keys.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { RecordTable } from './record-table.ts';
import type { StageConfig } from './stage-config.ts';
import { StreamMapping } from './stream-mapping.ts';
import { type FunctionSettings, TidelineFunction, throughService } from './tideline-function.ts';

export type AlertDeliveryProps = {
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly topicKey: IKey;
  readonly failureQueues: FailureQueues;
};

/** Tells the managers responsible of each alert, and of nobody else's. */
export class AlertDelivery extends Construct {
  readonly sendAlert: TidelineFunction;
  readonly topic: sns.Topic;
  readonly mapping: StreamMapping;

  constructor(scope: Construct, id: string, props: AlertDeliveryProps) {
    super(scope, id);
    const { alert, reach, pace } = partitionPrefix;
    this.topic = new sns.Topic(this, 'Alerts', { masterKey: props.topicKey, enforceSSL: true });
    this.sendAlert = new TidelineFunction(this, 'SendAlert', {
      entry: 'send-alert',
      settings: props.settings,
      // It waits up to 20 seconds until people may be sent the next message, and a digest takes up to 30.
      timeout: Duration.seconds(60),
    });
    this.sendAlert.bindTable(props.records, [
      { sid: 'ReadTheAlertAndWhoCanBeReached', action: 'dynamodb:GetItem', prefixes: [alert, reach] },
      { sid: 'ReadWhatADigestTellsOf', action: 'dynamodb:BatchGetItem', prefixes: [alert] },
      { sid: 'MarkTheAlertSent', action: 'dynamodb:PutItem', prefixes: [alert] },
      { sid: 'TakeTurnsAndWaitForTheLedger', action: 'dynamodb:UpdateItem', prefixes: [pace, alert] },
    ]);
    // The whole of the index is due work, so there is no key to narrow this by.
    this.sendAlert.allow({
      sid: 'FindWhatADigestTellsOf',
      actions: ['dynamodb:Query'],
      resources: [props.records.dueIndexArn],
    });
    // The function decides who by opaque id; only the topic's subscriptions know an address.
    this.sendAlert.setEnvironment('ROSTER', props.config.roster);
    this.bindTopic(props.topicKey);
    this.mapping = new StreamMapping(this, 'AlertChanges', {
      records: props.records,
      target: this.sendAlert,
      keys: { [tableKey.partition]: [{ prefix: alert }], [tableKey.sort]: [sortKey.alert] },
      failures: props.failureQueues.add('UnsentAlerts'),
      // As many as there may be, so that a burst is seen as one.
      batchSize: 100,
    });
  }

  private bindTopic(key: IKey): void {
    this.sendAlert.setEnvironment('TOPIC_ARN', this.topic.topicArn);
    this.sendAlert.allow({
      sid: 'PublishAlerts',
      actions: ['sns:Publish'],
      resources: [this.topic.topicArn],
    });
    // SNS encrypts a message as whoever publishes it.
    this.sendAlert.allow({
      sid: 'EncryptWhatItPublishes',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: throughService(this, 'sns'),
    });
  }
}
