import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbFamilies } from './adapters/dynamodb/dynamodb-families.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { BundledPolicyName } from './adapters/policy/bundled-policies.ts';
import { tablePolicies } from './adapters/policy/table-policies.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { getFinding } from './http/get-finding.ts';
import { httpHandler } from './http/http-handler.ts';

const config = loadConfig(z.object({ TABLE_NAME: Setting, POLICY: BundledPolicyName }));
const client = new DynamoDBClient(clientSettings);
const table = { client, name: config.TABLE_NAME, retry: patientRetry };
const families = dynamoDbFamilies(table);
const policies = tablePolicies(table, config.POLICY);

/** Behind `GET /v1/families/{id}/finding`. */
export const handler = httpHandler(getFinding({ families, policies, clock }), { clock });
