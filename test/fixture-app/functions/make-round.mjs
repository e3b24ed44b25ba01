import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const table = new DynamoDBClient();

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
