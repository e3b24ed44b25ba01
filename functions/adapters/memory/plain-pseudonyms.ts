import type { Pseudonyms } from '../../../core/ports/pseudonyms.ts';

/** Each part escaped, so that the colon between parts is never part of one. */
const escaped = (part: string): string => encodeURIComponent(part.toWellFormed());

/** Ids that a person can read, for synthetic data: they hide nothing. */
export const plainPseudonyms: Pseudonyms = {
  of: (kind, ...parts) => [kind, ...parts].map(escaped).join(':'),
};
