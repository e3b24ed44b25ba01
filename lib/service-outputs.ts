import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { AlarmSet } from './alarm-set.ts';
import type { AlertingParts, PartnerApiParts, UpkeepParts } from './service-stack.ts';
import type { StateStack } from './state-stack.ts';

export type ToldOf = {
  readonly state: StateStack;
  readonly api: PartnerApiParts;
  readonly alerting: AlertingParts;
  readonly upkeep: UpkeepParts;
  readonly alarms: AlarmSet;
};

/** Tells whoever deploys what to do next, and the commands that operate the deployment what it is called. No secret, and nobody's address. */
export function tellWhatToDoNext(stack: Stack, { state, api, alerting, upkeep, alarms }: ToldOf): void {
  const tell = (id: string, value: string, description: string): void => {
    new CfnOutput(stack, id, { value, description });
  };
  const { partners, partnerApi } = api;
  tell('ApiUrl', partnerApi.url, 'POST referrals to v1/referrals under this address');
  tell('TokenUrl', partners.tokenUrl, 'Partners ask here for a token with their client id and secret');
  tell(
    'UserPoolId',
    state.clientPool.pool.userPoolId,
    'Read a client secret here: describe-user-pool-client',
  );
  for (const [client, { userPoolClientId }] of partners.clients) {
    tell(`Client-${client}`, userPoolClientId, `Client id to hand to ${client}, with its secret`);
  }
  tell(
    'AlertTopicArn',
    alerting.delivery.topic.topicArn,
    'Managers are subscribed here by `npm run roster -- apply`',
  );
  tell('OperationsTopicArn', alarms.topic.topicArn, 'Subscribe whoever is on call for the service here');
  tell('TableName', state.records.table.tableName, 'Read by the commands that operate this deployment');
  tell(
    'ReconcileRosterFunction',
    upkeep.reconcileRoster.function.functionName,
    'Called by `npm run roster -- apply`; it subscribes the people of the roster to alerts',
  );
  tell(
    'LedgerQueueUrl',
    alerting.ledger.queue.queueUrl,
    'Every message to managers passes through this queue',
  );
  for (const { id, queue } of alerting.failureQueues.all) {
    tell(`DeadLetters${id}`, queue.queueUrl, `What failed waits here: npm run redrive -- ${id}`);
  }
}
