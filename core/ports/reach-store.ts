import type { ReachFound } from '../alert/reach.ts';

/** Keeps who could be reached when the roster was last compared with the live subscriptions. */
export type ReachStore = {
  /** What was last found; undefined where it was never looked at, or this version cannot read what is kept of it. */
  readonly found: () => Promise<ReachFound | undefined>;
  readonly keep: (found: ReachFound) => Promise<void>;
};
