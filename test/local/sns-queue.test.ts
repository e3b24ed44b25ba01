import {
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Club, openClub } from './sns-club.ts';

let club: Club;
beforeEach(async () => {
  club = await openClub();
});
afterEach(() => club.close());

const subscribe = async (queue: string, attributes: Record<string, string>) => {
  const command = new SubscribeCommand({
    TopicArn: club.topicArn,
    Protocol: 'sqs',
    Endpoint: club.queueArn(queue),
    Attributes: attributes,
  });
  return (await club.steward.send(command)).SubscriptionArn ?? '';
};
const publish = (about: string) =>
  club.steward.send(
    new PublishCommand({
      TopicArn: club.topicArn,
      Message: `of ${about}`,
      MessageAttributes: { about: { DataType: 'String', StringValue: about } },
    }),
  );
const setFilter = (SubscriptionArn: string, AttributeValue: string) =>
  club.steward.send(
    new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }),
  );

describe('a queue that is subscribed', () => {
  it('gets what its filter lets through, until it is unsubscribed', async () => {
    const arn = await subscribe('Post', { FilterPolicy: '{"about":["money"]}' });
    await publish('money');
    await publish('sport');
    expect((await club.bodiesIn('Post')).map(({ Message }) => Message)).toEqual(['of money']);
    await setFilter(arn, '{"about":["sport"]}');
    await publish('sport');
    expect((await club.bodiesIn('Post')).map(({ Message }) => Message)).toEqual(['of sport']);
    await club.steward.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    await publish('sport');
    expect(await club.bodiesIn('Post')).toEqual([]);
    await club.inbox.readToEnd();
    const toQueues = club.subscriptions.deliveries().filter(({ protocol }) => protocol === 'sqs');
    expect(toQueues.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered']);
  });

  it('gets nothing where its policy does not let SNS send, and what was for it counts as failed', async () => {
    const redrive = JSON.stringify({ deadLetterTargetArn: club.queueArn('Late') });
    await subscribe('Closed', { RedrivePolicy: redrive });
    await publish('sport');
    await club.inbox.readToEnd();
    expect(await club.bodiesIn('Closed')).toEqual([]);
    expect((await club.bodiesIn('Late')).map(({ Message }) => Message)).toEqual(['of sport']);
    expect(club.subscriptions.deliveries()).toMatchObject([
      { protocol: 'sqs', outcome: 'failed', redrive: 'redriven' },
    ]);
  });
});
