import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { Finding } from '../../core/pattern/finding.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { Timeline, TimelineReferral } from '../../core/timeline/timeline.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import { aFamily } from '../support/a-family.ts';
import { anyReferrals, asOfNear, seed, smallPolicy } from './arbitraries.ts';

const policies = fc.oneof(fc.constant(Policy.parse(defaultPolicy)), smallPolicy({ levels: true }));

/** Spreads referrals over so many timelines, by the choices given. */
const spread = (referrals: readonly TimelineReferral[], choices: readonly number[]): readonly Timeline[] =>
  [0, 1, 2].map((timeline) => ({
    timelineId: `timeline-${timeline}`,
    referrals: referrals.filter((_, index) => (choices[index] ?? 0) === timeline),
  }));

/** Every order of some things. */
function* ordersOf<Thing>(things: readonly Thing[]): Generator<readonly Thing[]> {
  if (things.length <= 1) yield things;
  else {
    for (const [index, first] of things.entries()) {
      for (const rest of ordersOf(things.toSpliced(index, 1))) yield [first, ...rest];
    }
  }
}

/** Compares quickly, and shows the difference where there is one. */
function expectSame(finding: Finding, expected: Finding): void {
  if (!isDeepStrictEqual(finding, expected)) expect(finding).toEqual(expected);
}

test('the order of referrals, repeats and their spread over timelines change nothing in the finding', () => {
  const done = { families: 0, arrangements: 0, repeated: 0 };
  const cases = fc.tuple(policies, anyReferrals(12)).chain(([policy, referrals]) =>
    fc.record({
      policy: fc.constant(policy),
      referrals: fc.constant(referrals),
      asOf: asOfNear(referrals),
      arrangements: fc.array(
        fc
          .tuple(
            fc.shuffledSubarray(referrals, { minLength: referrals.length }),
            fc.array(fc.constantFrom(...referrals), { maxLength: 5 }),
          )
          .map(([all, again]) => [...all, ...again])
          .chain((sent) =>
            fc.record({
              sent: fc.constant(sent),
              choices: fc.array(fc.nat({ max: 2 }), { minLength: sent.length, maxLength: sent.length }),
            }),
          ),
        { minLength: 6, maxLength: 6 },
      ),
    }),
  );
  fc.assert(
    fc.property(cases, ({ policy, referrals, asOf, arrangements }) => {
      const live = { policy, hash: 'hash' };
      const finding = examine(aFamily(...referrals), live, asOf);
      for (const { sent, choices } of arrangements) {
        expectSame(examine(spread(sent, choices), live, asOf), finding);
        done.arrangements += 1;
        if (sent.length > referrals.length) done.repeated += 1;
      }
      done.families += 1;
    }),
    { seed, numRuns: 400 },
  );
  console.info(
    `order: ${done.families} families, ${done.arrangements} arrangements, ${done.repeated} of them with repeats`,
  );
  expect(done.families).toBeGreaterThanOrEqual(400);
  expect(done.arrangements).toBeGreaterThanOrEqual(2400);
  expect(done.repeated).toBeGreaterThanOrEqual(1500);
});

test('every order of up to five referrals gives the same finding', () => {
  const done = { families: 0, orders: 0 };
  fc.assert(
    fc.property(policies, anyReferrals(5), (policy, referrals) => {
      const live = { policy, hash: 'hash' };
      const asOf = Date.parse('2025-01-01T00:00:00Z');
      const finding = examine(aFamily(...referrals), live, asOf);
      for (const order of ordersOf(referrals)) {
        expectSame(examine(aFamily(...order), live, asOf), finding);
        done.orders += 1;
      }
      done.families += 1;
    }),
    { seed, numRuns: 100 },
  );
  console.info(`order: ${done.families} families, ${done.orders} permutations, every one there is`);
  expect(done.families).toBeGreaterThanOrEqual(100);
  expect(done.orders).toBeGreaterThanOrEqual(2500);
});
