import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import { crossings } from '../oracle/oracle.ts';
import type { OracleAnswer } from '../oracle/oracle-types.ts';
import { aFamily } from '../support/a-family.ts';
import {
  asOfNear,
  edgeReferrals,
  exactEdgeReferrals,
  exactPolicy,
  scatteredReferrals,
  seed,
  smallPolicy,
} from './arbitraries.ts';

const answerOf = ({ line, crossings: found, evidence, standing }: LineFinding): OracleAnswer => ({
  line,
  first: found[0] && Date.parse(found[0].from),
  crossings: found.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
  evidence,
  standing,
});

type Case = { policy: Policy; referrals: TimelineReferral[]; asOf: number };

/** Compares the engine with the oracle on so many families; returns how many lines agreed, and of them crossed. */
function compare(
  name: string,
  policies: fc.Arbitrary<Policy>,
  families: fc.Arbitrary<TimelineReferral[]>,
  runs: number,
) {
  const cases: fc.Arbitrary<Case> = fc.tuple(policies, families).chain(([policy, referrals]) =>
    fc.record({
      policy: fc.constant(policy),
      referrals: fc.constant(referrals),
      asOf: asOfNear(referrals),
    }),
  );
  const agreed = { lines: 0, crossed: 0, severalTimes: 0, ended: 0, families: 0 };
  fc.assert(
    fc.property(cases, ({ policy, referrals, asOf }) => {
      const finding = examine(aFamily(...referrals), { policy, hash: 'hash' }, asOf);
      const answers = crossings({ referrals }, policy, asOf);
      expect(finding.lines.map(answerOf)).toEqual(answers);
      agreed.families += 1;
      agreed.lines += answers.length;
      agreed.crossed += answers.filter(({ first }) => first !== undefined).length;
      agreed.severalTimes += answers.filter((answer) => answer.crossings.length > 1).length;
      agreed.ended += answers.filter(({ standing }) => standing === 'ended').length;
    }),
    { seed, numRuns: runs },
  );
  console.info(
    `oracle, ${name}: ${agreed.families} families, ${agreed.lines} lines agreed, ${agreed.crossed} of them crossed ` +
      `(${agreed.severalTimes} more than once, ${agreed.ended} no longer)`,
  );
  return agreed;
}

const shipped = fc.constantFrom(Policy.parse(defaultPolicy), Policy.parse(sensitivePolicy));

test('the engine and the naive oracle agree on the shipped policies, scattered dates', () => {
  const agreed = compare('shipped policies, scattered dates', shipped, scatteredReferrals(10), 300);
  expect(agreed.lines).toBeGreaterThanOrEqual(550);
  expect(agreed.crossed).toBeGreaterThanOrEqual(100);
});

test('the engine and the naive oracle agree on the shipped policies, dates at the edges', () => {
  const agreed = compare('shipped policies, dates at the edges', shipped, edgeReferrals(10), 300);
  expect(agreed.lines).toBeGreaterThanOrEqual(550);
  expect(agreed.crossed).toBeGreaterThanOrEqual(100);
});

test('the engine and the naive oracle agree on random policies, scattered dates', () => {
  const agreed = compare(
    'random policies, scattered dates',
    smallPolicy({ levels: true }),
    scatteredReferrals(7),
    300,
  );
  expect(agreed.lines).toBeGreaterThanOrEqual(400);
  expect(agreed.crossed).toBeGreaterThanOrEqual(150);
});

test('the engine and the naive oracle agree on random policies, dates at the edges', () => {
  const agreed = compare(
    'random policies, dates at the edges',
    smallPolicy({ levels: true }),
    edgeReferrals(7),
    700,
  );
  expect(agreed.lines).toBeGreaterThanOrEqual(1000);
  expect(agreed.crossed).toBeGreaterThanOrEqual(400);
});

test('the engine and the naive oracle agree on exact windows, dates whole windows apart', () => {
  const agreed = compare(
    'exact windows, dates whole windows apart',
    exactPolicy,
    exactEdgeReferrals(6),
    2000,
  );
  expect(agreed.lines).toBeGreaterThanOrEqual(2000);
  expect(agreed.crossed).toBeGreaterThanOrEqual(700);
});
