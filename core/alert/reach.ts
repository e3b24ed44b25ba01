import type { PersonId } from './roster.ts';

/** A way in which a person is told. */
export type Channel = 'email' | 'sms';

/**
 * How a channel that the roster lists for a person stands: confirmed; pending,
 * for a day at most, until the person confirms it; missing, where it is still
 * not confirmed or could not be subscribed; unsubscribed, where it had been
 * confirmed and is no longer; or without an address to subscribe.
 */
export type Standing = 'confirmed' | 'pending' | 'unsubscribed' | 'missing' | 'no-address';

/** The standing of one person's channel. `since` is when it was first found so; of what is missing, when it was first asked for. */
export type ChannelStanding = {
  readonly person: PersonId;
  readonly channel: Channel;
  readonly standing: Standing;
  readonly since: string;
};

/** How everybody's channels were found to stand, as of an instant in ISO 8601. */
export type ReachFound = { readonly asOf: string; readonly channels: readonly ChannelStanding[] };
