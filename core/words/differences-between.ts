import type { Policy } from '../policy/policy.ts';
import { type PolicyPart, policyParts } from './say-policy.ts';

/** A part of two policies that does not say the same in both: what only the old one says, and what only the new one. */
export type Difference = {
  readonly title: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** What two policies say differently: parts of the old one in its order, then lines that only the new one has. */
export function differencesBetween(old: Policy, next: Policy): readonly Difference[] {
  const [before, after] = [policyParts(old), policyParts(next)];
  const partOf = (parts: readonly PolicyPart[], title: string): PolicyPart | undefined =>
    parts.find((part) => part.title === title);
  return [
    ...before.flatMap((part) => changed(part, partOf(after, part.title))),
    ...after
      .filter(({ title }) => partOf(before, title) === undefined)
      .map(({ title, sentences }): Difference => ({ title, kind: 'added', before: [], after: sentences })),
  ];
}

function changed({ title, sentences }: PolicyPart, next: PolicyPart | undefined): readonly Difference[] {
  if (next === undefined) return [{ title, kind: 'removed', before: sentences, after: [] }];
  const before = sentences.filter((sentence) => !next.sentences.includes(sentence));
  const after = next.sentences.filter((sentence) => !sentences.includes(sentence));
  return before.length + after.length === 0 ? [] : [{ title, kind: 'changed', before, after }];
}
