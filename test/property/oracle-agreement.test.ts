import fc from 'fast-check';
import { expect, test } from 'vitest';
import { singleConditionsOf } from '../../core/policy/condition.ts';
import { Policy } from '../../core/policy/policy.ts';
import sensitivePolicy from '../../policies/sensitive.json' with { type: 'json' };
import type { OracleFinding } from '../oracle/oracle-types.ts';
import { addTo, emptyTally, expectAgreement, printed, type Tally } from './agreement.ts';
import { exactEdgeReferrals, exactPolicy, seed } from './arbitraries.ts';
import { anyFamily, edgeFamily, type Family, scatteredFamily } from './arbitraries-families.ts';
import { anyPolicy, conditionKinds, kindOf } from './arbitraries-policies.ts';
import { familyNearShipped, shipped } from './arbitraries-shipped.ts';
import { areLinksFelt } from './felt-links.ts';
import { linkedFamily, onIncidents } from './linked-cases.ts';

type Compared = {
  readonly policies: fc.Arbitrary<Policy>;
  readonly families: fc.Arbitrary<Family>;
  readonly runs: number;
  /** Notes what both say. */
  readonly note?: (said: OracleFinding, policy: Policy) => void;
};

/** What was compared, and in how many families a line was crossed that one event told of twice bore on. */
type ComparedTally = Tally & { readonly linksFelt: number };

/** Compares the engine with the oracle on so many families. */
function compare(name: string, { policies, families, runs, note }: Compared): ComparedTally {
  const tally = emptyTally();
  let linksFelt = 0;
  fc.assert(
    fc.property(policies, families, (policy, family) => {
      const said = expectAgreement(policy, family);
      addTo(tally, said);
      if (areLinksFelt(policy, family)) linksFelt += 1;
      note?.(said, policy);
    }),
    { seed, numRuns: runs },
  );
  console.info(
    `oracle, ${name}: ${printed(tally)}; ${linksFelt} families where a link between referrals bore on a line crossed`,
  );
  return { ...tally, linksFelt };
}

test('the engine and the naive oracle agree on every line of the default policy', () => {
  const perLine = new Map(shipped.lines.map(({ id }) => [id, { families: 0, crossed: 0 }]));
  const tally = compare('default policy', {
    policies: fc.constant(shipped),
    families: familyNearShipped,
    runs: 1500,
    note: ({ lines }) => {
      for (const { line, first } of lines) {
        const counted = perLine.get(line);
        if (counted === undefined)
          throw new Error('The oracle speaks of a line that the policy does not have.');
        counted.families += 1;
        if (first !== undefined) counted.crossed += 1;
      }
    },
  });
  for (const [line, { families, crossed }] of perLine) {
    console.info(`oracle, default policy: ${line}: ${families} families, ${crossed} crossed`);
  }
  expect([...perLine].filter(([, { families }]) => families < 850)).toEqual([]);
  expect([...perLine].filter(([, { crossed }]) => crossed < 20)).toEqual([]);
  expect(tally.changesByItself).toBeGreaterThanOrEqual(300);
  expect(tally.linksFelt).toBeGreaterThanOrEqual(80);
});

test('the engine and the naive oracle agree on the sensitive policy', () => {
  const tally = compare('sensitive policy', {
    policies: fc.constant(Policy.parse(sensitivePolicy)),
    families: anyFamily(8),
    runs: 300,
  });
  expect(tally.crossed).toBeGreaterThanOrEqual(50);
});

const families = { 'dates anywhere': scatteredFamily(7), 'dates at the edges': edgeFamily(7) };

test('the engine and the naive oracle agree on every kind of condition, in random policies', () => {
  const perKind = new Map(conditionKinds.map((kind) => [kind, { asked: 0, met: 0, crossed: 0 }]));
  const note = (said: OracleFinding, policy: Policy): void => {
    for (const [index, { when }] of policy.lines.entries()) {
      const line = said.lines[index];
      for (const [place, condition] of singleConditionsOf(when).entries()) {
        const counted = perKind.get(kindOf(condition));
        if (counted === undefined || line === undefined) throw new Error('Nothing was said of a condition.');
        const met = line.progress[place]?.met === true;
        counted.asked += 1;
        if (met) counted.met += 1;
        if (met && line.first !== undefined) counted.crossed += 1;
      }
    }
  };
  const anywhere = compare('random policies, dates anywhere', {
    policies: anyPolicy,
    families: families['dates anywhere'],
    runs: 900,
    note,
  });
  const atEdges = compare('random policies, dates at the edges', {
    policies: anyPolicy,
    families: families['dates at the edges'],
    runs: 3300,
    note,
  });
  for (const [kind, { asked, met, crossed }] of perKind) {
    console.info(
      `oracle, random policies: ${kind}: ${asked} conditions agreed, ${met} of them met, ${crossed} in a line crossed`,
    );
  }
  expect(anywhere.lines + atEdges.lines).toBeGreaterThanOrEqual(3000);
  expect(anywhere.severalTimes + atEdges.severalTimes).toBeGreaterThanOrEqual(150);
  expect(anywhere.linksFelt + atEdges.linksFelt).toBeGreaterThanOrEqual(50);
  expect([...perKind].filter(([, { asked }]) => asked < 300)).toEqual([]);
  expect([...perKind].filter(([, { crossed }]) => crossed < 60)).toEqual([]);
});

test('the engine and the naive oracle agree on what the front door said is one event', () => {
  const tally = compare('one event', {
    policies: fc.constant(onIncidents),
    families: linkedFamily(8),
    runs: 800,
  });
  expect(tally.linksFelt).toBeGreaterThanOrEqual(150);
});

test('the engine and the naive oracle agree on exact windows, dates whole windows apart', () => {
  const tally = compare('exact windows, dates whole windows apart', {
    policies: exactPolicy,
    families: exactEdgeReferrals(6).map((referrals) => ({
      referrals,
      lifeEvents: [],
      asOf: Math.max(...referrals.map(({ madeAt }) => Date.parse(madeAt))),
    })),
    runs: 2000,
  });
  expect(tally.crossed).toBeGreaterThanOrEqual(700);
});
