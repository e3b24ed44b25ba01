import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from './adapters/dynamodb/dynamodb-family-links.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { kmsPseudonyms } from './adapters/kms/kms-pseudonyms.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { httpHandler } from './http/http-handler.ts';
import { postSeparation } from './http/post-separation.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, PSEUDONYM_KEY_ID: Setting }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `POST /v1/families/{id}/separation`. */
export const handler = httpHandler(
  postSeparation({
    families: dynamoDbFamilies(table),
    links: dynamoDbFamilyLinks(table),
    pseudonyms: kmsPseudonyms(new KMSClient(clientSettings), config.PSEUDONYM_KEY_ID),
    clock,
  }),
  { clock },
);
