import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Club, openClub } from './sns-club.ts';
import { aPublication, subscribeTo } from './sns-publication.ts';

let club: Club;
beforeEach(async () => {
  club = await openClub();
});
afterEach(() => club.close());

const ann = 'ann@club.example';
const bob = '+447700900123';
const hours = (count: number) => count * 3_600_000;

const subscribe = (endpoint: string, protocol = 'email', attributes: Record<string, string> = {}) =>
  subscribeTo(club, endpoint, protocol, attributes);
const publish = (message: string, settings = {}) =>
  club.published(aPublication(club.topicArn, message, settings));
const stateOf = (endpoint: string) =>
  club.subscriptions.list().find((subscription) => subscription.endpoint === endpoint)?.state;
const messagesTo = (endpoint: string) =>
  club.mailbox.messages().filter((message) => message.endpoint === endpoint);
const newsFor = async (endpoint: string) => {
  await club.inbox.readToEnd();
  return messagesTo(endpoint)
    .filter(({ confirmLink }) => confirmLink === undefined)
    .map(({ body }) => body);
};
const toLate = () => ({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: club.queueArn('Late') }) });

describe('a person who is asked to confirm', () => {
  it('gets nothing until the link in the email is followed, and nothing of what was published before', async () => {
    await subscribe(ann);
    const [asked] = messagesTo(ann);
    expect(asked).toMatchObject({
      subject: 'AWS Notification - Subscription Confirmation',
      at: expect.stringMatching(/^2031-03-03T09:00/),
      body: expect.stringContaining(`${club.inboxUrl}/subscriptions/confirm?arn=`),
    });
    publish('early');
    expect(stateOf(ann)).toBe('pending');
    const followed = await fetch(asked?.confirmLink ?? '');
    expect([followed.status, await followed.text()]).toEqual([
      200,
      expect.stringContaining('<h1>Subscription confirmed</h1>'),
    ]);
    expect(stateOf(ann)).toBe('confirmed');
    publish('late');
    expect(await newsFor(ann)).toEqual(['late']);
  });

  it('finds the link on the page of the inbox, and cannot use it twice', async () => {
    await subscribe(ann);
    const page = await (await fetch(club.inboxUrl)).text();
    const [, link = ''] = /<a href="([^"]+)">Confirm subscription<\/a>/.exec(page) ?? [];
    const statuses = [];
    for (const method of ['POST', 'POST']) statuses.push((await fetch(link, { method })).status);
    expect(statuses).toEqual([200, 404]);
  });

  it('is forgotten after 48 hours by the clock of the stack, and not before', async () => {
    await subscribe(ann);
    club.clock.advance(hours(47.9));
    expect(stateOf(ann)).toBe('pending');
    club.clock.advance(hours(0.2));
    expect(stateOf(ann)).toBeUndefined();
    expect(() => club.subscriptions.confirm(ann)).toThrow('No pending subscription has that endpoint.');
  });

  it('is asked again, with 48 hours from then, when subscribed again', async () => {
    const first = await subscribe(ann);
    club.clock.advance(hours(40));
    expect(await subscribe(ann)).toBe(first);
    expect(messagesTo(ann)).toHaveLength(2);
    club.clock.advance(hours(40));
    expect(stateOf(ann)).toBe('pending');
  });
});

describe('what a test sees and does', () => {
  it('lists every subscription with its state and its filter', async () => {
    await subscribe(bob, 'sms', { FilterPolicy: '{"about":["sport"]}' });
    await subscribe(ann);
    expect(
      club.subscriptions
        .list()
        .map(({ protocol, endpoint, state, filterPolicy }) => [protocol, endpoint, state, filterPolicy]),
    ).toEqual([
      ['email', 'chair@club.example', 'confirmed', { about: ['money'] }],
      ['sms', bob, 'confirmed', { about: ['sport'] }],
      ['email', ann, 'pending', undefined],
    ]);
  });

  it('confirms whoever is pending', async () => {
    club.subscriptions.confirmAll();
    await subscribe(ann);
    await subscribe('eve@club.example');
    club.subscriptions.confirmAll();
    expect([stateOf(ann), stateOf('eve@club.example')]).toEqual(['confirmed', 'confirmed']);
  });

  it('does nothing for an endpoint that nobody has', () => {
    expect(() => club.subscriptions.confirm(ann)).toThrow('No pending subscription');
    expect(() => club.subscriptions.unsubscribe(ann)).toThrow('No confirmed email subscription');
    expect(() => club.subscriptions.bounce(club.queueArn('Post'), true)).toThrow('Only what goes to');
  });
});

describe('the link at the foot of an email', () => {
  it('is on the page and not in the body, and ends the subscription for whoever follows it', async () => {
    publish('of money', { about: 'money' });
    expect(await newsFor('chair@club.example')).toEqual(['of money']);
    const page = await (await fetch(club.inboxUrl)).text();
    const [, link = ''] = /<a href="(\/subscriptions\/unsubscribe[^"]+)">unsubscribe<\/a>/.exec(page) ?? [];
    const statuses = [];
    for (const _ of [1, 2]) statuses.push((await fetch(`${club.inboxUrl}${link}`)).status);
    expect(statuses).toEqual([200, 404]);
    expect(club.subscriptions.list()).toEqual([]);
    publish('of more money', { about: 'money' });
    expect(await newsFor('chair@club.example')).toEqual(['of money']);
    expect(await (await fetch(club.inboxUrl)).text()).not.toContain('unsubscribe</a>');
  });

  it('is followed by a mail scanner in the same way', async () => {
    await subscribe(ann);
    club.subscriptions.confirm(ann);
    club.subscriptions.unsubscribe(ann);
    expect(stateOf(ann)).toBeUndefined();
    publish('news');
    expect(await newsFor(ann)).toEqual([]);
  });

  it('does not end a subscription that is pending', async () => {
    const arn = await subscribe(ann);
    const query = new URLSearchParams({ arn });
    expect((await fetch(`${club.inboxUrl}/subscriptions/unsubscribe?${query}`)).status).toBe(404);
    expect(stateOf(ann)).toBe('pending');
  });
});

describe('an address from which everything comes back', () => {
  it('has its messages whole in the dead-letter queue, until it works again', async () => {
    await subscribe(ann, 'email', toLate());
    club.subscriptions.confirm(ann);
    club.subscriptions.bounce(ann, true);
    const message = JSON.stringify({ default: 'for all', email: 'for email' });
    publish(message, { messageId: 'id-7', subject: 'News', structure: 'json', about: 'sport' });
    expect(await newsFor(ann)).toEqual([]);
    expect(await club.bodiesIn('Late')).toEqual([
      {
        Type: 'Notification',
        MessageId: 'id-7',
        TopicArn: club.topicArn,
        Subject: 'News',
        Message: 'for email',
        Timestamp: expect.stringMatching(/^2031-03-03T09:00/),
        MessageAttributes: { about: { Type: 'String', Value: 'sport' } },
      },
    ]);
    club.subscriptions.bounce(ann, false);
    publish('again');
    expect(await newsFor(ann)).toEqual(['again']);
    expect(await club.bodiesIn('Late')).toEqual([]);
    expect(club.subscriptions.deliveries().map(({ outcome, redrive }) => [outcome, redrive])).toEqual([
      ['failed', 'redriven'],
      ['delivered', undefined],
    ]);
  });

  it('loses them without a dead-letter queue', async () => {
    await subscribe(bob, 'sms');
    club.subscriptions.bounce(bob, true);
    publish('news');
    expect(await newsFor(bob)).toEqual([]);
    expect(club.subscriptions.deliveries()).toEqual([
      {
        at: expect.any(Date),
        topicArn: club.topicArn,
        protocol: 'sms',
        outcome: 'failed',
        redrive: undefined,
      },
    ]);
  });

  it('loses them where the policy of that queue does not let SNS send, which is reported', async () => {
    const closed = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: club.queueArn('Closed') }) };
    await subscribe(bob, 'sms', closed);
    club.subscriptions.bounce(bob, true);
    publish('news');
    await club.inbox.readToEnd();
    expect(await club.bodiesIn('Closed')).toEqual([]);
    expect(club.subscriptions.deliveries()).toMatchObject([{ outcome: 'failed', redrive: 'failed' }]);
    expect(club.faults).toEqual([
      expect.stringMatching(/lost a message: the policy of Club\/Closed does not let sns.amazonaws.com send/),
    ]);
  });
});
