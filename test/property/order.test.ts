import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { Finding } from '../../core/pattern/finding.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';
import { seed } from './arbitraries.ts';
import { anyFamily, type Family, timelinesOf } from './arbitraries-families.ts';
import { anyPolicy } from './arbitraries-policies.ts';
import { casesOf, shipped } from './arbitraries-shipped.ts';
import { expectSame } from './expect-same.ts';
import { areLinksFelt } from './felt-links.ts';
import { withLinkedCases } from './linked-cases.ts';

const examined = (timelines: readonly Timeline[], policy: Policy, asOf: number): Finding =>
  examine(timelines, { policy, hash: 'hash' }, asOf);

/** What arrived, in order, and on which of three timelines each lies. */
type Arrived = { readonly things: readonly number[]; readonly choices: readonly number[] };

const placed = <Thing>(all: readonly Thing[], { things, choices }: Arrived, timeline: number): Thing[] =>
  things.flatMap((thing, place) => (choices[place] === timeline ? (all[thing] ?? []) : []));

/** Spreads a family's referrals and life events over three timelines. */
const spread = (family: Family, referrals: Arrived, lifeEvents: Arrived): readonly Timeline[] =>
  [0, 1, 2].map((timeline) => ({
    timelineId: `timeline-${timeline}`,
    referrals: placed(family.referrals, referrals, timeline),
    lifeEvents: placed(family.lifeEvents, lifeEvents, timeline),
  }));

/** Any order of so many things, some of them again. */
const arrivals = (number: number): fc.Arbitrary<Arrived> => {
  const all = [...Array(number).keys()];
  if (number === 0) return fc.constant({ things: [], choices: [] });
  return fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: number }),
      fc.array(fc.constantFrom(...all), { maxLength: 5 }),
    )
    .map(([once, again]) => [...once, ...again])
    .chain((things) =>
      fc.record({
        things: fc.constant(things),
        choices: fc.array(fc.nat({ max: 2 }), { minLength: things.length, maxLength: things.length }),
      }),
    );
};

const arrangements = ({ referrals, lifeEvents }: Family) =>
  fc.array(fc.tuple(arrivals(referrals.length), arrivals(lifeEvents.length)), { minLength: 5, maxLength: 5 });

test('the order of referrals and life events, repeats and their spread over timelines change nothing in the finding', () => {
  const done = { families: 0, arrangements: 0, repeated: 0, lines: 0, crossed: 0, linksFelt: 0 };
  const cases = withLinkedCases(casesOf(anyPolicy)).chain(({ policy, family }) =>
    fc.tuple(fc.constant(policy), fc.constant(family), arrangements(family)),
  );
  fc.assert(
    fc.property(cases, ([policy, family, all]) => {
      const finding = examined(timelinesOf(family), policy, family.asOf);
      for (const [referrals, lifeEvents] of all) {
        expectSame(examined(spread(family, referrals, lifeEvents), policy, family.asOf), finding);
        done.arrangements += 1;
        if (referrals.things.length > family.referrals.length) done.repeated += 1;
      }
      done.families += 1;
      if (areLinksFelt(policy, family)) done.linksFelt += 1;
      done.lines += finding.lines.length;
      done.crossed += finding.lines.filter(({ crossings }) => crossings.length > 0).length;
    }),
    { seed, numRuns: 600 },
  );
  console.info(
    `order: ${done.families} families, ${done.arrangements} arrangements, ${done.repeated} of them with repeats, ` +
      `${done.crossed} of ${done.lines} lines crossed, ${done.linksFelt} families where a link bore on one`,
  );
  expect(done.families).toBeGreaterThanOrEqual(400);
  expect(done.arrangements).toBeGreaterThanOrEqual(2000);
  expect(done.repeated).toBeGreaterThanOrEqual(1200);
  expect(done.crossed).toBeGreaterThanOrEqual(300);
  expect(done.linksFelt).toBeGreaterThanOrEqual(40);
});

test('splitting a timeline into two or three of the same family changes nothing in the finding', () => {
  const done = { families: 0, splits: 0, linksFelt: 0 };
  const cases = withLinkedCases(casesOf(anyPolicy)).chain(({ policy, family }) => {
    const choices = (number: number, max: number) =>
      fc.array(fc.nat({ max }), { minLength: number, maxLength: number });
    const { length } = family.referrals;
    return fc.record({
      policy: fc.constant(policy),
      family: fc.constant(family),
      intoTwo: choices(length, 1),
      intoThree: choices(length, 2),
      ofEvents: choices(family.lifeEvents.length, 2),
    });
  });
  fc.assert(
    fc.property(cases, ({ policy, family, intoTwo, intoThree, ofEvents }) => {
      const finding = examined(timelinesOf(family), policy, family.asOf);
      const lifeEvents = { things: [...family.lifeEvents.keys()], choices: ofEvents };
      for (const choices of [intoTwo, intoThree]) {
        const referrals = { things: [...family.referrals.keys()], choices };
        expectSame(examined(spread(family, referrals, lifeEvents), policy, family.asOf), finding);
        done.splits += 1;
      }
      if (areLinksFelt(policy, family)) done.linksFelt += 1;
      done.families += 1;
    }),
    { seed, numRuns: 600 },
  );
  console.info(
    `order: ${done.families} families, ${done.splits} splits into two or three timelines, ${done.linksFelt} families where a link bore on a line crossed`,
  );
  expect(done.splits).toBeGreaterThanOrEqual(800);
  expect(done.linksFelt).toBeGreaterThanOrEqual(40);
});

/** Every order of some things. */
function* ordersOf<Thing>(things: readonly Thing[]): Generator<readonly Thing[]> {
  if (things.length <= 1) yield things;
  else {
    for (const [index, first] of things.entries()) {
      for (const rest of ordersOf(things.toSpliced(index, 1))) yield [first, ...rest];
    }
  }
}

test('every order of up to five referrals gives the same finding', () => {
  const done = { families: 0, orders: 0 };
  fc.assert(
    fc.property(
      fc.oneof(fc.constant(shipped), anyPolicy, anyPolicy),
      anyFamily(5),
      (policy, { referrals, lifeEvents, asOf }) => {
        const finding = examined(timelinesOf({ referrals, lifeEvents, asOf }), policy, asOf);
        for (const order of ordersOf(referrals)) {
          expectSame(examined(timelinesOf({ referrals: order, lifeEvents, asOf }), policy, asOf), finding);
          done.orders += 1;
        }
        done.families += 1;
      },
    ),
    { seed, numRuns: 200 },
  );
  console.info(`order: ${done.families} families, ${done.orders} permutations, every one there is`);
  expect(done.families).toBeGreaterThanOrEqual(100);
  expect(done.orders).toBeGreaterThanOrEqual(2000);
});
