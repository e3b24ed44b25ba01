import * as z from 'zod';
import { expectSuccess } from '../gateway/backend-call.ts';
import { emulatorArn } from '../gateway/emulator-arn.ts';
import type { LiveSubscription } from './subscription.ts';

export type QueueSubscription = Pick<LiveSubscription, 'path' | 'topicArn' | 'endpoint' | 'attributes'>;

/** Queues that are subscribed to topics in the emulator, which brings them their messages itself. */
export type EmulatedQueues = {
  subscribe(subscription: QueueSubscription): Promise<void>;
  /** A subscription that the emulator does not have is left alone. */
  unsubscribe(subscription: QueueSubscription): Promise<void>;
  /** The same, for a change of one attribute. */
  setAttribute(subscription: QueueSubscription, name: string, value: string): Promise<void>;
  /** Puts a message into a queue of the assembly, as SNS does with one that it could not deliver. */
  send(queueArn: string, body: string): Promise<void>;
};

const Redrive = z.looseObject({ deadLetterTargetArn: z.string() });

export function createEmulatedQueues(url: string, region: string): EmulatedQueues {
  const callSns = (what: string, form: Readonly<Record<string, string>>): Promise<string> =>
    expectSuccess(what, {
      url,
      contentType: 'application/x-www-form-urlencoded',
      credential: { accessKeyId: 'local', region, service: 'sns' },
      body: new URLSearchParams({ ...form, Version: '2010-03-31' }).toString(),
    });
  const subscribe = (subscription: QueueSubscription): Promise<string> =>
    callSns(`Subscribing ${subscription.path}`, {
      Action: 'Subscribe',
      TopicArn: emulatorArn(subscription.topicArn),
      Protocol: 'sqs',
      Endpoint: emulatorArn(subscription.endpoint),
      ...attributeFields(subscription.attributes),
    });
  const arnInEmulator = async ({
    path,
    topicArn,
    endpoint,
  }: QueueSubscription): Promise<string | undefined> => {
    const form = { Action: 'ListSubscriptionsByTopic', TopicArn: emulatorArn(topicArn) };
    const members = (await callSns(`Finding ${path}`, form)).split('<member>').slice(1);
    const member = members.find((each) => each.includes(`<Endpoint>${emulatorArn(endpoint)}</Endpoint>`));
    return /<SubscriptionArn>([^<]+)</.exec(member ?? '')?.[1];
  };
  return {
    subscribe: async (subscription) => void (await subscribe(subscription)),
    async unsubscribe(subscription) {
      const arn = await arnInEmulator(subscription);
      if (arn === undefined) return;
      await callSns(`Unsubscribing ${subscription.path}`, { Action: 'Unsubscribe', SubscriptionArn: arn });
    },
    async setAttribute(subscription, name, value) {
      const arn = await arnInEmulator(subscription);
      if (arn === undefined) return;
      await callSns(`Changing ${subscription.path}`, {
        Action: 'SetSubscriptionAttributes',
        SubscriptionArn: arn,
        AttributeName: name,
        AttributeValue: emulatorValue(name, value),
      });
    },
    async send(queueArn, body) {
      await expectSuccess(`Sending to ${queueArn}`, {
        url,
        contentType: 'application/x-amz-json-1.0',
        target: 'AmazonSQS.SendMessage',
        credential: { accessKeyId: 'local', region, service: 'sqs' },
        body: JSON.stringify({ QueueUrl: `${url}/local/${queueArn.split(':').at(-1)}`, MessageBody: body }),
      });
    },
  };
}

const attributeFields = (attributes: LiveSubscription['attributes']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value], index) => [
      [`Attributes.entry.${index + 1}.key`, key],
      [`Attributes.entry.${index + 1}.value`, emulatorValue(key, value)],
    ]),
  );

const emulatorValue = (name: string, value: string): string =>
  name === 'RedrivePolicy' && value !== ''
    ? JSON.stringify({
        deadLetterTargetArn: emulatorArn(Redrive.parse(JSON.parse(value)).deadLetterTargetArn),
      })
    : value;
