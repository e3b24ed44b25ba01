import type { LivePolicy } from '../policy/policy.ts';
import type { Instant } from '../time/london.ts';

/** The time now. The one place where it comes from outside. */
export type Clock = { readonly now: () => Instant };

/** Waits for so many milliseconds of the clock. */
export type Delay = (milliseconds: number) => Promise<void>;

/** The policy that goes, and whether it only does because the live one cannot be used. */
export type PolicyInForce = { readonly live: LivePolicy; readonly isFallback: boolean };

/** Which policy goes now: asked for anew whenever it may have changed. */
export type Policies = { readonly inForce: () => Promise<PolicyInForce> };
