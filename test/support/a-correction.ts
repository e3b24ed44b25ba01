import type { CorrectionSubmission } from '../../core/referral/revision-submissions.ts';
import { aSubmission } from './a-submission.ts';

/** The referral of `aSubmission` as its source says it should have been; the test states what matters to it. */
export function aCorrection(stated: object = {}): CorrectionSubmission {
  const { source: _, referralId: __, screening: ___, ...content } = aSubmission();
  return { ...content, revision: 1, ...stated };
}
