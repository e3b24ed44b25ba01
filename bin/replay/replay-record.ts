import * as z from 'zod';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';

/**
 * One line of a replay: a referral exactly as the API takes it, and the
 * instant at which it reached the API. The clock of a replay is `at`.
 */
export const ReplayRecord = z.strictObject({
  ...ReferralSubmission.shape,
  at: z.iso.datetime({ offset: true }),
});

/** A record that was read, with the number of its line in the file (the first is 1). */
export type NumberedRecord = {
  readonly line: number;
  readonly at: number;
  readonly submission: ReferralSubmission;
};
