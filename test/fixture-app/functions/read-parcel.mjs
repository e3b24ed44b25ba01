import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const table = new DynamoDBClient();

/** GET /parcels/{id}, and DELETE /parcels/{id}, which its role does not allow. */
export async function handler(event) {
  if (event.pathParameters.id === 'breaks') throw new Error('This parcel breaks.');
  const key = { pk: { S: `PARCEL#${event.pathParameters.id}` } };
  const input = { TableName: process.env.TABLE_NAME, Key: key };
  if (event.requestContext.http.method === 'DELETE') {
    try {
      await table.send(new DeleteItemCommand(input));
      return { statusCode: 204 };
    } catch (error) {
      console.log(JSON.stringify({ code: 'parcel-kept', counts: { parcels: 1 } }));
      return { statusCode: 409, body: error.name };
    }
  }
  const { Item: item } = await table.send(new GetItemCommand(input));
  if (item === undefined) return { statusCode: 404 };
  return { depot: item.depot.S, registeredAt: item.registeredAt.S, processId: process.pid };
}
