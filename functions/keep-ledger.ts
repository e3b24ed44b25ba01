import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbNoticeLedger } from './adapters/dynamodb/dynamodb-notice-ledger.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { ledgerHandler } from './queue/ledger-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting }));
const client = new DynamoDBClient(clientSettings);

/** On the queue that gets every message to managers, without a filter. */
export const handler = ledgerHandler({
  ledger: dynamoDbNoticeLedger({ client, name: config.TABLE_NAME, retry: patientRetry }),
  clock,
});
