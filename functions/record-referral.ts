import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbAlerts } from './adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from './adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from './adapters/dynamodb/dynamodb-ledger.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { kmsPseudonyms } from './adapters/kms/kms-pseudonyms.ts';
import { BundledPolicyName } from './adapters/policy/bundled-policies.ts';
import { tablePolicies } from './adapters/policy/table-policies.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { httpHandler } from './http/http-handler.ts';
import { postReferral } from './http/post-referral.ts';

const config = loadConfig(
  z.object({ TABLE_NAME: Setting, PSEUDONYM_KEY_ID: Setting, POLICY: BundledPolicyName }),
);
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };

/** Behind `POST /v1/referrals`. */
export const handler = httpHandler(
  postReferral({
    ledger: dynamoDbLedger(table),
    links: dynamoDbFamilyLinks(table),
    alerts: dynamoDbAlerts(table),
    families: dynamoDbFamilies(table),
    policies: tablePolicies(table, config.POLICY),
    pseudonyms: kmsPseudonyms(new KMSClient(clientSettings), config.PSEUDONYM_KEY_ID),
    clock,
  }),
  { clock },
);
