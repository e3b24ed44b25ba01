import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbFamilyLinks } from './adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbRevisions } from './adapters/dynamodb/dynamodb-revisions.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { kmsPseudonyms } from './adapters/kms/kms-pseudonyms.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { getReferral } from './http/get-referral.ts';
import { httpHandler } from './http/http-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, PSEUDONYM_KEY_ID: Setting }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `GET /v1/referrals/{id}` and `GET /v1/referrals?source=…&referralId=…`. */
export const handler = httpHandler(
  getReferral({
    revisions: dynamoDbRevisions(table),
    links: dynamoDbFamilyLinks(table),
    pseudonyms: kmsPseudonyms(new KMSClient(clientSettings), config.PSEUDONYM_KEY_ID),
  }),
  { clock },
);
