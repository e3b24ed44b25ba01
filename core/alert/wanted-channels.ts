import type { Contact } from '../ports/contacts.ts';
import type { LiveSubscription } from '../ports/subscriptions.ts';
import type { Channel } from './reach.ts';
import type { PersonId, Roster } from './roster.ts';

/** A channel that the roster lists for a person, and how the person is reached by it, if that is known. */
export type WantedChannel = {
  readonly person: PersonId;
  readonly channel: Channel;
  /** Undefined where none is known, or where somebody before has the same: a topic takes an address once, so for one person. */
  readonly endpoint: string | undefined;
  /** When what is known of the person was last changed; undefined where nothing is known. */
  readonly appliedAt: string | undefined;
};

/** Every channel that the roster lists, in its order. */
export function wantedChannels(roster: Roster, contacts: readonly Contact[]): readonly WantedChannel[] {
  const taken = new Set<string>();
  return roster.flatMap(({ id, channels }) => {
    const contact = contacts.find(({ person }) => person === id);
    return channels.map((channel) => {
      const endpoint = contact?.[channel];
      const isOwn = endpoint !== undefined && !taken.has(placeOf({ channel, endpoint }));
      if (isOwn) taken.add(placeOf({ channel, endpoint }));
      return {
        person: id,
        channel,
        endpoint: isOwn ? endpoint : undefined,
        appliedAt: contact?.appliedAt,
      };
    });
  });
}

/** What makes two subscriptions the same one. Mail systems do not tell the cases of letters apart, nor is it sure that SNS keeps them. */
export const placeOf = ({ channel, endpoint }: Pick<LiveSubscription, 'channel' | 'endpoint'>): string =>
  `${channel} ${endpoint.toLowerCase()}`;

/** The subscription of a channel: the confirmed one where there is one. */
export function liveOf(
  { channel, endpoint }: WantedChannel,
  live: readonly LiveSubscription[],
): LiveSubscription | undefined {
  if (endpoint === undefined) return undefined;
  const place = placeOf({ channel, endpoint });
  const found = live.filter((one) => placeOf(one) === place);
  return found.find(({ state }) => state === 'confirmed') ?? found[0];
}
