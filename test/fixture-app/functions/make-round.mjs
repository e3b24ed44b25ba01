import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

// The SDK's own number of attempts differs from service to service.
const table = new DynamoDBClient({ maxAttempts: 3 });

/** Counts the rounds that were made. */
export async function handler() {
  await table.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { pk: { S: 'ROUNDS' } },
      UpdateExpression: 'ADD rounds :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
}
