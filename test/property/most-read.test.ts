import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { mostReferralsRead, type Timeline, type TimelineReferral } from '../../core/timeline/timeline.ts';
import { lookedAt } from '../oracle/most-read.ts';
import { aReferral } from '../support/a-family.ts';
import { iso, seed } from './arbitraries.ts';

const start = Date.UTC(2024, 0, 1);
const minute = 60_000;

/** So many referrals at a steady pace; equal instants are common, on one timeline and between them. */
const pile = fc.record({
  size: fc.integer({ min: 0, max: 400 }),
  from: fc.integer({ min: 0, max: 5 }),
  pace: fc.constantFrom(0, 1, 1, 7),
  purposes: fc.constantFrom(
    ['concern'],
    ['notification'],
    ['concern', 'notification', 'challenge', 'information-request'],
    ['notification', 'notification', 'notification', 'concern'],
  ),
  withdrawnEach: fc.constantFrom(3, 1000, 1000),
});

const families: fc.Arbitrary<Timeline[]> = fc.array(pile, { minLength: 1, maxLength: 6 }).map((piles) =>
  piles.map(({ size, from, pace, purposes, withdrawnEach }, place) => ({
    timelineId: `timeline-${place}`,
    lifeEvents: [],
    // Keys run against the order of time, so that ties by key and by position differ.
    referrals: Array.from({ length: size }, (_, index) =>
      aReferral(`${size - index}-of-${place}`, iso(start + (from + index * pace) * minute), {
        purpose: purposes[index % purposes.length] as TimelineReferral['purpose'],
        ...(index % withdrawnEach === withdrawnEach - 1 && { withdrawn: 'error' as const }),
      }),
    ),
  })),
);

const keysOf = (timelines: readonly Timeline[]): string[] =>
  countableReferrals(timelines, []).map(({ key }) => key);

test('of very many referrals the engine and the oracle look at the same, in whatever order they are read', () => {
  const done = { families: 0, tooLarge: 0 };
  fc.assert(
    fc.property(families, (timelines) => {
      const expected = lookedAt(
        timelines.map(({ referrals }) => referrals),
        mostReferralsRead,
      );
      const keys = keysOf(timelines);
      expect([...keys].sort()).toEqual(expected);
      const turned = timelines.map((one) => ({ ...one, referrals: [...one.referrals].reverse() })).reverse();
      expect(keysOf(turned)).toEqual(keys);
      done.families += 1;
      const all = timelines.flatMap(({ referrals }) => referrals);
      if (all.filter(({ withdrawn }) => withdrawn === undefined).length > keys.length) done.tooLarge += 1;
    }),
    { seed, numRuns: 150 },
  );
  console.info(`most read: ${done.families} families, ${done.tooLarge} of them larger than is read`);
  expect(done.tooLarge).toBeGreaterThanOrEqual(50);
});
