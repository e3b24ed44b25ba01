import { afterEach, describe, expect, it } from 'vitest';
import type { LocalSubscription } from '../../local/assembly/model.ts';
import type { PublishRecord } from '../../local/gateway/publish-record.ts';
import { aModel } from './local-builders.ts';
import { aSnsWorld, type SnsWorld } from './sns-world.ts';

const topicArn = 'arn:aws:sns:eu-west-2:123456789012:arrivals';
const opened: SnsWorld[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

const aSubscription = (settings: Partial<LocalSubscription> = {}): LocalSubscription => ({
  path: 'Stack/Office',
  topicArn,
  protocol: 'email',
  endpoint: 'office@parcels.example',
  filterPolicy: undefined,
  filterPolicyScope: 'MessageAttributes',
  rawMessageDelivery: false,
  deadLetterQueueArn: undefined,
  ...settings,
});

const aPublication = (settings: Partial<PublishRecord> = {}): PublishRecord => ({
  messageId: 'id-1',
  topicArn,
  message: 'A parcel came in.',
  subject: 'Parcel',
  structure: undefined,
  attributes: {},
  ...settings,
});

const depots = (...names: string[]) => ({
  depots: { dataType: 'String.Array', value: JSON.stringify(names) },
});

async function anInbox(subscriptions: readonly LocalSubscription[], publications: readonly PublishRecord[]) {
  const world = await aSnsWorld(aModel({ subscriptions }));
  opened.push(world);
  world.clock.moveTo('2031-03-02T08:30:00Z');
  for (const publication of publications) world.published(publication);
  await world.inbox.readToEnd();
  return world.mailbox.messages();
}

describe('the inbox', () => {
  it('holds an email with its subject, its subscription and the time by the clock of the stack', async () => {
    expect(await anInbox([aSubscription()], [aPublication()])).toEqual([
      {
        messageId: 'id-1',
        at: expect.stringMatching(/^2031-03-02T08:3/),
        protocol: 'email',
        endpoint: 'office@parcels.example',
        subject: 'Parcel',
        body: 'A parcel came in.',
        subscriptionPath: 'Stack/Office',
      },
    ]);
  });

  it('gives each protocol its own text, the default where it has none', async () => {
    const message = JSON.stringify({ default: 'for all', email: 'for email' });
    const subscriptions = [aSubscription(), aSubscription({ protocol: 'sms', endpoint: '+447700900123' })];
    const messages = await anInbox(subscriptions, [aPublication({ message, structure: 'json' })]);
    expect(messages.map(({ protocol, subject, body }) => [protocol, subject, body])).toEqual([
      ['email', 'Parcel', 'for email'],
      ['sms', undefined, 'for all'],
    ]);
  });

  it('gives an email without a subject the subject that SNS gives it', async () => {
    const [message] = await anInbox([aSubscription()], [aPublication({ subject: undefined })]);
    expect(message?.subject).toBe('AWS Notification Message');
  });

  it.each<[string, unknown, PublishRecord['attributes'], boolean]>([
    ['no filter', undefined, {}, true],
    ['an equal value', { depot: ['leeds'] }, { depot: { dataType: 'String', value: 'leeds' } }, true],
    ['another value', { depot: ['leeds'] }, { depot: { dataType: 'String', value: 'york' } }, false],
    ['an attribute that is missing', { depot: ['leeds'] }, {}, false],
    ['an element of a list', { depots: ['leeds'] }, depots('york', 'leeds'), true],
    ['no element of a list', { depots: ['leeds'] }, depots('york', 'hull'), false],
    ['an empty list', { depots: ['leeds'] }, depots(), false],
    ['a prefix of an element', { depots: [{ prefix: 'le' }] }, depots('york', 'leeds'), true],
    ['a number', { weight: [{ numeric: ['>', 5] }] }, { weight: { dataType: 'Number', value: '7' } }, true],
    ['only one of two attributes', { depots: ['leeds'], urgent: ['yes'] }, depots('leeds'), false],
  ])(
    "lets a message through by the subscription's filter on %s",
    async (_, filterPolicy, attributes, expected) => {
      const messages = await anInbox([aSubscription({ filterPolicy })], [aPublication({ attributes })]);
      expect(messages).toHaveLength(expected ? 1 : 0);
    },
  );

  it('delivers once to a subscription that several elements of a list match', async () => {
    const subscription = aSubscription({ filterPolicy: { depots: ['leeds', 'york'] } });
    const messages = await anInbox([subscription], [aPublication({ attributes: depots('leeds', 'york') })]);
    expect(messages).toHaveLength(1);
  });

  it('keeps topics, people and publications apart', async () => {
    const other = 'arn:aws:sns:eu-west-2:123456789012:departures';
    const subscriptions = [
      aSubscription({ filterPolicy: { depots: ['leeds'] } }),
      aSubscription({
        path: 'Stack/Yard',
        endpoint: 'yard@parcels.example',
        filterPolicy: { depots: ['york'] },
      }),
      aSubscription({ path: 'Stack/Exit', endpoint: 'exit@parcels.example', topicArn: other }),
    ];
    const messages = await anInbox(subscriptions, [
      aPublication({ messageId: '1', attributes: depots('leeds') }),
      aPublication({ messageId: '2', topicArn: other }),
      aPublication({ messageId: '3', attributes: depots('york') }),
    ]);
    expect(messages.map(({ messageId, subscriptionPath }) => [messageId, subscriptionPath])).toEqual([
      ['1', 'Stack/Office'],
      ['2', 'Stack/Exit'],
      ['3', 'Stack/Yard'],
    ]);
  });

  it('ignores subscriptions that are not for people', async () => {
    expect(await anInbox([aSubscription({ protocol: 'sqs' })], [aPublication()])).toEqual([]);
  });

  it('does not open for a filter on the message body', async () => {
    const subscription = aSubscription({ filterPolicy: { a: ['b'] }, filterPolicyScope: 'MessageBody' });
    await expect(anInbox([subscription], [])).rejects.toThrow(
      'Stack/Office: the local stack filters on message attributes only.',
    );
  });
});
