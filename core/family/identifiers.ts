import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { FamilyIdentifier, ReferralSubmission } from '../referral/referral-submission.ts';
import type { TimelineId } from '../timeline/timeline.ts';

/** What a referral gives of its family beside the family's own reference, as keyed hashes. */
export type Identifier = {
  readonly kind: 'child-ref' | 'nhs-number' | 'upn';
  readonly id: string;
};

type Given = Pick<ReferralSubmission, FamilyIdentifier | 'source'>;

/**
 * The exact identifiers of a referral's children, each once: what the source
 * calls them first, then the NHS numbers, then the pupil numbers. A child's
 * reference is its source's own; the other two mean the same from whoever they come.
 */
export function identifiersOf(
  { source, childRefs = [], nhsNumbers = [], upns = [] }: Given,
  pseudonyms: Pseudonyms,
): readonly Identifier[] {
  const all: readonly Identifier[] = [
    ...childRefs.map((ref) => identifier('child-ref', source, ref)),
    ...nhsNumbers.map((number) => identifier('nhs-number', number)),
    ...upns.map((upn) => identifier('upn', upn)),
  ];
  return [...new Map(all.map((one) => [one.id, one])).values()];

  function identifier(kind: Identifier['kind'], ...parts: readonly string[]): Identifier {
    return { kind, id: pseudonyms.of('identifier', kind, ...parts) };
  }
}

/**
 * The timeline of a referral, worked out and never looked up: that of the
 * source's own family reference; without one that of the child it names, the
 * same whatever the order of the children; without any that of the referral alone.
 */
export function timelineIdOf(
  { source, familyRef, referralId }: Given & Pick<ReferralSubmission, 'referralId'>,
  identifiers: readonly Identifier[],
  pseudonyms: Pseudonyms,
): TimelineId {
  if (familyRef !== undefined) return pseudonyms.of('timeline', 'family-ref', source, familyRef);
  const [first] = identifiers.map(({ id }) => id).sort();
  return first === undefined
    ? pseudonyms.of('timeline', 'referral', source, referralId)
    : pseudonyms.of('timeline', 'identifier', source, first);
}
