import { lastInstantInWindow, type WindowLength, windowEndingAt } from '../../time/duration.ts';
import type { Instant } from '../../time/london.ts';
import type { CountableReferral } from '../countable-referral.ts';

/** Which referrals repeat one of the same voice that was not progressed, within a window. */
export type Pressing = {
  /** Whether a referral repeats one that still lies in the window that ends at an instant. */
  readonly isPressing: (referral: CountableReferral, end: Instant) => boolean;
  /** When what was repeated leaves the window. */
  readonly changes: () => readonly Instant[];
};

/**
 * Finds for every referral the latest one before it of the same identified
 * voice that the front door had by then decided not to progress. An earlier
 * one leaves the window first, so the latest decides.
 */
export function pressingAmong(referrals: readonly CountableReferral[], length: WindowLength): Pressing {
  const repeats = new Map<string, CountableReferral>();
  for (const referral of referrals) {
    const refused = referrals.findLast((one) => isRefusalBefore(one, referral));
    if (refused !== undefined) repeats.set(referral.key, refused);
  }
  return {
    isPressing: ({ key }, end) => {
      const refused = repeats.get(key);
      return refused !== undefined && windowEndingAt(end, length)(refused);
    },
    changes: () => [...repeats.values()].map((refused) => lastInstantInWindow(refused, length) + 1),
  };
}

const isRefusalBefore = (one: CountableReferral, { identifiedVoice, at }: CountableReferral): boolean =>
  identifiedVoice !== undefined &&
  one.identifiedVoice === identifiedVoice &&
  one.notProgressed &&
  one.at < at &&
  one.decidedAt < at;
