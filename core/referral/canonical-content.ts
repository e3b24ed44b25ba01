import type { ReferralSubmission } from './referral-submission.ts';

/** JSON with its keys in order, so that the same content is the same text however it was written. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

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

/** Each top-level field of a submission as canonical text, for prints that tell which fields differ. */
export const canonicalFields = (submission: ReferralSubmission): readonly (readonly [string, string])[] =>
  Object.entries(submission)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, canonicalJson(value)] as const);
