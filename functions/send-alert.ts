import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { partitionPrefix } from './adapters/dynamodb/table-keys.ts';
import { BundledRosterName, bundledRoster } from './adapters/roster/bundled-rosters.ts';
import { snsNotifier } from './adapters/sns/sns-notifier.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { sendPendingNotice } from './stream/send-pending-notice.ts';
import { streamHandler } from './stream/stream-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, TOPIC_ARN: Setting, ROSTER: BundledRosterName }));
const client = new DynamoDBClient(clientSettings);

/** On the table's stream, for every change of an alert. */
export const handler = streamHandler({
  prefix: partitionPrefix.alert,
  work: sendPendingNotice({
    alerts: dynamoDbAlerts({ client, name: config.TABLE_NAME, retry: patientRetry }),
    notifier: snsNotifier(new SNSClient(clientSettings), config.TOPIC_ARN),
    roster: bundledRoster(config.ROSTER),
    clock,
  }),
  clock,
});
