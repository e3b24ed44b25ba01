import fc from 'fast-check';
import { Policy } from '../../core/policy/policy.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { anyFamily, type Family } from './arbitraries-families.ts';
import { linked } from './arbitraries-links.ts';
import type { Case } from './arbitraries-shipped.ts';

/** Lines that rest on incidents: all there are, those of some referrals, what they weigh. */
export const onIncidents: Policy = Policy.parse(
  aPolicy([
    aLine({ id: 'incidents', when: { all: [{ count: 'incidents', atLeast: 2 }] } }),
    aLine({
      id: 'some-incidents',
      window: 'P30D',
      when: {
        all: [{ count: 'incidents', atLeast: 2, of: { concerns: { kinds: ['neglect', 'physical'] } } }],
      },
    }),
    aLine({
      id: 'points',
      window: 'P6M',
      when: { all: [{ points: { referral: 1, levels: { '4': 1 } }, atLeast: 2.5, halfLife: 'P26W' }] },
    }),
  ]),
);

/** Families of any sort in all of which the front door may have said what is one event. */
export const linkedFamily = (most: number): fc.Arbitrary<Family> =>
  anyFamily(most).chain((family) => linked(family.referrals).map((referrals) => ({ ...family, referrals })));

/** Such families under lines that rest on incidents. */
export const linkedCases: fc.Arbitrary<Case> = linkedFamily(8).map((family) => ({
  policy: onIncidents,
  family,
}));

/** Cases of which a third are such. */
export const withLinkedCases = (cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  fc.oneof({ weight: 2, arbitrary: cases }, { weight: 1, arbitrary: linkedCases });
