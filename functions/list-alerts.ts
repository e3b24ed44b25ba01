import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { getAlerts } from './http/get-alerts.ts';
import { httpHandler } from './http/http-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting }));
const client = new DynamoDBClient(clientSettings);
const alerts = dynamoDbAlerts({ client, name: config.TABLE_NAME, retry: patientRetry });

/** Behind `GET /v1/alerts?state=…&since=…`. */
export const handler = httpHandler(getAlerts({ alerts }), { clock });
