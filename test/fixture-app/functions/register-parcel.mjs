import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';

const table = new DynamoDBClient();
const keys = new KMSClient();

/** POST /parcels: keeps a parcel under a keyed hash of its label. */
export async function handler(event) {
  const { label, depot } = JSON.parse(event.body);
  const { Mac: mac } = await keys.send(
    new GenerateMacCommand({
      KeyId: process.env.LABEL_KEY_ID,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(label),
    }),
  );
  const id = Buffer.from(mac).toString('hex');
  const registeredAt = new Date().toISOString();
  await table.send(
    new PutItemCommand({
      TableName: process.env.TABLE_NAME,
      Item: { pk: { S: `PARCEL#${id}` }, depot: { S: depot }, registeredAt: { S: registeredAt } },
    }),
  );
  console.log('registered');
  const client = event.requestContext.authorizer.jwt.claims.client_id;
  return {
    statusCode: 201,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id, client }),
  };
}
