import type { LiveSubscription, WantedSubscription } from '../ports/subscriptions.ts';
import type { ReachFound } from './reach.ts';
import { liveOf, placeOf, type WantedChannel } from './wanted-channels.ts';

/** What is to be done so that the live subscriptions become those that the roster and the contacts call for. */
export type SubscriptionStep =
  | { readonly what: 'subscribe'; readonly wanted: WantedSubscription }
  | { readonly what: 'correct'; readonly id: string; readonly wanted: WantedSubscription }
  | { readonly what: 'unsubscribe'; readonly id: string };

/**
 * Compares what is live with what should be. Whoever waits for a confirmation is
 * not asked again, unless it was confirmed when it was last looked at: then the
 * service has taken the confirmation back, and sends no link by itself. A
 * subscription that nobody should have ends, so that no address gets what is not
 * for it; one for a person of the roster of whom no contact is known at all is
 * left, because nothing would take its place.
 */
export function decideSubscriptions(
  wanted: readonly WantedChannel[],
  live: readonly LiveSubscription[],
  before: ReachFound | undefined,
): readonly SubscriptionStep[] {
  return [
    ...wanted.flatMap((channel) => stepsFor(channel, live, before)),
    ...live.flatMap((subscription) => endingOf(subscription, wanted)),
  ];
}

function stepsFor(
  channel: WantedChannel,
  live: readonly LiveSubscription[],
  before: ReachFound | undefined,
): readonly SubscriptionStep[] {
  const { person, endpoint } = channel;
  if (endpoint === undefined) return [];
  const wanted = { person, channel: channel.channel, endpoint };
  const subscription = liveOf(channel, live);
  if (subscription === undefined) return [{ what: 'subscribe', wanted }];
  if (subscription.state === 'pending')
    return standingBefore(channel, before) === 'confirmed' ? [{ what: 'subscribe', wanted }] : [];
  const isAsItShould = subscription.onlyFor === person && subscription.keepsFailures;
  return isAsItShould ? [] : [{ what: 'correct', id: subscription.id, wanted }];
}

function endingOf(
  subscription: LiveSubscription,
  wanted: readonly WantedChannel[],
): readonly SubscriptionStep[] {
  if (subscription.state === 'pending') return [];
  const place = placeOf(subscription);
  const isWanted = wanted.some(
    ({ channel, endpoint }) => endpoint !== undefined && placeOf({ channel, endpoint }) === place,
  );
  const isOfSomebodyUnknown = wanted.some(
    ({ person, appliedAt }) => person === subscription.onlyFor && appliedAt === undefined,
  );
  return isWanted || isOfSomebodyUnknown ? [] : [{ what: 'unsubscribe', id: subscription.id }];
}

const standingBefore = ({ person, channel }: WantedChannel, before: ReachFound | undefined) =>
  before?.channels.find((one) => one.person === person && one.channel === channel)?.standing;
