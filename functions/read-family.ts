import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from './adapters/dynamodb/dynamodb-family-links.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { getFamily } from './http/get-family.ts';
import { httpHandler } from './http/http-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `GET /v1/families/{id}`. */
export const handler = httpHandler(
  getFamily({ families: dynamoDbFamilies(table), links: dynamoDbFamilyLinks(table) }),
  { clock },
);
