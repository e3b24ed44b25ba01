import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilyLinks } from './adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from './adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbRateLimits } from './adapters/dynamodb/dynamodb-rate-limits.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { kmsPseudonyms } from './adapters/kms/kms-pseudonyms.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { httpHandler } from './http/http-handler.ts';
import { postReferralBatch } from './http/post-referral-batch.ts';

const config = loadConfig(
  z.object({
    TABLE_NAME: Setting,
    PSEUDONYM_KEY_ID: Setting,
    RECORDS_PER_MINUTE: z.coerce.number().int().min(1),
  }),
);
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `POST /v1/referrals/batch`. */
export const handler = httpHandler(
  postReferralBatch({
    ledger: dynamoDbLedger(table),
    links: dynamoDbFamilyLinks(table),
    alerts: dynamoDbAlerts(table),
    limits: dynamoDbRateLimits(table, config.RECORDS_PER_MINUTE),
    pseudonyms: kmsPseudonyms(new KMSClient(clientSettings), config.PSEUDONYM_KEY_ID),
    clock,
  }),
  { clock },
);
