import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Club, openClub } from './sns-club.ts';
import { answered, aPublication, subscribeTo } from './sns-publication.ts';

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
describe('many emails at once', () => {
  /** So many within one second, by a clock that stands as good as still. */
  const burst = (count: number) => {
    club.clock.moveTo('2031-03-03T10:00:00Z');
    for (let index = 0; index < count; index += 1) publish(`news ${index}`);
  };

  it('leave a subscription alone up to ten within a second', async () => {
    await subscribe(ann);
    club.subscriptions.confirm(ann);
    burst(10);
    club.clock.advance(1_000);
    publish('a second later');
    expect(await newsFor(ann)).toHaveLength(11);
    expect(stateOf(ann)).toBe('confirmed');
  });

  it('switch it off with the eleventh: listed as pending, and silent', async () => {
    const arn = await subscribe(ann);
    club.subscriptions.confirm(ann);
    await subscribe(bob, 'sms');
    burst(12);
    club.clock.advance(60_000);
    publish('a minute later');
    expect(await newsFor(ann)).toHaveLength(10);
    expect(await newsFor(bob)).toHaveLength(13);
    expect(stateOf(ann)).toBe('switched-off');
    expect(await answered(club, 'ListSubscriptionsByTopic', { TopicArn: club.topicArn })).toContain(
      `<SubscriptionArn>PendingConfirmation</SubscriptionArn><Owner>111122223333</Owner><Protocol>email</Protocol><Endpoint>${ann}`,
    );
    expect(await answered(club, 'GetSubscriptionAttributes', { SubscriptionArn: arn })).toContain(
      '<key>PendingConfirmation</key><value>true</value>',
    );
    const emails = club.subscriptions.deliveries().filter(({ protocol }) => protocol === 'email');
    expect(emails.map(({ outcome }) => outcome)).toEqual(Array(10).fill('delivered'));
  });

  it('are counted after the filter, for each subscription by itself', async () => {
    await subscribe(ann, 'email', { FilterPolicy: '{"about":["sport"]}' });
    await subscribe('eve@club.example');
    club.subscriptions.confirmAll();
    burst(8);
    for (const _ of [1, 2, 3]) publish('of sport', { about: 'sport' });
    await club.inbox.readToEnd();
    expect([stateOf(ann), stateOf('eve@club.example')]).toEqual(['confirmed', 'switched-off']);
  });

  it('can be followed by a new confirmation, when somebody subscribes the address again', async () => {
    const arn = await subscribe(ann);
    club.subscriptions.confirm(ann);
    burst(11);
    await club.inbox.readToEnd();
    expect(() => club.subscriptions.confirm(ann)).toThrow('No pending subscription');
    expect(await subscribe(ann)).toBe(arn);
    club.subscriptions.confirm(ann);
    club.clock.advance(60_000);
    publish('back');
    expect((await newsFor(ann)).at(-1)).toBe('back');
  });

  it('make a subscription that nobody confirms anew lapse after 48 hours', async () => {
    await subscribe(ann);
    club.subscriptions.confirm(ann);
    burst(11);
    await club.inbox.readToEnd();
    club.clock.advance(hours(48.1));
    expect(stateOf(ann)).toBeUndefined();
  });
});
