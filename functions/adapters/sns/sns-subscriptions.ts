import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  type Subscription,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { LiveSubscription, Subscriptions } from '../../../core/ports/subscriptions.ts';
import { attributesFor, type FailureQueueArns, keepsFailures, onlyFor } from './subscription-attributes.ts';

type Client = Pick<SNSClient, 'send'>;

/**
 * The email and SMS subscriptions of a topic. SNS lists one that waits for its
 * confirmation under the word `PendingConfirmation`, tells no more of it and
 * cannot end it; it forgets it by itself. One that has just ended is listed
 * as `Deleted` for a while.
 */
export const snsSubscriptions = (
  client: Client,
  topicArn: string,
  failureQueues: FailureQueueArns,
): Subscriptions => ({
  live: async () => {
    const found: LiveSubscription[] = [];
    for (const subscription of await listed(client, topicArn)) {
      const live = await describe(client, subscription, failureQueues);
      if (live !== undefined) found.push(live);
    }
    return found;
  },
  subscribe: async ({ person, channel, endpoint }) => {
    await client.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: channel,
        Endpoint: endpoint,
        // From the start: nobody gets what is meant for another, not even for a moment.
        Attributes: attributesFor(person, failureQueues[channel]),
        ReturnSubscriptionArn: true,
      }),
    );
  },
  correct: async (id, { person, channel }) => {
    // One at a time, as SNS takes them; the scope first, since a filter is judged by it.
    for (const [AttributeName, AttributeValue] of Object.entries(
      attributesFor(person, failureQueues[channel]),
    )) {
      await client.send(
        new SetSubscriptionAttributesCommand({ SubscriptionArn: id, AttributeName, AttributeValue }),
      );
    }
  },
  unsubscribe: async (id) => {
    try {
      await client.send(new UnsubscribeCommand({ SubscriptionArn: id }));
    } catch (error) {
      if (!(error instanceof NotFoundException)) throw error;
    }
  },
});

/** All subscriptions of the topic, a page of a hundred at a time. */
async function listed(client: Client, TopicArn: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    found.push(...(page.Subscriptions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Undefined for what is no person's, or has ended. */
async function describe(
  client: Client,
  { Protocol: channel, Endpoint: endpoint = '', SubscriptionArn: id = 'Deleted' }: Subscription,
  failureQueues: FailureQueueArns,
): Promise<LiveSubscription | undefined> {
  if ((channel !== 'email' && channel !== 'sms') || id === 'Deleted') return undefined;
  if (id === 'PendingConfirmation') return { state: 'pending', channel, endpoint };
  const Attributes = await attributesOf(client, id);
  if (Attributes === undefined) return undefined;
  return {
    state: 'confirmed',
    channel,
    endpoint,
    id,
    onlyFor: onlyFor(Attributes),
    keepsFailures: keepsFailures(Attributes, failureQueues[channel]),
  };
}

/** Undefined where the subscription has ended since it was listed. */
async function attributesOf(client: Client, SubscriptionArn: string) {
  try {
    const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return Attributes;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
