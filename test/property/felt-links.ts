import { isDeepStrictEqual } from 'node:util';
import { examine } from '../../core/pattern/examine.ts';
import type { LineFinding } from '../../core/pattern/finding.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { type Family, timelinesOf } from './arbitraries-families.ts';

/** Whether another referral of the family is said to tell of the same event as this one. */
export const isNamedByAnother = (
  { key }: TimelineReferral,
  { referrals }: Pick<Family, 'referrals'>,
): boolean => referrals.some((other) => other.key !== key && other.sameEventAs === key);

const unlinked = (family: Family): Family => ({
  ...family,
  referrals: family.referrals.map(({ sameEventAs: _, ...rest }) => rest),
});

const saidOf = ({ crossings, progress, tally }: LineFinding): unknown => [crossings, progress, tally];

/**
 * Whether a line that is crossed at some time would be crossed at other times,
 * or have other counts, had no referral been said to tell of the same event as
 * another.
 */
export function areLinksFelt(policy: Policy, family: Family): boolean {
  if (family.referrals.every(({ sameEventAs }) => sameEventAs === undefined)) return false;
  const linesOf = (one: Family): readonly LineFinding[] =>
    examine(timelinesOf(one), { policy, hash: 'hash' }, one.asOf).lines;
  const without = linesOf(unlinked(family));
  return linesOf(family).some((line, index) => {
    const other = without[index];
    if (other === undefined || line.crossings.length === 0) return false;
    return !isDeepStrictEqual(saidOf(line), saidOf(other));
  });
}
