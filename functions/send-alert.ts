import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbPace } from './adapters/dynamodb/dynamodb-pace.ts';
import { dynamoDbPendingNotices } from './adapters/dynamodb/dynamodb-pending-notices.ts';
import { dynamoDbReachability } from './adapters/dynamodb/dynamodb-reachability.ts';
import { unhurriedRetry } from './adapters/dynamodb/table.ts';
import { partitionPrefix } from './adapters/dynamodb/table-keys.ts';
import { BundledRosterName, bundledRoster } from './adapters/roster/bundled-rosters.ts';
import { snsNotifier } from './adapters/sns/sns-notifier.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { sendPendingNotices } from './stream/send-pending-notices.ts';
import { streamBatchHandler } from './stream/stream-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, TOPIC_ARN: Setting, ROSTER: BundledRosterName }));
const table = {
  client: new DynamoDBClient(clientSettings),
  name: config.TABLE_NAME,
  retry: unhurriedRetry,
};

/** On the table's stream, for every change of an alert. */
export const handler = streamBatchHandler({
  prefix: partitionPrefix.alert,
  work: sendPendingNotices({
    alerts: dynamoDbAlerts(table),
    pending: dynamoDbPendingNotices(table),
    notifier: snsNotifier(new SNSClient(clientSettings), config.TOPIC_ARN),
    roster: bundledRoster(config.ROSTER),
    reachability: dynamoDbReachability(table),
    pace: dynamoDbPace(table),
    clock,
    delay: (milliseconds) => delay(milliseconds),
  }),
  clock,
});
