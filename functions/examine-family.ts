import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from './adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { partitionPrefix } from './adapters/dynamodb/table-keys.ts';
import { BundledPolicyName } from './adapters/policy/bundled-policies.ts';
import { tablePolicies } from './adapters/policy/table-policies.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { examineTimelines } from './stream/examine-timeline.ts';
import { streamHandler } from './stream/stream-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, POLICY: BundledPolicyName }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** On the table's stream, for every change of a timeline. */
export const handler = streamHandler({
  prefix: partitionPrefix.timeline,
  begin: examineTimelines({
    families: dynamoDbFamilies(table),
    alerts: dynamoDbAlerts(table),
    due: dynamoDbDueWork(table),
    policies: tablePolicies(table, config.POLICY),
    clock,
  }),
  clock,
});
