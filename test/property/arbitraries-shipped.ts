import fc from 'fast-check';
import { singleConditionsOf } from '../../core/policy/condition.ts';
import { type Line, Policy } from '../../core/policy/policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import { anyFamily, type Family } from './arbitraries-families.ts';
import { type ConditionKind, kindOf } from './arbitraries-policies.ts';
import { familyNear, themes } from './arbitraries-themes.ts';

/** The default policy of an authority whose front door sends what follows a decision, and that has a source which never decides. */
export const shipped: Policy = Policy.parse({
  ...defaultPolicy,
  sourcesWithoutOutcomes: ['silent-source'],
  sourcesSendingEvents: [
    { source: 'front-door', events: ['assessment-started', 'strategy-discussion', 'early-help-accepted'] },
  ],
});

/** Families that come near the lines of the default policy, every theme as often. */
export const familyNearShipped: fc.Arbitrary<Family> = fc
  .constantFrom(...Object.values(themes))
  .chain(familyNear);

/** A family, and a policy that has something to say of it. */
export type Case = { readonly policy: Policy; readonly family: Family };

/** Random policies with families of any sort, and a shipped one with families that come near its lines. */
export const casesOf = (random: fc.Arbitrary<Policy>, policy: Policy = shipped): fc.Arbitrary<Case> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ policy: random, family: anyFamily(8) }) },
    { weight: 1, arbitrary: fc.record({ policy: fc.constant(policy), family: familyNearShipped }) },
  );

/** The default policy without the lines that hold a condition of some kind, or ask that none was progressed. */
export function shippedWithout(...kinds: readonly ConditionKind[]): Policy {
  const isLeft = ({ when }: Line): boolean =>
    singleConditionsOf(when).every(
      (condition) => !kinds.includes(kindOf(condition)) && !('noneProgressed' in condition),
    );
  return { ...shipped, lines: shipped.lines.filter(isLeft) };
}
