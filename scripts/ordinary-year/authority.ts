import { dayOf } from './days.ts';
import { createFamily } from './family.ts';
import type { Arrival } from './life.ts';
import { live } from './live.ts';
import { rates } from './rates.ts';

const dayMilliseconds = 86_400_000;
const historyFrom = dayOf(rates.historyFrom.value) * dayMilliseconds;

/** A synthetic English authority: which one, and how many families live in it at some time. */
export type Authority = { readonly seed: number; readonly families: number };

/** The authority that is shipped. */
export const shippedAuthority: Authority = { seed: rates.seed.value, families: rates.families.value };

/**
 * Everything that reaches the record of an authority, in order of arrival:
 * contacts and referrals made since the history begins, and life events of all
 * time. The same seed and number of families give the same authority on every
 * machine; a smaller number gives the first of them.
 */
export const createAuthority = ({ seed, families }: Authority): readonly Arrival[] =>
  arrivalsOfFamilies(
    seed,
    Array.from({ length: families }, (_, index) => index + 1),
  );

/** The same for some of the families, by their numbers: none depends on another. */
export function arrivalsOfFamilies(seed: number, numbers: readonly number[]): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (const number of numbers) {
    for (const arrival of live(createFamily(seed, number))) {
      if ('event' in arrival || Date.parse(arrival.referral.madeAt) >= historyFrom) arrivals.push(arrival);
    }
  }
  return arrivals.sort((a, b) => a.at - b.at || a.family - b.family || (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = (arrival: Arrival): string =>
  'event' in arrival ? arrival.event.eventId : arrival.referral.referralId;
