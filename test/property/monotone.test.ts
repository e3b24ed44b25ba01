import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countableReferrals } from '../../core/pattern/countable-referral.ts';
import { evaluateLine } from '../../core/pattern/evaluate-condition.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import { spansOfHousehold } from '../../core/pattern/household-condition.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import { Policy } from '../../core/policy/policy.ts';
import { householdOf, type TimelineReferral } from '../../core/timeline/timeline.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import { aFamily, aReferral } from '../support/a-family.ts';
import { anyReferrals, asOfNear, seed, smallPolicy } from './arbitraries.ts';

// Ceilings on the level are exempt: they select by a level that may be raised.
const policies = fc.oneof(fc.constant(Policy.parse(defaultPolicy)), smallPolicy({ levels: false }));

const linesOf = (
  referrals: readonly TimelineReferral[],
  policy: Policy,
  asOf: number,
): readonly LineFinding[] => examine(aFamily(...referrals), { policy, hash: 'hash' }, asOf).lines;

/** Everything crossed before is crossed after, at the same window ends, with at least the same evidence. */
function expectNothingLost(before: readonly LineFinding[], after: readonly LineFinding[]): number {
  let crossings = 0;
  for (const [index, line] of before.entries()) {
    const now = after[index];
    expect(now?.line).toBe(line.line);
    for (const { from, to } of line.crossings) {
      expect(now?.crossings.some((one) => one.from <= from && one.to >= to)).toBe(true);
      crossings += 1;
    }
    expect(now?.evidence).toEqual(expect.arrayContaining([...line.evidence]));
  }
  return crossings;
}

/** The counts of all conditions of all lines at some window ends. */
function countsOf(
  referrals: readonly TimelineReferral[],
  policy: Policy,
  ends: readonly number[],
): readonly number[] {
  const timelines = aFamily(...referrals);
  const examined = {
    policy,
    referrals: countableReferrals(timelines, policy.sourcesWithoutOutcomes),
    householdSpans: spansOfHousehold(householdOf(timelines)),
  };
  return ends.flatMap((end) =>
    policy.lines.flatMap((line) => evaluateLine(line, examined, end).progress.map(({ have }) => have)),
  );
}

/** The instants of referrals, and those at which they leave the windows that are most used, a millisecond either side. */
const endsAround = (referrals: readonly TimelineReferral[]): readonly number[] =>
  referrals
    .map(({ madeAt }) => Date.parse(madeAt))
    .flatMap((at) =>
      [0, 5, 6, 30, 31, 365, 366].flatMap((days) => [-1, 0, 1].map((ms) => at + days * 86_400_000 + ms)),
    );

test('adding a referral never lowers a count, never takes a family back and never loses evidence', () => {
  const done = { added: 0, counts: 0, crossings: 0 };
  const cases = fc
    .tuple(policies, anyReferrals(8))
    .filter(([, referrals]) => referrals.length > 1)
    .chain(([policy, referrals]) =>
      fc.record({
        policy: fc.constant(policy),
        referrals: fc.constant(referrals),
        asOf: asOfNear(referrals),
        added: fc.nat({ max: referrals.length - 1 }),
      }),
    );
  fc.assert(
    fc.property(cases, ({ policy, referrals, asOf, added }) => {
      const fewer = referrals.toSpliced(added, 1);
      const ends = endsAround(referrals);
      const before = countsOf(fewer, policy, ends);
      const after = countsOf(referrals, policy, ends);
      expect(after.length).toBe(before.length);
      expect(before.filter((count, index) => (after[index] ?? -1) < count)).toEqual([]);
      done.counts += before.length;
      done.crossings += expectNothingLost(linesOf(fewer, policy, asOf), linesOf(referrals, policy, asOf));
      done.added += 1;
    }),
    { seed, numRuns: 300 },
  );
  console.info(
    `monotone: ${done.added} referrals added, ${done.counts} counts at window ends none lower, ` +
      `${done.crossings} crossings kept`,
  );
  expect(done.added).toBeGreaterThanOrEqual(300);
  expect(done.counts).toBeGreaterThanOrEqual(100_000);
  expect(done.crossings).toBeGreaterThanOrEqual(200);
});

const longer = (duration: string, by: number): string =>
  duration.replace(/\d+(?=[A-Z]$)/, (digits) => String(Number(digits) + by));

function withConditions(policy: Policy, change: (condition: SingleCondition) => SingleCondition): Policy {
  const changed = (condition: SingleCondition | Condition): SingleCondition | Condition => {
    if ('all' in condition) return { all: condition.all.map(changed) } as Condition;
    if ('any' in condition) return { any: condition.any.map(changed) } as Condition;
    return change(condition);
  };
  return Policy.parse({
    ...policy,
    lines: policy.lines.map((line) => ({ ...line, when: changed(line.when) })),
  });
}

test('a longer window never loses a crossing or its evidence', () => {
  const done = { families: 0, crossings: 0 };
  const cases = fc
    .tuple(policies, anyReferrals(8), fc.integer({ min: 1, max: 400 }))
    .chain(([policy, referrals, by]) =>
      fc.tuple(fc.constant(policy), fc.constant(referrals), fc.constant(by), asOfNear(referrals)),
    );
  fc.assert(
    fc.property(cases, ([policy, referrals, by, asOf]) => {
      const wider = withConditions(
        { ...policy, lines: policy.lines.map((line) => ({ ...line, window: longer(line.window, by) })) },
        (condition) =>
          'household' in condition || condition.within === undefined
            ? condition
            : { ...condition, within: longer(condition.within, by) },
      );
      done.crossings += expectNothingLost(linesOf(referrals, policy, asOf), linesOf(referrals, wider, asOf));
      done.families += 1;
    }),
    { seed, numRuns: 500 },
  );
  console.info(`monotone: ${done.families} families under longer windows, ${done.crossings} crossings kept`);
  expect(done.families).toBeGreaterThanOrEqual(500);
  expect(done.crossings).toBeGreaterThanOrEqual(250);
});

test('a lower threshold never loses a crossing or its evidence', () => {
  const done = { families: 0, crossings: 0 };
  const cases = fc
    .tuple(policies, anyReferrals(8))
    .chain(([policy, referrals]) =>
      fc.tuple(fc.constant(policy), fc.constant(referrals), asOfNear(referrals)),
    );
  fc.assert(
    fc.property(cases, ([policy, referrals, asOf]) => {
      const lower = withConditions(policy, (condition) =>
        'household' in condition ? condition : { ...condition, atLeast: Math.max(1, condition.atLeast - 1) },
      );
      done.crossings += expectNothingLost(linesOf(referrals, policy, asOf), linesOf(referrals, lower, asOf));
      done.families += 1;
    }),
    { seed, numRuns: 500 },
  );
  console.info(
    `monotone: ${done.families} families under lower thresholds, ${done.crossings} crossings kept`,
  );
  expect(done.families).toBeGreaterThanOrEqual(500);
  expect(done.crossings).toBeGreaterThanOrEqual(250);
});

test('raising the level of a referral never loses a crossing or its evidence', () => {
  const done = { raised: 0, crossings: 0 };
  const cases = fc
    .tuple(policies, anyReferrals(8))
    .chain(([policy, referrals]) =>
      fc.tuple(
        fc.constant(policy),
        fc.constant(referrals),
        asOfNear(referrals),
        fc.nat({ max: referrals.length - 1 }),
      ),
    );
  fc.assert(
    fc.property(cases, ([policy, referrals, asOf, index]) => {
      const raised = referrals.map((one, at) =>
        at === index
          ? aReferral(one.key, one.madeAt, { ...one, level: Math.min(4, (one.level ?? 0) + 1) })
          : one,
      );
      done.crossings += expectNothingLost(linesOf(referrals, policy, asOf), linesOf(raised, policy, asOf));
      done.raised += 1;
    }),
    { seed, numRuns: 300 },
  );
  console.info(`monotone: ${done.raised} levels raised, ${done.crossings} crossings kept`);
  expect(done.raised).toBeGreaterThanOrEqual(300);
  expect(done.crossings).toBeGreaterThanOrEqual(150);
});
