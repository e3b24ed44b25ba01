import type { LivePolicy } from '../../core/policy/policy.ts';
import type { Policies } from '../../core/ports/surroundings.ts';

/** One policy is live all along, and can be read. */
export const alwaysLive = (live: LivePolicy): Policies => ({
  inForce: async () => ({ live, isFallback: false }),
});
