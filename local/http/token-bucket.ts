import type { LocalThrottle } from '../assembly/model.ts';

/** What a bucket held at an instant. */
export type TokenBucket = {
  /** Thousandths of a token, so that a whole rate refills by whole numbers each millisecond. */
  readonly thousandths: number;
  readonly atMilliseconds: number;
};

export type Admission = { readonly admitted: boolean; readonly bucket: TokenBucket };

const token = 1_000;

/**
 * Takes one token for a request, where there is one: a bucket begins full, holds
 * a burst at most and is refilled at the rate. A request that is not admitted
 * takes nothing. Where time went backwards nothing is refilled, and the bucket
 * is refilled from there on.
 */
export function takeToken(limits: LocalThrottle, before: TokenBucket | undefined, now: Date): Admission {
  const atMilliseconds = now.getTime();
  const full = limits.burst * token;
  const held =
    before === undefined ? full : Math.min(full, before.thousandths + refilled(limits, before, now));
  const admitted = held >= token;
  return { admitted, bucket: { thousandths: admitted ? held - token : held, atMilliseconds } };
}

function refilled(limits: LocalThrottle, before: TokenBucket, now: Date): number {
  return Math.max(0, now.getTime() - before.atMilliseconds) * limits.ratePerSecond;
}
