import type { PersonId } from '../alert/roster.ts';
import type { Instant } from '../time/london.ts';

/** Whether the slots of several people could all be taken. */
export type SlotClaim =
  | { readonly code: 'claimed' }
  /** None was taken. Until when each of those stands in the way is taken, as far as that is known. */
  | { readonly code: 'busy'; readonly takenUntil: ReadonlyMap<PersonId, Instant> };

/** When each person may be sent the next message. Each has one slot, and whoever holds it may send. */
export type Pace = {
  /** Takes the slots of all of these people from an instant until another one, or none of them. */
  readonly claim: (people: readonly PersonId[], at: Instant, until: Instant) => Promise<SlotClaim>;
  /**
   * Makes slots that were claimed until an instant free at another one, earlier
   * or later. Nothing happens to one that somebody else has claimed since.
   */
  readonly release: (people: readonly PersonId[], until: Instant, freeAt: Instant) => Promise<void>;
};
