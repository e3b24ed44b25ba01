import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const table = new DynamoDBClient();

/** Keeps each card that came by post. */
export async function handler(event) {
  for (const { body } of event.Records) {
    const Item = { pk: { S: `CARD#${body}` } };
    await table.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
  }
}
