import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbDueWork } from './adapters/dynamodb/dynamodb-due-work.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { sweepHandler } from './schedule/sweep-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting }));
const client = new DynamoDBClient(clientSettings);

/** On a schedule, every minute. */
export const handler = sweepHandler({
  due: dynamoDbDueWork({ client, name: config.TABLE_NAME, retry: patientRetry }),
  clock,
});
