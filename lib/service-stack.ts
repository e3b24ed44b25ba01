import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { AlertReconciliation } from './alert-reconciliation.ts';
import type { ApiSurroundings } from './api-function.ts';
import { ApiSelf } from './api-self.ts';
import { FailureQueues } from './failure-queues.ts';
import { FamilyLinking } from './family-linking.ts';
import { FrontDoor } from './front-door.ts';
import { PartnerAlarms } from './partner-alarms.ts';
import { PartnerApi } from './partner-api.ts';
import { PartnerClients } from './partner-clients.ts';
import { PatternDetection } from './pattern-detection.ts';
import { PatternReading } from './pattern-reading.ts';
import { subscribeCommand } from './recipient-subscriptions.ts';
import { ReferralRevisions } from './referral-revisions.ts';
import type { StageConfig } from './stage-config.ts';
import type { StateStack } from './state-stack.ts';
import { Sweep } from './sweep.ts';
import type { FunctionSettings } from './tideline-function.ts';

export type ServiceStackProps = StackProps & {
  readonly config: StageConfig;
  readonly state: StateStack;
};

/** Everything that a release replaces. It wires capabilities together and defines no resource itself. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, state } = props;
    const { records, keys, clientPool } = state;
    const settings: FunctionSettings = { logKey: keys.messages, logRetentionDays: config.logRetentionDays };
    const failureQueues = new FailureQueues(this, 'Failures');

    const partners = new PartnerClients(this, 'Partners', { config, pool: clientPool.pool });
    const api = new PartnerApi(this, 'PartnerApi', {
      config,
      settings,
      pool: clientPool.pool,
      clients: [...partners.clients.values()],
    });
    const behind: ApiSurroundings = { api, settings, records, pseudonymKey: keys.pseudonyms };
    const frontDoor = new FrontDoor(this, 'FrontDoor', { ...behind, config });
    const revisions = new ReferralRevisions(this, 'ReferralRevisions', behind);
    new FamilyLinking(this, 'FamilyLinking', behind);
    new PatternReading(this, 'PatternReading', { ...behind, config });
    new ApiSelf(this, 'ApiSelf', behind);
    const detection = new PatternDetection(this, 'PatternDetection', {
      config,
      settings,
      records,
      failureQueues,
    });
    const delivery = new AlertDelivery(this, 'AlertDelivery', {
      config,
      settings,
      records,
      topicKey: keys.messages,
      failureQueues,
    });
    const { sweep } = new Sweep(this, 'DueWork', { settings, records });
    const { reconcileAlerts } = new AlertReconciliation(this, 'Reconciliation', {
      config,
      settings,
      records,
    });
    const { examineFamily } = detection;
    const { sendAlert } = delivery;
    const alarms = new Alarms(this, 'Alarms', {
      topicKey: keys.messages,
      failureQueues,
      examineFamily,
      sendAlert,
      sweep,
      reconcileAlerts,
      alertTopic: delivery.topic,
      partnerApi: api.api,
    });
    new PartnerAlarms(this, 'PartnerAlarms', {
      config,
      topic: alarms.topic,
      accessLog: api.accessLog,
      clients: partners.clients,
      recording: [frontDoor.recordReferral, frontDoor.recordReferrals],
      joining: [frontDoor.recordReferral, frontDoor.recordReferrals, revisions.correctReferral],
    });

    this.tell('TableName', records.table.tableName, 'The table: commands of operators read and write it');
    this.tell('BundledPolicy', config.policy, 'The policy that goes as long as none was activated');
    this.tell('ApiUrl', api.url, 'POST referrals to v1/referrals under this address');
    this.tell('TokenUrl', partners.tokenUrl, 'Partners ask here for a token with their client id and secret');
    this.tell(
      'UserPoolId',
      clientPool.pool.userPoolId,
      'Read a client secret here: describe-user-pool-client',
    );
    for (const [client, { userPoolClientId }] of partners.clients) {
      this.tell(`Client-${client}`, userPoolClientId, `Client id to hand to ${client}, with its secret`);
    }
    this.tellWhomToSubscribe(delivery.topic, alarms.topic);
  }

  private tellWhomToSubscribe(alerts: ITopic, operations: ITopic): void {
    this.tell('AlertTopicArn', alerts.topicArn, 'Subscribe each manager here, with a filter on their own id');
    this.tell(
      'SubscribeManager',
      subscribeCommand(alerts),
      'Run this for each manager on the roster without sample endpoints; by email they confirm it',
    );
    this.tell('OperationsTopicArn', operations.topicArn, 'Subscribe whoever is on call for the service here');
  }

  private tell(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
