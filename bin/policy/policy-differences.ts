import type { LivePolicy } from '../../core/policy/policy.ts';
import { type Difference, differencesBetween } from '../../core/words/differences-between.ts';
import { wrapped } from '../wrapped.ts';

/** A policy as commands name it. */
export const nameOf = ({ policy: { id, version }, hash }: LivePolicy): string =>
  `policy ${id}, version ${version}, hash ${hash}`;

/** What is different between two policies, in the sentences that explain one; one sentence where nothing is. */
export function differenceLines(before: LivePolicy, after: LivePolicy): readonly string[] {
  const differences = differencesBetween(before.policy, after.policy);
  return differences.length === 0
    ? [nothingSaid(before.hash === after.hash)]
    : differences.flatMap(linesOfDifference);
}

const nothingSaid = (isSame: boolean): string =>
  isSame
    ? 'The two are the same.'
    : 'Nothing changes in what the policy says, although its hash does: the order of its entries, or how they are written.';

function linesOfDifference({ title, kind, before, after }: Difference): readonly string[] {
  return [
    `${title}: ${kind}`,
    ...before.flatMap((sentence) => wrapped(`Before: ${sentence}`, 2)),
    ...after.flatMap((sentence) => wrapped(`Now: ${sentence}`, 2)),
  ];
}
