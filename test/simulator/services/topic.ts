import { PublishCommand } from '@aws-sdk/client-sns';
import { aFakeSns, type FakeSns } from '../../support/a-fake-sns.ts';
import type { Agenda } from '../kernel/agenda.ts';
import type { Random } from '../story/random.ts';
import { topicArn } from './names.ts';

/** A message as it arrived at an address. */
export type Delivery = {
  readonly at: number;
  readonly endpoint: string;
  readonly channel: string;
  readonly messageId: string;
  /** The notices that it tells of, as `<alert id>#<sequence>`. */
  readonly notices: readonly string[];
  readonly subject: string;
  readonly body: string;
};

/** A message as the service took it. */
export type Publication = {
  readonly at: number;
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly notices: readonly string[];
};

export type TopicOptions = {
  readonly agenda: Agenda;
  readonly random: Random;
  /** Whether mail to an address comes back just now. */
  readonly bounces: (endpoint: string) => boolean;
  readonly isBroughtTwice: () => boolean;
  /** The queue that sees everything. */
  readonly toLedger: (body: string) => void;
  readonly published: (publication: Publication) => void;
  readonly delivered: (delivery: Delivery) => void;
  /** Told of each message that could not be delivered. */
  readonly setAside: (channel: string, body: string) => void;
};

export type Topic = {
  readonly execute: (command: object) => object;
  readonly subscriptions: FakeSns;
};

/** SNS tries to hand an email or a text over for six hours ("Amazon SNS message delivery retries"). */
const tryAgainAfter = 600_000;
const mostTries = 36;

/**
 * A topic of SNS: a message goes to each confirmed subscription whose filter lets
 * it through, at least once, after a while and in no order, and to the ledger's queue.
 */
export function createTopic(options: TopicOptions): Topic {
  const { agenda, random } = options;
  const subscriptions = aFakeSns();
  let messages = 0;

  const publish = ({ input }: PublishCommand): object => {
    const messageId = `message-${++messages}`;
    const { recipients, notices } = {
      recipients: listOf(input, 'recipients'),
      notices: listOf(input, 'notices'),
    };
    options.published({ at: agenda.now(), messageId, recipients, notices });
    for (const { protocol, endpoint, state } of subscriptions.kept()) {
      const { FilterPolicy = '{}' } = subscriptions.attributesOf(endpoint);
      const wanted = Object.entries(JSON.parse(FilterPolicy) as Record<string, readonly string[]>);
      if (
        state !== 'confirmed' ||
        !wanted.every(([name, any]) => listOf(input, name).some((one) => any.includes(one)))
      )
        continue;
      const delivery = { endpoint, channel: protocol, messageId, notices, ...textsOf(input, protocol) };
      const times = options.isBroughtTwice() ? 2 : 1;
      for (let time = 0; time < times; time += 1)
        agenda.later(random.int(200, 4_000), () => deliver(options, delivery, 1));
    }
    const envelope = envelopeOf(input, messageId);
    agenda.later(random.int(20, 500), () => options.toLedger(envelope));
    return { MessageId: messageId };
  };

  return {
    subscriptions,
    execute: (command) =>
      command instanceof PublishCommand ? publish(command) : subscriptions.execute(command),
  };
}

type Input = PublishCommand['input'];

const listOf = ({ MessageAttributes = {} }: Input, name: string): readonly string[] =>
  JSON.parse(MessageAttributes[name]?.StringValue ?? '[]');

function textsOf({ Message = '{}', Subject = '' }: Input, protocol: string) {
  const texts: Readonly<Record<string, string>> = JSON.parse(Message);
  return { subject: protocol === 'email' ? Subject : '', body: texts[protocol] ?? texts.default ?? '' };
}

/** What SNS puts around a message for a queue. */
export const envelopeOf = (input: Input, messageId: string): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: input.Subject,
    Message: JSON.parse(input.Message ?? '{}').default,
    MessageAttributes: Object.fromEntries(
      Object.entries(input.MessageAttributes ?? {}).map(([name, { DataType, StringValue }]) => [
        name,
        { Type: DataType, Value: StringValue },
      ]),
    ),
  });

function deliver(options: TopicOptions, delivery: Omit<Delivery, 'at'>, tries: number): void {
  const { agenda } = options;
  if (!options.bounces(delivery.endpoint)) options.delivered({ ...delivery, at: agenda.now() });
  else if (tries < mostTries) agenda.later(tryAgainAfter, () => deliver(options, delivery, tries + 1));
  else options.setAside(delivery.channel, JSON.stringify(delivery));
}
