import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  byOwnerIndex,
  byStateIndex,
  dueIndex,
  partitionPrefix,
  tableKey,
} from '../../functions/adapters/dynamodb/table-keys.ts';
import type { LocalStack } from '../../local/stack.ts';
import { createStreamReader } from '../../local/streams/stream-reader.ts';
import type { StoredItem, TableOfStack } from '../support/table-of-stack.ts';
import type { Channel } from './channels.ts';

/** Told of everything that leaves by a channel. */
export type Hear = (channel: Channel, content: string) => void;

/**
 * Tells of everything that is to be seen of a stack after a story: what was
 * delivered and to where, what was counted and why alarms went off, every key
 * and item, every record of the stream, and what waits in queues. Receives the
 * messages in the queues: it comes last.
 */
export async function hearOfStack(stack: LocalStack, table: TableOfStack, hear: Hear): Promise<void> {
  for (const { endpoint, ...message } of stack.inbox.messages()) {
    hear('message', JSON.stringify(message));
    hear('endpoint', endpoint);
    if (message.confirmLink !== undefined) hear('address', message.confirmLink);
  }
  for (const { endpoint, ...subscription } of stack.subscriptions.list()) {
    hear('message', JSON.stringify(subscription));
    hear('endpoint', endpoint);
  }
  hear('metric', JSON.stringify([stack.metrics(), stack.alarms(), stack.alarmHistory()]));
  // The keys that items were asked for by are in what each call was judged with.
  for (const call of stack.calls()) hear('key', JSON.stringify(call));
  for (const item of await table.items()) hearOfItem(item, hear);
  await hearOfStream(stack, hear);
  await hearOfQueues(stack, hear);
}

/** Attributes that are a part of some key. */
const keyAttributes: ReadonlySet<string> = new Set(
  [tableKey, dueIndex, byOwnerIndex, byStateIndex].flatMap(({ partition, sort }) => [partition, sort]),
);

function hearOfItem(item: StoredItem, hear: Hear): void {
  const entries = Object.entries(item);
  const keys = entries.filter(([name]) => keyAttributes.has(name) && name !== dueIndex.sort);
  hear('key', JSON.stringify(Object.fromEntries(keys)));
  if (item[dueIndex.sort] !== undefined) hear('due', String(item[dueIndex.sort]));
  const rest = JSON.stringify(Object.fromEntries(entries.filter(([name]) => !keyAttributes.has(name))));
  hear(item.pk.startsWith(partitionPrefix.contact) ? 'contact' : 'item', rest);
}

async function hearOfStream({ database, model }: LocalStack, hear: Hear): Promise<void> {
  const { url: endpoint, region, accessKeyId } = database;
  const client = new DynamoDBStreamsClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'none' },
  });
  const { Streams: [stream] = [] } = await client.send(
    new ListStreamsCommand({ TableName: model.tables[0]?.name }),
  );
  const reader = createStreamReader(client, stream?.StreamArn ?? '', 'TRIM_HORIZON');
  for (let records = await reader.read(); records.length > 0; records = await reader.read())
    for (const record of records) hear('stream-record', JSON.stringify(record));
  client.destroy();
}

async function hearOfQueues({ operator, model }: LocalStack, hear: Hear): Promise<void> {
  const { url: endpoint, region, ...credentials } = operator;
  const client = new SQSClient({ endpoint, region, credentials });
  for (const { name, path } of model.queues) {
    // The ledger's own queue holds what is on its way, and every other one what went wrong.
    const channel = path.includes('AlertLedger') ? 'message' : 'dead-letter';
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: `${endpoint}/${model.account}/${name}`,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      for (const message of Messages) hear(channel, JSON.stringify(message));
    }
  }
  client.destroy();
}
