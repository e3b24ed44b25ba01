import { describe, expect, test } from 'vitest';
import type { LocalThrottle } from '../../local/assembly/model.ts';
import { type TokenBucket, takeToken } from '../../local/http/token-bucket.ts';

/** What is admitted of requests that come at these milliseconds. */
const admittedAt = (limits: LocalThrottle, instants: readonly number[]): readonly boolean[] => {
  let bucket: TokenBucket | undefined;
  return instants.map((instant) => {
    const taken = takeToken(limits, bucket, new Date(instant));
    bucket = taken.bucket;
    return taken.admitted;
  });
};

const rows: readonly {
  readonly rule: string;
  readonly limits: LocalThrottle;
  readonly instants: readonly number[];
  readonly admitted: readonly boolean[];
}[] = [
  {
    rule: 'begins full, and admits a burst at one instant',
    limits: { burst: 2, ratePerSecond: 1 },
    instants: [0, 0, 0],
    admitted: [true, true, false],
  },
  {
    rule: 'is refilled by one token when the rate has made a whole one, and no sooner',
    limits: { burst: 1, ratePerSecond: 4 },
    instants: [0, 249, 250, 251],
    admitted: [true, false, true, false],
  },
  {
    rule: 'keeps what is left of a token between requests',
    limits: { burst: 1, ratePerSecond: 1 },
    instants: [0, 400, 800, 1_000],
    admitted: [true, false, false, true],
  },
  {
    rule: 'takes nothing for a request that it does not admit',
    limits: { burst: 1, ratePerSecond: 1 },
    instants: [0, 1, 2, 3, 1_000],
    admitted: [true, false, false, false, true],
  },
  {
    rule: 'never holds more than a burst, however long nobody comes',
    limits: { burst: 2, ratePerSecond: 50 },
    instants: [0, 3_600_000, 3_600_000, 3_600_000],
    admitted: [true, true, true, false],
  },
  {
    rule: 'may be refilled by less than one token a second',
    limits: { burst: 1, ratePerSecond: 0.5 },
    instants: [0, 1_999, 2_000],
    admitted: [true, false, true],
  },
  {
    rule: 'admits nothing where the burst is nought',
    limits: { burst: 0, ratePerSecond: 10 },
    instants: [0, 60_000],
    admitted: [false, false],
  },
  {
    rule: 'is refilled by nothing where time goes back, and from there on as ever',
    limits: { burst: 1, ratePerSecond: 1 },
    instants: [10_000, 5_000, 5_999, 6_000],
    admitted: [true, false, false, true],
  },
];

describe('a bucket of tokens', () => {
  test.each(rows)('$rule', ({ limits, instants, admitted }) => {
    expect(admittedAt(limits, instants)).toEqual(admitted);
  });
});
