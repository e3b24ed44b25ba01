import { canonicalJson } from '../canonical-json.ts';
import type { ReferralSubmission } from './referral-submission.ts';

/** A submission with its instants in UTC to the millisecond: the same instant written differently is the same content. */
export function inUtc(submission: ReferralSubmission): ReferralSubmission {
  const utc = (instant: string): string => new Date(instant).toISOString();
  return {
    ...submission,
    madeAt: utc(submission.madeAt),
    ...(submission.screening === undefined
      ? {}
      : { screening: { ...submission.screening, decidedAt: utc(submission.screening.decidedAt) } }),
  };
}

/** Each top-level field of what was sent as canonical text, for prints that tell which fields differ. */
export const canonicalFields = (
  submission: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] =>
  Object.entries(submission)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, canonicalJson(value)] as const);
