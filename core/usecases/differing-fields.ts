import type { ContentPrints } from '../ports/referral-ledger.ts';

/** The fields in which two contents differ, by name, in order: those whose prints differ and those that only one has. */
export function differingFields(first: ContentPrints, second: ContentPrints): readonly string[] {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].filter((field) => first[field] !== second[field]).sort();
}
