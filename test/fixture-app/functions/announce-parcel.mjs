import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const table = new DynamoDBClient();
const topic = new SNSClient();

/** Tells the depot of each parcel that the stream brings. */
export async function handler(event) {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      await announce(record.dynamodb.Keys);
    } catch {
      batchItemFailures.push({ itemIdentifier: record.dynamodb.SequenceNumber });
    }
  }
  return { batchItemFailures };
}

async function announce(key) {
  const { Item: item } = await table.send(
    new GetItemCommand({ TableName: process.env.TABLE_NAME, Key: key }),
  );
  const depots = [item.depot.S, 'head-office'];
  await topic.send(
    new PublishCommand({
      TopicArn: process.env.TOPIC_ARN,
      Subject: 'A parcel came in',
      MessageStructure: 'json',
      Message: JSON.stringify({
        default: 'A parcel came in.',
        email: `A parcel came in.\n\nDepot: ${item.depot.S} <main gate>`,
        sms: `Parcel at ${item.depot.S}`,
      }),
      MessageAttributes: { depots: { DataType: 'String.Array', StringValue: JSON.stringify(depots) } },
    }),
  );
}
