import { describe, expect, it } from 'vitest';
import { decideSubscriptions } from '../../core/alert/decide-subscriptions.ts';
import type { ChannelStanding, ReachFound } from '../../core/alert/reach.ts';
import { type Compared, standingsOf } from '../../core/alert/standings.ts';
import type { WantedChannel } from '../../core/alert/wanted-channels.ts';
import type { LiveSubscription } from '../../core/ports/subscriptions.ts';

/** What is done about one person's channel, and how it stands, among the channels of others. */

const wanted = (
  person: string,
  channel: 'email' | 'sms',
  endpoint: string | undefined,
  appliedAt: string | undefined = '2026-11-01T09:00:00.000Z',
): WantedChannel => ({ person, channel, endpoint, appliedAt });

const confirmed = (person: string, channel: 'email' | 'sms', endpoint: string): LiveSubscription => ({
  state: 'confirmed',
  id: `subscription-${endpoint}`,
  channel,
  endpoint,
  onlyFor: person,
  keepsFailures: true,
});

const waiting = (endpoint: string): LiveSubscription => ({ state: 'pending', channel: 'email', endpoint });

const stood = (
  person: string,
  channel: 'email' | 'sms',
  standing: ChannelStanding['standing'],
  since = '2026-11-01T10:00:00.000Z',
): ChannelStanding => ({ person, channel, standing, since });

const lookedAt = (...channels: readonly ChannelStanding[]): ReachFound => ({
  asOf: '2026-11-02T09:55:00.000Z',
  channels,
});

const annMail = wanted('ann', 'email', 'ann@example.com');
const bobMail = wanted('bob', 'email', 'bob@example.com');

describe('what is done about subscriptions', () => {
  it('is nothing for a channel without an address', () => {
    expect(decideSubscriptions([wanted('ann', 'email', undefined)], [], undefined)).toEqual([]);
  });

  it.each([
    ['nobody was looked at before', undefined],
    ['this one was not looked at before', lookedAt()],
    ['it waited before', lookedAt(stood('ann', 'email', 'pending'))],
    ["somebody else's was confirmed", lookedAt(stood('bob', 'email', 'confirmed'))],
    ['their other channel was confirmed', lookedAt(stood('ann', 'sms', 'confirmed'))],
  ])('is nothing about one that waits for its confirmation where %s', (_, then) => {
    expect(decideSubscriptions([annMail], [waiting('ann@example.com')], then)).toEqual([]);
  });

  it('is nothing about one that nobody should have as long as it is not confirmed: it lapses', () => {
    const stranger = waiting('stranger@example.com');
    expect(
      decideSubscriptions([annMail], [confirmed('ann', 'email', 'ann@example.com'), stranger], undefined),
    ).toEqual([]);
  });

  it('leaves that of a person of whom nothing is known, whatever is known of the others', () => {
    const unknown: WantedChannel = {
      person: 'ann',
      channel: 'email',
      endpoint: undefined,
      appliedAt: undefined,
    };
    const subscriptions = [
      confirmed('bob', 'email', 'bob@example.com'),
      confirmed('ann', 'email', 'ann@example.com'),
    ];
    expect(decideSubscriptions([bobMail, unknown], subscriptions, undefined)).toEqual([]);
  });
});

describe('how a channel stands', () => {
  const at = Date.parse('2026-11-02T10:00:00.000Z');
  const standings = (given: readonly WantedChannel[], compared: Partial<Compared>) =>
    standingsOf(given, {
      before: undefined,
      foundLive: compared.live ?? [],
      live: [],
      failed: new Set(),
      at,
      ...compared,
    }).map(({ standing, since }) => [standing, since]);

  it('goes on from how itself stood, not from another of that person or of that kind', () => {
    const then = lookedAt(
      stood('bob', 'email', 'confirmed'),
      stood('ann', 'sms', 'confirmed'),
      stood('ann', 'email', 'pending', '2026-11-01T11:00:00.000Z'),
    );
    expect(standings([annMail], { before: then, live: [waiting('ann@example.com')] })).toEqual([
      ['pending', '2026-11-01T11:00:00.000Z'],
    ]);
  });

  it('is confirmed where one of two subscriptions of the address is, whichever comes first', () => {
    const both = [waiting('Ann@example.com'), confirmed('ann', 'email', 'ann@example.com')];
    expect(standings([annMail], { live: both })).toEqual([['confirmed', '2026-11-02T10:00:00.000Z']]);
  });

  it.each([
    ['nothing else is live', []],
    ['their other channel is live', [confirmed('ann', 'sms', '+447700900001')]],
    ["somebody else's is live", [confirmed('bob', 'email', 'bob@example.com')]],
    ['another address of theirs waits', [waiting('other@example.com')]],
  ])('is unsubscribed where it was confirmed and %s', (_, found) => {
    const then = lookedAt(stood('ann', 'email', 'confirmed'));
    expect(standings([annMail], { before: then, live: found })).toEqual([
      ['unsubscribed', '2026-11-02T10:00:00.000Z'],
    ]);
  });

  it.each([
    [
      'another address of theirs is live',
      [confirmed('ann', 'email', 'former@example.com')],
      annMail.appliedAt,
    ],
    ['the contact was changed since', [], '2026-11-02T09:55:00.001Z'],
  ])('is asked for the first time where %s, although the channel was confirmed', (_, found, appliedAt) => {
    const then = lookedAt(stood('ann', 'email', 'confirmed'));
    const changed = { ...annMail, appliedAt };
    expect(standings([changed], { before: then, foundLive: found })).toEqual([
      ['pending', '2026-11-02T10:00:00.000Z'],
    ]);
  });
});
