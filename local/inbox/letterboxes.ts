import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { attributeNamesOf } from '../sns/filter-policy.ts';
import type { LiveSubscription } from '../sns/subscription.ts';
import { filterableVariants, type PublishedAttribute } from './filterable-variants.ts';

export type Letterboxes = {
  /** Those of a topic's subscriptions whose own filter lets a publication with these attributes through. */
  reachedBy(
    topicArn: string,
    attributes: Readonly<Record<string, PublishedAttribute>>,
    subscriptions: readonly LiveSubscription[],
  ): Promise<readonly LiveSubscription[]>;
  close(): void;
};

type Letterbox = {
  readonly queueUrl: string;
  /** Of the queue's own subscription in the emulator. */
  readonly arn: string;
  readonly filterPolicy: string;
};

/** A topic of the emulator that stands for a real one, with a letterbox for each subscription, by its arn. */
type Stand = { readonly topicArn: string; readonly letterboxes: Map<string, Letterbox> };

type Clients = { readonly sns: SNSClient; readonly sqs: SQSClient };

/**
 * Keeps a letterbox for each subscription: a queue in the emulator, subscribed
 * with that subscription's filter policy to a topic that stands for the real
 * one. So the emulator decides what arrives. Letterboxes come and go with the
 * subscriptions.
 */
export function openLetterboxes(emulator: { readonly url: string; readonly region: string }): Letterboxes {
  const credentials = { accessKeyId: 'inbox', secretAccessKey: 'inbox' };
  const configuration = { endpoint: emulator.url, region: emulator.region, credentials };
  const clients = { sns: new SNSClient(configuration), sqs: new SQSClient(configuration) };
  const stands = new Map<string, Stand>();
  let opened = 0;

  const standFor = async (topicArn: string): Promise<Stand> => {
    const known = stands.get(topicArn);
    if (known !== undefined) return known;
    const stand = {
      topicArn: await createTopic(clients, `local-inbox-${stands.size}`),
      letterboxes: new Map<string, Letterbox>(),
    };
    stands.set(topicArn, stand);
    return stand;
  };
  const bringUpToDate = async (stand: Stand, subscriptions: readonly LiveSubscription[]): Promise<void> => {
    for (const [arn, letterbox] of stand.letterboxes) {
      if (subscriptions.some((subscription) => subscription.arn === arn)) continue;
      await takeDown(clients, letterbox);
      stand.letterboxes.delete(arn);
    }
    for (const { arn, attributes } of subscriptions) {
      const { FilterPolicy: filterPolicy = '' } = attributes;
      const letterbox = stand.letterboxes.get(arn);
      if (letterbox === undefined) {
        opened += 1;
        const made = await putUp(clients, `local-inbox-${opened}`, stand.topicArn, filterPolicy);
        stand.letterboxes.set(arn, made);
      } else if (letterbox.filterPolicy !== filterPolicy) {
        await setFilter(clients, letterbox.arn, filterPolicy);
        stand.letterboxes.set(arn, { ...letterbox, filterPolicy });
      }
    }
  };
  return {
    async reachedBy(topicArn, attributes, subscriptions) {
      const stand = await standFor(topicArn);
      await bringUpToDate(stand, subscriptions);
      const asked = new Set([...stand.letterboxes.values()].flatMap(namesAskedFor));
      for (const variant of filterableVariants(attributes, asked)) {
        await clients.sns.send(
          new PublishCommand({ TopicArn: stand.topicArn, Message: 'filter', MessageAttributes: variant }),
        );
      }
      const reached = new Set<string>();
      await Promise.all(
        [...stand.letterboxes].map(async ([arn, { queueUrl }]) => {
          if (await empty(clients.sqs, queueUrl)) reached.add(arn);
        }),
      );
      return subscriptions.filter(({ arn }) => reached.has(arn));
    },
    close() {
      clients.sns.destroy();
      clients.sqs.destroy();
    },
  };
}

const namesAskedFor = ({ filterPolicy }: Letterbox): readonly string[] =>
  filterPolicy === '' ? [] : attributeNamesOf(filterPolicy);

async function createTopic({ sns }: Clients, name: string): Promise<string> {
  const { TopicArn: arn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  return arn;
}

async function putUp(
  { sns, sqs }: Clients,
  name: string,
  topicArn: string,
  filterPolicy: string,
): Promise<Letterbox> {
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { SubscriptionArn: arn = '' } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: attributes?.QueueArn ?? '',
      ...(filterPolicy !== '' && { Attributes: { FilterPolicy: filterPolicy } }),
    }),
  );
  return { queueUrl, arn, filterPolicy };
}

async function takeDown({ sns, sqs }: Clients, { arn, queueUrl }: Letterbox): Promise<void> {
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
}

async function setFilter({ sns }: Clients, arn: string, filterPolicy: string): Promise<void> {
  await sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn: arn,
      AttributeName: 'FilterPolicy',
      AttributeValue: filterPolicy,
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
