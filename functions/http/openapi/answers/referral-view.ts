import * as z from 'zod';
import { ReferralSubmission, Screening } from '../../../../core/referral/referral-submission.ts';
import { Annotation, ReceiptId, WithdrawalReason } from '../../../../core/referral/revision-submissions.ts';
import { neverKept } from './family.ts';
import { AnsweredInstant, FamilyId } from './ids.ts';

/** A referral as it stands now, less what only served to find its family, and less the decision on it. */
const ReferralAsItStands = ReferralSubmission.omit({ ...neverKept, screening: true }).meta({
  id: 'ReferralAsItStands',
  description: 'The referral as it stands now. References and identifiers of people are never kept.',
});

const Revision = z
  .strictObject({
    kind: z.enum(['correction', 'withdrawal', 'annotation', 'screening']),
    revision: z.int().min(1),
    recordedAt: AnsweredInstant,
    annotation: Annotation.optional(),
  })
  .meta({ id: 'Revision', description: 'Something that was said later about a referral.' });

/** What is known of a referral: to a partner, what its own source said of it. */
export const ReferralView = z
  .strictObject({
    receiptId: ReceiptId,
    recordedAt: AnsweredInstant,
    familyId: FamilyId.optional().meta({ description: 'Only for clients with the scope pattern:read.' }),
    withdrawn: WithdrawalReason.optional(),
    referral: ReferralAsItStands,
    screening: Screening.optional(),
    sameEventAs: ReceiptId.optional().meta({
      description: 'Another referral of the family that tells of the same event.',
    }),
    annotations: z.array(Annotation).optional(),
    revisions: z.array(Revision),
  })
  .meta({
    id: 'ReferralView',
    description:
      "What is known of a referral. A partner sees what its own source said: never the authority's screening, `sameEventAs` or `judged-malicious`.",
  });
