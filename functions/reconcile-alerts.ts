import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { ReconciliationRun } from '../core/reconciliation/run.ts';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyList } from './adapters/dynamodb/dynamodb-family-list.ts';
import { dynamoDbJob } from './adapters/dynamodb/dynamodb-job.ts';
import { dynamoDbReexamineMarks } from './adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { fingerprintOf } from './adapters/fingerprint.ts';
import { BundledPolicyName } from './adapters/policy/bundled-policies.ts';
import { tablePolicies } from './adapters/policy/table-policies.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { reconcileHandler } from './schedule/reconcile-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, POLICY: BundledPolicyName }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };
const { inForce } = tablePolicies(table, config.POLICY);

/** On a schedule, every five minutes. */
export const handler = reconcileHandler({
  job: dynamoDbJob(table, 'reconciliation', ReconciliationRun),
  list: dynamoDbFamilyList(table),
  families: dynamoDbFamilies(table),
  alerts: dynamoDbAlerts(table),
  marks: dynamoDbReexamineMarks(table),
  inForce,
  fingerprintOf,
  clock,
});
