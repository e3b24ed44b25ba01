import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalSubscription } from '../assembly/model.ts';
import { filterableVariants, type PublishedAttribute } from './filterable-variants.ts';

/** A subscription of a person, to a topic by email or by text. */
export type PersonalSubscription = LocalSubscription & { readonly protocol: 'email' | 'sms' };

export type Letterboxes = {
  /** The subscriptions whose own filter lets a publication with these attributes through. */
  reachedBy(
    topicArn: string,
    attributes: Readonly<Record<string, PublishedAttribute>>,
  ): Promise<readonly PersonalSubscription[]>;
  close(): void;
};

type Letterbox = { readonly subscription: PersonalSubscription; readonly queueUrl: string };

/**
 * Opens a letterbox for each subscription: a queue in the emulator, subscribed
 * with that subscription's filter policy to a topic that stands for the real
 * one. So the emulator decides what arrives. Throws an Error on a filter on the
 * message body, which is not supported.
 */
export async function openLetterboxes(
  subscriptions: readonly PersonalSubscription[],
  emulator: { readonly url: string; readonly region: string },
): Promise<Letterboxes> {
  const credentials = { accessKeyId: 'inbox', secretAccessKey: 'inbox' };
  const configuration = { endpoint: emulator.url, region: emulator.region, credentials };
  const sns = new SNSClient(configuration);
  const sqs = new SQSClient(configuration);
  const topics = new Map<string, { topicArn: string; letterboxes: Letterbox[] }>();
  for (const [index, subscription] of subscriptions.entries()) {
    const topic = topics.get(subscription.topicArn) ?? {
      topicArn: await createTopic(sns, `local-inbox-${topics.size}`),
      letterboxes: [],
    };
    topics.set(subscription.topicArn, topic);
    const queue = await createQueue(sqs, `local-inbox-${index}`);
    await subscribe(sns, topic.topicArn, queue.arn, subscription);
    topic.letterboxes.push({ subscription, queueUrl: queue.url });
  }
  return {
    async reachedBy(topicArn, attributes) {
      const topic = topics.get(topicArn);
      if (topic === undefined) return [];
      for (const variant of filterableVariants(attributes)) {
        await sns.send(
          new PublishCommand({ TopicArn: topic.topicArn, Message: 'filter', MessageAttributes: variant }),
        );
      }
      const reached = await Promise.all(topic.letterboxes.map(({ queueUrl }) => empty(sqs, queueUrl)));
      return topic.letterboxes.filter((_, index) => reached[index]).map(({ subscription }) => subscription);
    },
    close() {
      sns.destroy();
      sqs.destroy();
    },
  };
}

async function createTopic(sns: SNSClient, name: string): Promise<string> {
  const { TopicArn: arn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  return arn;
}

async function createQueue(sqs: SQSClient, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: attributes?.QueueArn ?? '' };
}

async function subscribe(
  sns: SNSClient,
  topicArn: string,
  queueArn: string,
  subscription: PersonalSubscription,
): Promise<void> {
  const { filterPolicy, filterPolicyScope, path } = subscription;
  if (filterPolicy !== undefined && filterPolicyScope !== 'MessageAttributes') {
    throw new Error(`${path}: the local stack filters on message attributes only.`);
  }
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      ...(filterPolicy !== undefined && { Attributes: { FilterPolicy: JSON.stringify(filterPolicy) } }),
    }),
  );
}

/** The emulator has filled its queues by the time a publication is answered. Says whether anything was there. */
async function empty(sqs: SQSClient, queueUrl: string): Promise<boolean> {
  let found = false;
  for (;;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (messages.length === 0) return found;
    found = true;
    for (const { ReceiptHandle } of messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}
