import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const table = new DynamoDBClient();
const topic = new SNSClient();

/** Reads each parcel, notes it and tells of it: three calls, one after the other. */
export async function handler(event) {
  for (const record of event.Records) {
    const { pk } = record.dynamodb.Keys;
    const TableName = process.env.TABLE_NAME;
    const { Item: item } = await table.send(new GetItemCommand({ TableName, Key: { pk } }));
    const day = new Date(record.dynamodb.ApproximateCreationDateTime * 1_000).toISOString().slice(0, 10);
    const note = { pk: { S: `NOTE#${pk.S}` }, depot: item.depot, day: { S: day } };
    await table.send(new PutItemCommand({ TableName, Item: note }));
    await topic.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message: pk.S }));
  }
}
