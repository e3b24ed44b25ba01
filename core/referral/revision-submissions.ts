import * as z from 'zod';
import { ReferralSubmission, Screening } from './referral-submission.ts';

/** Tideline's own id of a referral: its receipt. */
export const ReceiptId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .meta({ id: 'ReceiptId', description: "A referral's id in Tideline, as its receipt gives it." });

/** Tideline's own id of what one source calls one family: a family is one or more of these. */
export const TimelineId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .meta({ id: 'TimelineId', description: 'What one source calls one family, under an id of Tideline.' });

/**
 * Counts what one system says later about a referral. The highest wins, whatever
 * the order in which they arrive; what was sent first has none and comes before 1.
 */
const revision = z
  .int()
  .min(1)
  .max(1_000_000_000)
  .meta({ description: 'Counts up with each thing said later about this referral. The highest wins.' });

/** The whole of a referral again, as it should have been. The decision on it is not the sender's to correct. */
export const CorrectionSubmission = ReferralSubmission.omit({
  source: true,
  referralId: true,
  screening: true,
})
  .extend({ revision })
  .meta({ id: 'CorrectionSubmission', description: 'The whole of a referral as it should have been.' });
export type CorrectionSubmission = z.infer<typeof CorrectionSubmission>;

/** The only reasons for which a referral is taken away. */
export const WithdrawalReason = z
  .enum(['error', 'duplicate', 'wrong-family', 'test'])
  .meta({ id: 'WithdrawalReason', description: 'Why a referral is taken away.' });
export type WithdrawalReason = z.infer<typeof WithdrawalReason>;

/** Takes a referral away. Whoever made it taking it back is no reason: that is noted, and it still counts. */
export const WithdrawalSubmission = z
  .strictObject({ revision, reason: WithdrawalReason })
  .meta({ id: 'WithdrawalSubmission', description: 'Takes a referral away.' });
export type WithdrawalSubmission = z.infer<typeof WithdrawalSubmission>;

/** Taken back by its sender, or held to be malicious by the front door. */
export const Annotation = z
  .enum(['retracted-by-sender', 'judged-malicious'])
  .meta({ id: 'Annotation', description: 'What was noted about a referral. It still counts.' });
export type Annotation = z.infer<typeof Annotation>;

/** Notes something about a referral, or that it no longer stands. The revisions of each note are counted apart. */
export const AnnotationSubmission = z
  .strictObject({
    revision,
    annotation: Annotation,
    stands: z.boolean().meta({ description: 'false takes the note back.' }),
  })
  .meta({ id: 'AnnotationSubmission', description: 'Notes something about a referral.' });
export type AnnotationSubmission = z.infer<typeof AnnotationSubmission>;

/**
 * The decision on a referral, whoever sent it. `sameEventAs` is the receipt of
 * another referral of the family that tells of the same event.
 */
export const ScreeningSubmission = Screening.extend({ revision, sameEventAs: ReceiptId.optional() }).meta({
  id: 'ScreeningSubmission',
  description: 'The decision on a referral.',
});
export type ScreeningSubmission = z.infer<typeof ScreeningSubmission>;

/** As many as are recorded well within the time that an answer may take. */
export const mostInBatch = 100;

/** Many referrals at once. Each is looked at by itself, so here they are anything. */
export const BatchSubmission = z
  .strictObject({ referrals: z.array(z.unknown()).min(1).max(mostInBatch) })
  .meta({ id: 'BatchSubmission', description: 'Up to a hundred referrals.' });

/** Puts timelines of a family into a family of their own, because they should never have been joined. */
export const SeparationSubmission = z
  .strictObject({
    timelines: z.array(TimelineId).min(1).max(24),
    reason: z.enum(['wrong-identifier', 'wrong-family-reference', 'not-one-household']),
  })
  .meta({
    id: 'SeparationSubmission',
    description: 'Puts timelines of a family into a family of their own.',
  });
export type SeparationSubmission = z.infer<typeof SeparationSubmission>;
