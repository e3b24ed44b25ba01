import type { LiveSubscription } from '../ports/subscriptions.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { ChannelStanding, ReachFound, Standing } from './reach.ts';
import { liveOf, placeOf, type WantedChannel } from './wanted-channels.ts';

/** How long a person is given to confirm before the channel counts as missing. SNS itself forgets the request after two days. */
const dayMilliseconds = 24 * 3_600_000;

/** What the standings follow from. */
export type Compared = {
  /** How it stood when it was last looked at. */
  readonly before: ReachFound | undefined;
  /** What was live when it was looked at, and what is live now that everything was done about it. */
  readonly foundLive: readonly LiveSubscription[];
  readonly live: readonly LiveSubscription[];
  /** The channels for which the service refused something. */
  readonly failed: ReadonlySet<WantedChannel>;
  readonly at: Instant;
};

/**
 * How each channel stands. A confirmation that is gone is `unsubscribed` until
 * the person confirms again, but for an address that was changed: that is asked
 * for the first time.
 */
export const standingsOf = (
  wanted: readonly WantedChannel[],
  compared: Compared,
): readonly ChannelStanding[] =>
  wanted.map((channel) => {
    const { person, channel: name } = channel;
    const former = compared.before?.channels.find((one) => one.person === person && one.channel === name);
    const before = isAnotherAddress(channel, compared) ? undefined : former;
    const standing = standingNow(channel, before, compared);
    const since =
      before !== undefined && goesOn(before.standing, standing) ? before.since : isoInstant(compared.at);
    return { person, channel: name, standing, since };
  });

function standingNow(
  channel: WantedChannel,
  before: ChannelStanding | undefined,
  { live, failed, at }: Compared,
): Standing {
  if (channel.endpoint === undefined) return 'no-address';
  const hasFailed = failed.has(channel);
  if (liveOf(channel, live)?.state === 'confirmed') return hasFailed ? 'missing' : 'confirmed';
  if (before?.standing === 'confirmed' || before?.standing === 'unsubscribed') return 'unsubscribed';
  const askedAt = before !== undefined && isWaiting(before.standing) ? Date.parse(before.since) : at;
  return hasFailed || at - askedAt > dayMilliseconds ? 'missing' : 'pending';
}

/**
 * Whether the address is another one than when the channel was last looked at:
 * the former one is still subscribed, or the contact was changed since and
 * nothing confirms the address.
 */
function isAnotherAddress(channel: WantedChannel, { before, foundLive }: Compared): boolean {
  const { person, channel: name, endpoint = '', appliedAt } = channel;
  if (liveOf(channel, foundLive)?.state === 'confirmed') return false;
  const place = placeOf({ channel: name, endpoint });
  const isFormerLive = foundLive.some(
    (one) =>
      one.state === 'confirmed' && one.channel === name && one.onlyFor === person && placeOf(one) !== place,
  );
  const isChangedSince = appliedAt !== undefined && before !== undefined && appliedAt > before.asOf;
  return isFormerLive || isChangedSince;
}

const isWaiting = (standing: Standing): boolean => standing === 'pending' || standing === 'missing';

/** What waits for a confirmation, and has become missing meanwhile, has been waiting all along. */
const goesOn = (before: Standing, now: Standing): boolean =>
  before === now || (isWaiting(before) && isWaiting(now));
