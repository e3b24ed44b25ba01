import { PublishCommand } from '@aws-sdk/client-sns';
import { envelopeOf } from '../../simulator/services/topic.ts';
import { aFakeSns, type FakeSns } from '../a-fake-sns.ts';
import type { Client } from './traced-aws.ts';

/** A message as it arrived at an address. */
export type Delivery = {
  readonly endpoint: string;
  readonly messageId: string;
  readonly notices: readonly string[];
  readonly at: number;
};

/** The subscriptions of a topic, in the order in which they were made. */
export type TopicState = readonly {
  readonly protocol: string;
  readonly endpoint: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, string>>;
}[];

/** A topic of SNS with the subscriptions of people, and one of a queue without a filter. */
export type PublishingTopic = {
  readonly client: Client;
  readonly subscriptions: FakeSns;
  readonly state: () => TopicState;
  readonly deliveries: readonly Delivery[];
  /** What lies in the queue, the oldest first; whoever has kept a message takes it away. */
  readonly queue: { readonly messageId: string; readonly body: string }[];
};

/**
 * Publishes as SNS is documented to: to each confirmed subscription whose filter
 * on the message's attributes matches, and to the queue. `published` is called
 * when the message is in the queue and before whoever published it is told.
 */
export function aPublishingTopic(
  before: TopicState,
  now: () => number,
  published: () => Promise<void>,
): PublishingTopic {
  const subscriptions = aFakeSns();
  for (const { protocol, endpoint, state, attributes } of before) {
    subscriptions.add(protocol, endpoint, attributes);
    if (state === 'confirmed') subscriptions.confirm(endpoint);
  }
  const deliveries: Delivery[] = [];
  const queue: PublishingTopic['queue'] = [];
  let messages = 0;

  const publish = async ({ input }: PublishCommand): Promise<object> => {
    const attributes = input.MessageAttributes ?? {};
    const list = (name: string): string[] => JSON.parse(attributes[name]?.StringValue ?? '[]');
    const messageId = `message-${++messages}`;
    for (const { endpoint, state } of subscriptions.kept()) {
      const { FilterPolicy = '{}' } = subscriptions.attributesOf(endpoint);
      const wanted: Readonly<Record<string, readonly string[]>> = JSON.parse(FilterPolicy);
      const isMatch = Object.entries(wanted).every(([name, any]) =>
        list(name).some((one) => any.includes(one)),
      );
      if (state === 'confirmed' && isMatch)
        deliveries.push({ endpoint, messageId, notices: list('notices'), at: now() });
    }
    queue.push({
      messageId: `queued-${messageId}`,
      body: envelopeOf(input, messageId),
    });
    await published();
    return { MessageId: messageId };
  };

  return {
    client: {
      send: (command) =>
        command instanceof PublishCommand ? publish(command) : subscriptions.client.send(command as never),
    },
    subscriptions,
    state: () =>
      subscriptions.kept().map((one) => ({ ...one, attributes: subscriptions.attributesOf(one.endpoint) })),
    deliveries,
    queue,
  };
}
