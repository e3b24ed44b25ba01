import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareLine } from '../../core/pattern/evaluate-line.ts';
import { examine } from '../../core/pattern/examine.ts';
import { examinedFamily } from '../../core/pattern/examined-family.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { seed } from './arbitraries.ts';
import { type Family, timelinesOf } from './arbitraries-families.ts';
import { anyPolicy, conditionKinds, policyOf } from './arbitraries-policies.ts';
import { type Case, casesOf, shippedWithout } from './arbitraries-shipped.ts';
import { areLinksFelt, isNamedByAnother } from './felt-links.ts';
import { withLinkedCases } from './linked-cases.ts';

/**
 * Cases in which one more referral can only add: nothing asks for a quiet time
 * before it or that none was progressed, and no ceiling selects by a level.
 */
const adding = casesOf(
  policyOf({
    kinds: conditionKinds.filter((kind) => kind !== 'quietBefore'),
    levels: false,
    absences: false,
  }),
  shippedWithout('quietBefore'),
);

const linesOf = (family: Family, policy: Policy): readonly LineFinding[] =>
  examine(timelinesOf(family), { policy, hash: 'hash' }, family.asOf).lines;

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

/** What all conditions of all lines have at some window ends. */
function countsOf(family: Family, policy: Policy, ends: readonly number[]): readonly number[] {
  const examined = examinedFamily(timelinesOf(family), policy);
  return policy.lines.flatMap((line) => {
    const prepared = prepareLine(line, examined);
    return ends.flatMap((end) => prepared.at(end).progress.map(({ have }) => have));
  });
}

/** The instants of referrals, and those at which they leave the windows that are most used, a millisecond either side. */
const endsAround = ({ referrals }: Family): readonly number[] =>
  referrals
    .map(({ madeAt }) => Date.parse(madeAt))
    .flatMap((at) =>
      [0, 5, 6, 30, 31, 365, 366].flatMap((days) => [-1, 0, 1].map((ms) => at + days * 86_400_000 + ms)),
    );

/** A case with one of the family's referrals picked out: one that was not withdrawn, and may be picked. */
const withOne = (
  cases: fc.Arbitrary<Case>,
  mayBePicked: (referral: TimelineReferral, family: Family) => boolean = () => true,
): fc.Arbitrary<Case & { readonly picked: TimelineReferral }> =>
  cases
    .map(({ policy, family }) => ({
      policy,
      family,
      among: family.referrals.filter(
        (referral) => referral.withdrawn === undefined && mayBePicked(referral, family),
      ),
    }))
    .filter(({ family, among }) => family.referrals.length > 1 && among.length > 0)
    .chain(({ among, ...rest }) =>
      fc.record({
        policy: fc.constant(rest.policy),
        family: fc.constant(rest.family),
        picked: fc.constantFrom(...among),
      }),
    );

/**
 * As a referral is that has only just come: what it tells the same as is said
 * later. Others can have named it only if it came late, and if it has no
 * incident reference it joins nothing to them.
 */
const isNew = (referral: TimelineReferral, family: Family): boolean =>
  referral.sameEventAs === undefined &&
  (referral.incidentRef === undefined || !isNamedByAnother(referral, family));

test('adding a referral never lowers a count, never takes a family back and never loses evidence', () => {
  const done = { added: 0, counts: 0, higher: 0, crossings: 0, linksFelt: 0, named: 0 };
  fc.assert(
    fc.property(withOne(withLinkedCases(adding), isNew), ({ policy, family, picked }) => {
      const fewer = { ...family, referrals: family.referrals.filter((one) => one !== picked) };
      const ends = endsAround(family);
      const before = countsOf(fewer, policy, ends);
      const after = countsOf(family, policy, ends);
      expect(after.length).toBe(before.length);
      expect(before.filter((count, index) => (after[index] ?? -1) < count)).toEqual([]);
      done.counts += before.length;
      done.higher += before.filter((count, index) => (after[index] ?? -1) > count).length;
      done.crossings += expectNothingLost(linesOf(fewer, policy), linesOf(family, policy));
      done.added += 1;
      if (areLinksFelt(policy, fewer)) done.linksFelt += 1;
      if (isNamedByAnother(picked, family)) done.named += 1;
    }),
    { seed, numRuns: 600 },
  );
  console.info(
    `monotone: ${done.added} referrals added, ${done.counts} counts at window ends none lower, ` +
      `${done.higher} higher, ${done.crossings} crossings kept, ` +
      `${done.linksFelt} families where a link bore on a line crossed, ${done.named} added after another had named them`,
  );
  expect(done.added).toBeGreaterThanOrEqual(600);
  expect(done.counts).toBeGreaterThanOrEqual(100_000);
  expect(done.higher).toBeGreaterThanOrEqual(5000);
  expect(done.linksFelt).toBeGreaterThanOrEqual(40);
  expect(done.named).toBeGreaterThanOrEqual(40);
  expect(done.crossings).toBeGreaterThanOrEqual(200);
});

const longer = (duration: string, by: number): string =>
  duration.replace(/\d+(?=[A-Z]$| working)/, (digits) => String(Number(digits) + by));

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

/** Windows that look for something further back. A promise's days and the window of an absence are none. */
const withLongerWindow = (condition: SingleCondition, by: number): SingleCondition =>
  ('count' in condition || 'points' in condition || 'events' in condition) && condition.within !== undefined
    ? { ...condition, within: longer(condition.within, by) }
    : condition;

test('a longer window never loses a crossing or its evidence', () => {
  const done = { families: 0, crossings: 0 };
  const cases = casesOf(policyOf({ kinds: conditionKinds, levels: true, absences: false }), shippedWithout());
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 15 }), ({ policy, family }, by) => {
      const longerLines = policy.lines.map((line) => ({ ...line, window: longer(line.window, by) }));
      const wider = withConditions({ ...policy, lines: longerLines }, (condition) =>
        withLongerWindow(condition, by),
      );
      done.crossings += expectNothingLost(linesOf(family, policy), linesOf(family, wider));
      done.families += 1;
    }),
    { seed, numRuns: 500 },
  );
  console.info(`monotone: ${done.families} families under longer windows, ${done.crossings} crossings kept`);
  expect(done.families).toBeGreaterThanOrEqual(500);
  expect(done.crossings).toBeGreaterThanOrEqual(300);
});

test('a lower threshold never loses a crossing or its evidence', () => {
  const done = { families: 0, crossings: 0 };
  const lowered = (condition: SingleCondition): SingleCondition => {
    if ('points' in condition) return { ...condition, atLeast: Math.max(0.001, condition.atLeast - 0.5) };
    if ('atLeast' in condition) return { ...condition, atLeast: Math.max(1, condition.atLeast - 1) };
    return condition;
  };
  fc.assert(
    fc.property(casesOf(anyPolicy), ({ policy, family }) => {
      const lower = withConditions(policy, lowered);
      done.crossings += expectNothingLost(linesOf(family, policy), linesOf(family, lower));
      done.families += 1;
    }),
    { seed, numRuns: 500 },
  );
  console.info(
    `monotone: ${done.families} families under lower thresholds, ${done.crossings} crossings kept`,
  );
  expect(done.families).toBeGreaterThanOrEqual(500);
  expect(done.crossings).toBeGreaterThanOrEqual(300);
});

test('raising the level of a referral never loses a crossing or its evidence', () => {
  const done = { raised: 0, crossings: 0 };
  const cases = casesOf(policyOf({ kinds: conditionKinds, levels: false, absences: true }));
  fc.assert(
    fc.property(withOne(cases), ({ policy, family, picked }) => {
      const raised = { ...picked, level: Math.min(4, (picked.level ?? 0) + 1) };
      const after = { ...family, referrals: family.referrals.map((one) => (one === picked ? raised : one)) };
      done.crossings += expectNothingLost(linesOf(family, policy), linesOf(after, policy));
      done.raised += 1;
    }),
    { seed, numRuns: 400 },
  );
  console.info(`monotone: ${done.raised} levels raised, ${done.crossings} crossings kept`);
  expect(done.raised).toBeGreaterThanOrEqual(400);
  expect(done.crossings).toBeGreaterThanOrEqual(200);
});
