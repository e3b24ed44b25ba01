import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';

/**
 * The values of a referral that must never leave the table: references of the
 * family, the referrer and the referral, and dates of birth.
 */
export function personalTokensOf(referral: ReferralSubmission): readonly string[] {
  const children = referral.household?.children ?? [];
  return [
    referral.familyRef,
    referral.referralId,
    referral.regarding,
    referral.incidentRef,
    referral.referrer.referrerRef,
    referral.referrer.organisationRef,
    ...children.map((child) => ('dateOfBirth' in child ? child.dateOfBirth : child.expectedDateOfBirth)),
  ].filter((token) => token !== undefined);
}

/** The personal values that a text holds. */
export const tokensFoundIn = (text: string, tokens: ReadonlySet<string>): readonly string[] =>
  [...tokens].filter((token) => text.includes(token));
