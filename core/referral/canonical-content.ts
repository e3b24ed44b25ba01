import { canonicalJson } from '../canonical-json.ts';
import type { FamilyIdentifier, ReferralSubmission } from './referral-submission.ts';

/** A submission without what only served to find the family, which is not kept. */
export function contentOf<Submission extends Pick<ReferralSubmission, FamilyIdentifier>>(
  submission: Submission,
): Omit<Submission, FamilyIdentifier> {
  const { familyRef, childRefs, nhsNumbers, upns, ...content } = submission;
  return content;
}

/** A submission with its instants in UTC to the millisecond: the same instant written differently is the same content. */
export const inUtc = (submission: ReferralSubmission): ReferralSubmission => ({
  ...submission,
  madeAt: utc(submission.madeAt),
  ...(submission.screening === undefined
    ? {}
    : { screening: { ...submission.screening, decidedAt: utc(submission.screening.decidedAt) } }),
});

/** An instant in UTC to the millisecond. */
export const utc = (instant: string): string => new Date(instant).toISOString();

/** Each top-level field of what was sent as canonical text, for prints that tell which fields differ. */
export const canonicalFields = (
  submission: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] =>
  Object.entries(submission)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, canonicalJson(value)] as const);
