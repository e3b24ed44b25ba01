import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  type SubscribeCommandInput,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Club, openClub } from './sns-club.ts';
import { answered, subscribeTo } from './sns-publication.ts';

let club: Club;
beforeEach(async () => {
  club = await openClub();
});
afterEach(() => club.close());

const ann = 'ann@club.example';
const money = { FilterPolicy: JSON.stringify({ about: ['money'] }) };

const subscribe = async (endpoint: string, given: Partial<SubscribeCommandInput> = {}) => {
  const command = new SubscribeCommand({
    TopicArn: club.topicArn,
    Protocol: 'email',
    Endpoint: endpoint,
    ReturnSubscriptionArn: true,
    ...given,
  });
  return (await club.steward.send(command)).SubscriptionArn ?? '';
};
const listed = async (NextToken?: string) =>
  club.steward.send(new ListSubscriptionsByTopicCommand({ TopicArn: club.topicArn, NextToken }));
const endpoints = async () => ((await listed()).Subscriptions ?? []).map(({ Endpoint }) => Endpoint).sort();
const attributesOf = async (SubscriptionArn: string) =>
  (await club.steward.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
const setAttribute = (SubscriptionArn: string, AttributeName: string, AttributeValue?: string) =>
  club.steward.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
const unsubscribe = (SubscriptionArn: string) =>
  club.steward.send(new UnsubscribeCommand({ SubscriptionArn }));
const publish = (about: string) =>
  club.steward.send(
    new PublishCommand({
      TopicArn: club.topicArn,
      Message: `of ${about}`,
      MessageAttributes: { about: { DataType: 'String', StringValue: about } },
    }),
  );
const read = async (endpoint: string) => {
  await club.inbox.readToEnd();
  const messages = club.mailbox.messages().filter((message) => message.endpoint === endpoint);
  return messages.filter(({ confirmLink }) => confirmLink === undefined).map(({ body }) => body);
};

describe('subscribing', () => {
  it('leaves an email pending, under no arn in lists and its own where it was asked for', async () => {
    expect(await subscribe('bob@club.example', { ReturnSubscriptionArn: false })).toBe(
      'pending confirmation',
    );
    const arn = await subscribe(ann);
    expect(arn).toMatch(new RegExp(`^${club.topicArn}:[0-9a-f-]{36}$`));
    expect((await listed()).Subscriptions).toContainEqual({
      SubscriptionArn: 'PendingConfirmation',
      Owner: '111122223333',
      Protocol: 'email',
      Endpoint: ann,
      TopicArn: club.topicArn,
    });
    expect(await attributesOf(arn)).toMatchObject({
      PendingConfirmation: 'true',
      Endpoint: ann,
      SubscriptionPrincipal: expect.stringContaining(':role/'),
    });
  });

  it.each([
    ['sms', '+447700900123'],
    ['sqs', 'Post'],
  ])('confirms %s at once', async (Protocol, endpoint) => {
    const Endpoint = Protocol === 'sqs' ? club.queueArn(endpoint) : endpoint;
    const arn = await subscribe(Endpoint, { Protocol, ReturnSubscriptionArn: false });
    expect(await attributesOf(arn)).toMatchObject({ PendingConfirmation: 'false', Endpoint });
  });

  it('gives the same subscription for the same endpoint, and refuses other attributes', async () => {
    const arn = await subscribe(ann, { Attributes: money });
    expect(await subscribe(ann, { Attributes: { FilterPolicy: '{ "about": ["money"] }' } })).toBe(arn);
    expect(await subscribe(ann)).toBe(arn);
    await expect(
      subscribe(ann, { Attributes: { FilterPolicy: '{"about":["sport"]}' } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    });
    expect(await endpoints()).toEqual([ann, 'chair@club.example']);
  });

  it.each<[string, Partial<SubscribeCommandInput>, string]>([
    ['an address that is none', { Endpoint: 'ann' }, 'Invalid parameter: Email address'],
    [
      'a number that is none',
      { Protocol: 'sms', Endpoint: 'ann' },
      'Invalid parameter: Invalid SMS endpoint',
    ],
    ['a protocol that SNS does not have', { Protocol: 'pigeon' }, 'Does not support this protocol string'],
    ['a filter that is none', { Attributes: { FilterPolicy: '{"a":"b"}' } }, 'FilterPolicy: "a" must be'],
    ['an unknown attribute', { Attributes: { Colour: 'red' } }, 'Invalid parameter: AttributeName'],
    ['a dead-letter queue that is not there', { Attributes: { RedrivePolicy: '{}' } }, 'RedrivePolicy'],
    ['raw delivery by email', { Attributes: { RawMessageDelivery: 'true' } }, 'raw message delivery'],
  ])('is refused for %s', async (_what, given, message) => {
    await expect(subscribe(ann, given)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
    expect(await endpoints()).toEqual(['chair@club.example']);
  });

  it('is refused for a topic that is not there', async () => {
    const form = { TopicArn: `${club.topicArn}-2`, Protocol: 'email', Endpoint: ann };
    expect(await answered(club, 'Subscribe', form)).toContain('<Code>NotFound</Code>');
    expect(await answered(club, 'ListSubscriptionsByTopic', form)).toContain('<Code>NotFound</Code>');
  });

  it('does not take what the local stack could not act on', async () => {
    const attributes = { FilterPolicy: '{"a":["b"]}', FilterPolicyScope: 'MessageBody' };
    await expect(subscribe(ann, { Attributes: attributes })).rejects.toThrow('message attributes only');
    await expect(subscribe('https://club.example', { Protocol: 'https' })).rejects.toThrow('by https');
  });
});

describe('the list of a topic', () => {
  it('holds the subscriptions of the template from the start, confirmed', async () => {
    const { Subscriptions = [] } = await listed();
    expect(Subscriptions).toHaveLength(1);
    expect(await attributesOf(Subscriptions[0]?.SubscriptionArn ?? '')).toMatchObject({
      Endpoint: 'chair@club.example',
      PendingConfirmation: 'false',
      FilterPolicy: '{"about":["money"]}',
      FilterPolicyScope: 'MessageAttributes',
    });
  });

  it('comes in pages of a hundred', async () => {
    const others = Array.from({ length: 204 }, (_, index) => `person-${index}@club.example`);
    for (const each of others) await subscribeTo(club, each, 'email', {});
    const first = await listed();
    const second = await listed(first.NextToken);
    const third = await listed(second.NextToken);
    const pages = [first, second, third].map(({ Subscriptions = [] }) => Subscriptions);
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 5]);
    expect(third.NextToken).toBeUndefined();
    expect(new Set(pages.flat().map(({ Endpoint }) => Endpoint))).toEqual(
      new Set([...others, 'chair@club.example']),
    );
  });

  it('refuses a token that is none', async () => {
    await expect(listed('next')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the attributes of a subscription', () => {
  it('change the filter from then on, and an empty text takes it away', async () => {
    const arn = await subscribe(ann, { Attributes: money });
    club.subscriptions.confirm(ann);
    await publish('sport');
    expect(await read(ann)).toEqual([]);
    await setAttribute(arn, 'FilterPolicy', '{"about":["sport"]}');
    await publish('sport');
    await publish('money');
    expect(await read(ann)).toEqual(['of sport']);
    await setAttribute(arn, 'FilterPolicy', '');
    await publish('music');
    expect(await read(ann)).toEqual(['of sport', 'of music']);
    expect(await attributesOf(arn)).not.toHaveProperty('FilterPolicy');
  });

  it('are refused where they are not valid, and stay as they were', async () => {
    const arn = await subscribe(ann, { Attributes: money });
    await expect(setAttribute(arn, 'FilterPolicy', '[]')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await attributesOf(arn)).toMatchObject(money);
  });

  it('belong to a subscription that is there', async () => {
    await expect(attributesOf(`${club.topicArn}:gone`)).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(setAttribute(`${club.topicArn}:gone`, 'FilterPolicy', '{}')).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe('unsubscribing', () => {
  it('ends a subscription that is confirmed, and one that is not there without a word', async () => {
    const arn = await subscribe(ann);
    club.subscriptions.confirm(ann);
    await unsubscribe(arn);
    await unsubscribe(arn);
    await publish('money');
    expect(await read(ann)).toEqual([]);
    expect(await endpoints()).toEqual(['chair@club.example']);
  });

  it('is refused for one that is pending, by its own arn and by the word in the list', async () => {
    const arn = await subscribe(ann);
    for (const each of [arn, 'PendingConfirmation']) {
      await expect(unsubscribe(each)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    expect(await endpoints()).toEqual([ann, 'chair@club.example']);
  });
});

describe('policies', () => {
  it('are asked of the topic, also of what is done to one of its subscriptions', async () => {
    const arn = await subscribe(ann);
    const TopicArn = club.topicArn;
    const refused = { name: 'AuthorizationErrorException' };
    const calls = [
      new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'eve@club.example' }),
      new ListSubscriptionsByTopicCommand({ TopicArn }),
      new UnsubscribeCommand({ SubscriptionArn: arn }),
      new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }),
      new SetSubscriptionAttributesCommand({ SubscriptionArn: arn, AttributeName: 'FilterPolicy' }),
    ];
    for (const call of calls) await expect(club.member.send(call as never)).rejects.toMatchObject(refused);
    const denied = club.gateway.calls().filter(({ decision }) => decision === 'denied');
    expect(denied.map(({ action, resource }) => [action, resource])).toEqual([
      ['sns:Subscribe', TopicArn],
      ['sns:ListSubscriptionsByTopic', TopicArn],
      ['sns:Unsubscribe', TopicArn],
      ['sns:GetSubscriptionAttributes', TopicArn],
      ['sns:SetSubscriptionAttributes', TopicArn],
    ]);
  });
});
