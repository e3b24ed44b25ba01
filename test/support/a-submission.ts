import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';

/** A referral as a source sends it, synthetic; the test states what matters to it. */
export const aSubmission = (stated: object = {}): ReferralSubmission => ({
  source: 'front-door',
  referralId: 'R-1',
  familyRef: 'F-1',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-11-02T09:00:00Z',
  referrer: { sourceCode: '2A', organisationRef: 'school-1' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  ...stated,
});
