import type { LifeEventSubmission } from '../../../core/life-event/life-event-submission.ts';
import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { Arrival } from '../life.ts';

/** A contact or referral as it was sent: what counting needs, and nothing of how it was made. */
export type Told = {
  readonly family: number;
  readonly at: number;
  /** The date on which it was made. */
  readonly made: string;
  readonly sent: ReferralSubmission;
};

/** A life event as it was sent. */
export type Happened = { readonly family: number; readonly event: LifeEventSubmission };

const dayMilliseconds = 86_400_000;

/** A part of a whole in percent. */
export const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** Days from one date to another. */
export const daysBetween = (first: string, second: string): number =>
  (Date.parse(second) - Date.parse(first)) / dayMilliseconds;

/** The contacts and referrals among what arrived, by when they were made. */
export const toldAmong = (arrivals: readonly Arrival[]): readonly Told[] =>
  arrivals
    .flatMap((arrival): readonly Told[] => {
      if (!('referral' in arrival)) return [];
      const { family, at, referral } = arrival;
      return [{ family, at, made: referral.madeAt.slice(0, 10), sent: referral }];
    })
    .sort((a, b) => Date.parse(a.sent.madeAt) - Date.parse(b.sent.madeAt));

/** The life events among what arrived, by when they happened; of one day, in the order they were sent. */
export const happenedAmong = (arrivals: readonly Arrival[]): readonly Happened[] =>
  arrivals
    .flatMap(({ family, ...rest }): readonly Happened[] =>
      'event' in rest ? [{ family, event: rest.event }] : [],
    )
    .sort((a, b) => daysBetween(b.event.happenedOn, a.event.happenedOn) || order(a) - order(b));

/** The number in an event's reference: references of a family count up. */
const order = ({ event }: Happened): number => Number(event.eventId.split('-')[1]);

/** Groups by family, in the order given. */
export function byFamily<Each extends { readonly family: number }>(
  all: readonly Each[],
): ReadonlyMap<number, readonly Each[]> {
  const families = new Map<number, Each[]>();
  for (const each of all) {
    const before = families.get(each.family);
    if (before === undefined) families.set(each.family, [each]);
    else before.push(each);
  }
  return families;
}
