import type { PersonId } from '../alert/roster.ts';
import type { Instant } from '../time/london.ts';

/** Whether the slots of several people could all be taken. */
export type SlotClaim =
  | { readonly code: 'claimed' }
  /** None was taken. Until when each of those stands in the way is taken, as far as that is known. */
  | { readonly code: 'busy'; readonly takenUntil: ReadonlyMap<PersonId, Instant> };

/**
 * Nobody holds a slot for longer, by far: a minute is the longest, and clocks may
 * differ. One that seems to be taken for longer is not one to wait for.
 */
export const longestHoldMilliseconds = 5 * 60_000;

/** When each person may be sent the next message. Each has one slot, and whoever holds it may send. */
export type Pace = {
  /**
   * Takes the slots of all of these people from an instant until another one, or
   * none of them. One that cannot be read, or that is taken for longer than anybody
   * holds one, is free: it must not keep its person from being told.
   */
  readonly claim: (people: readonly PersonId[], at: Instant, until: Instant) => Promise<SlotClaim>;
  /**
   * Makes slots that were claimed until an instant free at another one, earlier
   * or later. Nothing happens to one that somebody else has claimed since.
   */
  readonly release: (people: readonly PersonId[], until: Instant, freeAt: Instant) => Promise<void>;
};
