import type { SingleCondition } from '../../policy/condition.ts';
import type { Instant } from '../../time/london.ts';
import type { CountableReferral } from '../countable-referral.ts';
import type { CountableEvent } from '../examined-family.ts';

/** How far one condition is at an instant. */
export type ConditionProgress = {
  readonly condition: SingleCondition;
  readonly have: number;
  readonly need: number;
  readonly met: boolean;
  /** The referrals that were counted, in order of time; none for a condition that counts no referrals. */
  readonly counted: readonly CountableReferral[];
  readonly events: readonly CountableEvent[];
};

/**
 * A condition made ready for one line of one family. Its progress is the same
 * at any two instants that none of its changes lies between.
 */
export type PreparedCondition = {
  /** Whether all that is known would be enough, were it in one window. Where it is not, no window ever meets it. */
  readonly canBeMet: boolean;
  /** Every instant at which its progress can differ from the instant before, in no order. */
  readonly changes: () => readonly Instant[];
  readonly at: (end: Instant) => ConditionProgress;
};
