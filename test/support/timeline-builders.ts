import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { Timeline, TimelineReferral } from '../../core/timeline/timeline.ts';
import { aSubmission as aSubmissionOfASchool } from './a-submission.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A policy that ships, by its name, under a hash that says so. */
export function shippedPolicy(name: 'default' | 'sensitive'): LivePolicy {
  const text: unknown = JSON.parse(readFileSync(path.join(root, 'policies', `${name}.json`), 'utf8'));
  return { policy: Policy.parse(text), hash: `hash-of-${name}` };
}

/** A referral on a timeline; every field may be given, and what is not given is of no importance. */
export const aReferral = (
  given: Partial<TimelineReferral> & { key: string; madeAt: string },
): TimelineReferral => ({
  source: 'front-door',
  referralId: given.key,
  stage: 'contact',
  purpose: 'concern',
  referrer: { sourceCode: '3B', organisationRef: 'health-visiting' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  ...given,
});

/** A referral as a source sends it, from a health visitor in March. */
export const aSubmission = (given: Partial<ReferralSubmission> = {}): ReferralSubmission =>
  aSubmissionOfASchool({
    madeAt: '2026-03-02T10:00:00Z',
    referrer: { sourceCode: '3B', organisationRef: 'health-visiting' },
    ...given,
  });

export const aTimeline = (referrals: readonly TimelineReferral[], timelineId = 'timeline-1'): Timeline => ({
  timelineId,
  referrals,
  lifeEvents: [],
});
