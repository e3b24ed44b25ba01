import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbStoreProbe } from './adapters/dynamodb/dynamodb-store-probe.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { getHealth } from './http/get-health.ts';
import { httpHandler } from './http/http-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting }));
const client = new DynamoDBClient(clientSettings);
const probe = dynamoDbStoreProbe({ client, name: config.TABLE_NAME, retry: patientRetry });

/** Behind `GET /v1/health`. */
export const handler = httpHandler(getHealth({ probe, clock }), { clock });
