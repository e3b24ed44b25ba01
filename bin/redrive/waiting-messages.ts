import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type QueueName, queueNames } from './queues.ts';
import type { RedriveWorld } from './redrive-world.ts';

/** A message that waits in a dead-letter queue. */
export type WaitingMessage = {
  readonly body: string;
  /** When it was first sent, in milliseconds. */
  readonly since: number;
  /** The queue it waited in before it was parked, or the one it is in. */
  readonly firstIn: QueueName;
  readonly receipt: string;
};

/** Taken out at most in one run. What is more waits for the next. */
export const mostAtOnce = 100;

/** Nobody else gets what was taken out for so long: longer than a run takes. */
const hiddenForSeconds = 600;

/** How many wait in a queue, and how many others have been taken out just now. */
export async function countWaiting({ sqs, queueUrls }: RedriveWorld, queue: QueueName): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrls[queue],
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

/** Takes messages out of a queue. Each comes back by itself, unless it is put back or deleted before. */
export async function takeWaiting(world: RedriveWorld, queue: QueueName): Promise<readonly WaitingMessage[]> {
  const taken: WaitingMessage[] = [];
  while (taken.length < mostAtOnce) {
    const { Messages = [] } = await world.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: world.queueUrls[queue],
        MaxNumberOfMessages: Math.min(10, mostAtOnce - taken.length),
        VisibilityTimeout: hiddenForSeconds,
        // Asks every server of the queue, where no waiting might find none of what is there.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    taken.push(...Messages.map((message) => waiting(message, queue, world)));
  }
  return taken;
}

function waiting(message: Message, queue: QueueName, { queueUrls }: RedriveWorld): WaitingMessage {
  const { Body, ReceiptHandle, Attributes } = message;
  if (ReceiptHandle === undefined) throw new Error('A queue handed out a message without a receipt.');
  const parkedFrom = queueNames.find((name) => nameIn(queueUrls[name]) === arnName(message));
  return {
    body: Body ?? '',
    since: Number(Attributes?.SentTimestamp ?? 0),
    firstIn: parkedFrom ?? queue,
    receipt: ReceiptHandle,
  };
}

const nameIn = (url: string): string | undefined => url.split('/').at(-1);
const arnName = ({ Attributes }: Message): string | undefined =>
  Attributes?.DeadLetterQueueSourceArn?.split(':').at(-1);

/** Puts back what was only looked at, so that whoever looks next finds it at once. */
export async function putBack(
  { sqs, queueUrls }: RedriveWorld,
  queue: QueueName,
  messages: readonly WaitingMessage[],
): Promise<void> {
  for (const { receipt } of messages) {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrls[queue],
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      }),
    );
  }
}

/** Deletes what is done. */
export async function deleteDone(
  { sqs, queueUrls }: RedriveWorld,
  queue: QueueName,
  { receipt }: WaitingMessage,
): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrls[queue], ReceiptHandle: receipt }));
}
