import type { Alert } from '../alert/alert.ts';
import type { Instant } from '../time/london.ts';

/** What is still to be told. */
export type PendingNotices = {
  /**
   * Alerts with a notice pending, read strongly consistent: those of the ones
   * named that have one, and then those that are found due by an instant, what
   * has waited longest first, up to a number of alerts looked at. One that has only
   * just become pending may not be found yet. One that cannot be read is left out:
   * whoever sends it by itself is told of that.
   */
  readonly alerts: (named: readonly string[], dueBy: Instant, most: number) => Promise<readonly Alert[]>;
};
