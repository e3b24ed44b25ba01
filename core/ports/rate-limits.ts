import type { Instant } from '../time/london.ts';

/** Whether a client may send so much more now; otherwise, how long it should wait. */
export type Allowance =
  | { readonly code: 'allowed' }
  | { readonly code: 'over-limit'; readonly retryAfterSeconds: number };

/** How much each client sends in a minute. */
export type RateLimits = {
  /** Takes an amount out of what a client may send in the minute of an instant, or nothing of it. */
  readonly take: (clientId: string, amount: number, at: Instant) => Promise<Allowance>;
};
