import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { loadConfig, Setting } from './config.ts';
import { watchMappingsHandler } from './schedule/watch-mappings-handler.ts';

/** Names separated by commas, as the infrastructure joins them. */
const Names = Setting.transform((text) => text.split(','));

const config = loadConfig(z.object({ TABLE_NAME: Setting, MAPPING_IDS: Names }));

/** On a schedule. */
export const handler = watchMappingsHandler({
  lambda: new LambdaClient(clientSettings),
  dynamoDb: new DynamoDBClient(clientSettings),
  tableName: config.TABLE_NAME,
  mappingIds: config.MAPPING_IDS,
  clock,
});
