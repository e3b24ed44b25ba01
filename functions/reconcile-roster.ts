import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbContacts } from './adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbReachStore } from './adapters/dynamodb/dynamodb-reach-store.ts';
import { patientRetry, type Table } from './adapters/dynamodb/table.ts';
import { BundledRosterName, bundledRoster } from './adapters/roster/bundled-rosters.ts';
import { snsSubscriptions } from './adapters/sns/sns-subscriptions.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { reconcileRosterHandler } from './schedule/reconcile-roster-handler.ts';

const config = loadConfig(
  z.object({
    TABLE_NAME: Setting,
    TOPIC_ARN: Setting,
    ROSTER: BundledRosterName,
    UNDELIVERED_EMAIL_ARN: Setting,
    UNDELIVERED_SMS_ARN: Setting,
  }),
);
const table: Table = {
  client: new DynamoDBClient(clientSettings),
  name: config.TABLE_NAME,
  retry: patientRetry,
};

/** On a schedule, every five minutes, and when an operator has applied contacts. */
export const handler = reconcileRosterHandler({
  roster: bundledRoster(config.ROSTER),
  contacts: dynamoDbContacts(table),
  subscriptions: snsSubscriptions(new SNSClient(clientSettings), config.TOPIC_ARN, {
    email: config.UNDELIVERED_EMAIL_ARN,
    sms: config.UNDELIVERED_SMS_ARN,
  }),
  reach: dynamoDbReachStore(table),
  clock,
});
