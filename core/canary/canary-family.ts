import type { ReferralSubmission } from '../referral/referral-submission.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { Timeline } from '../timeline/timeline.ts';

/**
 * The source system that the canary's own client is bound to, and no other client is.
 * Nothing that it sends tells of a person, and none of it is counted among what the authority's sources send.
 */
export const canarySource = 'tideline-canary';

/** How a message about a canary's family is addressed. Nobody's subscription lets it through: it reaches the ledger alone. */
export const canaryRecipient = 'tideline-canary';

/** Whether a family is a canary's: it has referrals, and every one is the canary's own. */
export const isCanaryFamily = (timelines: readonly Timeline[]): boolean => {
  const referrals = timelines.flatMap((timeline) => timeline.referrals);
  return referrals.length > 0 && referrals.every(({ source }) => source === canarySource);
};

/** The referrals of a fresh family, which cross the canary's line together and not alone; `run` names it and no other. */
export const canaryReferrals = (run: string, at: Instant): readonly ReferralSubmission[] =>
  (['2A', '3A'] as const).map((sourceCode, index) => ({
    source: canarySource,
    referralId: `${run}-${index + 1}`,
    familyRef: run,
    stage: 'contact',
    purpose: 'concern',
    madeAt: isoInstant(at),
    referrer: { sourceCode },
    concerns: [{ kind: 'other', subject: 'other' }],
  }));
