import { canonicalJson } from '../../core/canonical-json.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralView } from '../../core/referral/referral-view.ts';

/**
 * The entity tag of a referral as a caller sees it (RFC 9110), a keyed hash. It
 * does not change by what the caller may not see; the family is not part of it,
 * since that changes without anything being said about the referral.
 */
export const entityTagOf = ({ familyId: _, ...view }: ReferralView, pseudonyms: Pseudonyms): string =>
  `"${pseudonyms.of('content', 'view', canonicalJson(view))}"`;

/** Whether an `If-Match` header names the tag. A weak tag names none: it may stand for something else. */
export const isMatch = (ifMatch: string, tag: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((one) => one.trim() === tag);
