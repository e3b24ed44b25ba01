import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { AlertingParts, Operations, PartnerApiParts, UpkeepParts } from './service-stack.ts';
import type { StageConfig } from './stage-config.ts';
import type { StateStack } from './state-stack.ts';

export type ToldOf = {
  readonly config: StageConfig;
  readonly state: StateStack;
  readonly api: PartnerApiParts;
  readonly alerting: AlertingParts;
  readonly upkeep: UpkeepParts;
  readonly operations: Operations;
};

/** Tells whoever deploys what to do next, and the commands that operate the deployment what it is called. No secret, and nobody's address. */
export function tellWhatToDoNext(
  stack: Stack,
  { config, state, api, alerting, upkeep, operations }: ToldOf,
): void {
  const tell = (id: string, value: string, description: string): void => {
    new CfnOutput(stack, id, { value, description });
  };
  const { partners, partnerApi } = api;
  tell('ApiUrl', partnerApi.url, 'Give this to partners: they POST referrals to v1/referrals under it');
  tell(
    'TokenUrl',
    partners.tokenUrl,
    'Give this to partners: they ask here for a token with their client id and secret',
  );
  tell(
    'UserPoolId',
    state.clientPool.pool.userPoolId,
    'Read a client secret with: aws cognito-idp describe-user-pool-client --user-pool-id THIS --client-id CLIENT',
  );
  for (const [client, { userPoolClientId }] of partners.clients) {
    tell(
      `Client-${client}`,
      userPoolClientId,
      `Hand this client id to ${client}, with its secret; UserPoolId says how to read that`,
    );
  }
  tell('AlertTopicArn', alerting.delivery.topic.topicArn, 'Put people here with: npm run roster -- apply');
  tell(
    'OperationsTopicArn',
    operations.alarms.topic.topicArn,
    'Subscribe whoever is on call: aws sns subscribe --topic-arn THIS --protocol email --notification-endpoint ADDRESS',
  );
  tell(
    'DashboardUrl',
    `https://${stack.region}.console.aws.amazon.com/cloudwatch/home?region=${stack.region}#dashboards/dashboard/${operations.dashboard.dashboardName}`,
    'Look here first when an alarm is up; docs/runbook.md says the rest',
  );
  tell('TableName', state.records.table.tableName, 'Use it with the commands that operate this deployment');
  tell(
    'ReconcileRosterFunction',
    upkeep.reconcileRoster.function.functionName,
    'Invoke it with: npm run roster -- apply; it subscribes the people of the roster',
  );
  tell('BundledPolicy', config.policy, 'Use this policy until another one is live: npm run policy -- activate');
  tell(
    'LedgerQueueUrl',
    alerting.ledger.queue.queueUrl,
    'Look here whether every message to managers came out of the topic',
  );
  for (const { id, queue } of alerting.failureQueues.all) {
    tell(
      `DeadLetters${id}`,
      queue.queueUrl,
      `Look at what failed, and bring it back, with: npm run redrive -- ${id}`,
    );
  }
}
