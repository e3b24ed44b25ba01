import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbLifeEvents } from './adapters/dynamodb/dynamodb-life-events.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { kmsPseudonyms } from './adapters/kms/kms-pseudonyms.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { httpHandler } from './http/http-handler.ts';
import { postLifeEvent } from './http/post-life-event.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, PSEUDONYM_KEY_ID: Setting }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `POST /v1/families/{id}/events`. */
export const handler = httpHandler(
  postLifeEvent({
    families: dynamoDbFamilies(table),
    ledger: dynamoDbLifeEvents(table),
    pseudonyms: kmsPseudonyms(new KMSClient(clientSettings), config.PSEUDONYM_KEY_ID),
    clock,
  }),
  { clock },
);
