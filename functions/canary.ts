import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { clientSettings } from './adapters/client-settings.ts';
import { dynamoDbNoticeLedger } from './adapters/dynamodb/dynamodb-notice-ledger.ts';
import { patientRetry } from './adapters/dynamodb/table.ts';
import { once } from './adapters/once.ts';
import { systemClock as clock } from './adapters/system-clock.ts';
import { clientSecretOf } from './canary/client-secret.ts';
import { publicApi } from './canary/public-api.ts';
import { loadConfig, Setting } from './config.ts';
import { canaryHandler } from './schedule/canary-handler.ts';

const config = loadConfig(
  z.object({
    TABLE_NAME: Setting,
    API_URL: Setting,
    TOKEN_URL: Setting,
    USER_POOL_ID: Setting,
    CLIENT_ID: Setting,
  }),
);
const pool = new CognitoIdentityProviderClient(clientSettings);
const ledger = dynamoDbNoticeLedger({
  client: new DynamoDBClient(clientSettings),
  name: config.TABLE_NAME,
  retry: patientRetry,
});
const clientSecret = once(() =>
  clientSecretOf(pool, { UserPoolId: config.USER_POOL_ID, ClientId: config.CLIENT_ID }),
);

/** On a schedule. */
export const handler = canaryHandler({
  way: async () => ({
    ...(await publicApi({
      apiUrl: config.API_URL,
      tokenUrl: config.TOKEN_URL,
      clientId: config.CLIENT_ID,
      clientSecret,
    })),
    isSeen: (alertId) => ledger.isSeen({ alertId, sequence: 1 }),
  }),
  clock,
});
