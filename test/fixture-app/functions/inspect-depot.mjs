import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';

const table = new DynamoDBClient();
const lambda = new LambdaClient();
const pool = new CognitoIdentityProviderClient();
const {
  TABLE_NAME: TableName,
  MAPPING_ID: UUID,
  USER_POOL_ID: UserPoolId,
  CLIENT_ID: ClientId,
} = process.env;

/** Two parcels a page, however many pages there are. */
async function scan() {
  const keys = [];
  let ExclusiveStartKey;
  let pages = 0;
  do {
    const page = await table.send(new ScanCommand({ TableName, Limit: 2, ExclusiveStartKey }));
    keys.push(...page.Items.map(({ pk }) => pk.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
    pages += 1;
  } while (ExclusiveStartKey !== undefined);
  return { keys: keys.sort(), pages };
}

const clientOf = async () => {
  const { UserPoolClient } = await pool.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return UserPoolClient;
};

/** The way that a partner takes, by the addresses that the environment names. */
async function asPartner() {
  const { ClientSecret } = await clientOf();
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: ClientId,
    client_secret: ClientSecret,
  });
  const token = await fetch(process.env.TOKEN_URL, { method: 'POST', body });
  const where = await fetch(`${process.env.API_URL}/where`);
  return { token: token.status, where: await where.json() };
}

const tasks = {
  scan,
  table: async () => (await table.send(new DescribeTableCommand({ TableName }))).Table,
  mapping: async () => {
    const { $metadata, ...mapping } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return mapping;
  },
  client: clientOf,
  asPartner,
  environment: async () => ({ queue: process.env.QUEUE_URL, api: process.env.API_URL }),
  break: async () => {
    throw new TypeError('The ladder broke.');
  },
};

/** Does one task of an inspection. */
export async function handler({ task }) {
  return await tasks[task]();
}
