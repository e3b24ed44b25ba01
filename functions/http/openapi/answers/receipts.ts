import * as z from 'zod';
import { ReceiptId } from '../../../../core/referral/revision-submissions.ts';
import { Problem } from '../problem-with-type.ts';
import { FindingAnswer } from './finding.ts';
import { AnsweredInstant, FamilyId } from './ids.ts';

const familyId = FamilyId.optional().meta({ description: 'Only for clients with the scope pattern:read.' });

const receipt = { receiptId: ReceiptId, recordedAt: AnsweredInstant } as const;

/** A referral is stored for good. */
export const ReferralReceipt = z
  .strictObject({
    ...receipt,
    familyId,
    finding: FindingAnswer.optional().meta({
      description: 'Only where it was asked for by `Prefer: return=representation`, and with pattern:read.',
    }),
  })
  .meta({ id: 'ReferralReceipt', description: 'The referral is stored for good.' });

/** What was said later about a referral is stored for good. */
export const RevisionReceipt = z
  .strictObject({
    receiptId: ReceiptId,
    revision: z.int().min(1),
    recordedAt: AnsweredInstant,
    stands: z.boolean().meta({
      description:
        'Whether this is what stands now. false: a higher revision was there before it, or has come since; the same sent again may answer otherwise.',
    }),
  })
  .meta({ id: 'RevisionReceipt', description: 'What was said later about a referral is stored for good.' });

/** A life event is stored for good. */
export const LifeEventReceipt = z.strictObject({ ...receipt, receiptId: ReceiptId }).meta({
  id: 'LifeEventReceipt',
  description: 'The life event is stored for good.',
});

/** What became of one referral of a batch. */
const BatchResult = z
  .union([z.strictObject({ status: z.literal(201), ...receipt, familyId }), Problem])
  .meta({ id: 'BatchResult', description: 'What became of one referral of a batch.' });

/** What became of each referral of a batch, in the order in which they were sent. */
export const BatchResults = z
  .strictObject({ results: z.array(BatchResult).min(1).max(100) })
  .meta({ id: 'BatchResults', description: 'One for each referral, in the order in which they were sent.' });

/** Timelines are a family of their own now. */
export const SeparationReceipt = z
  .strictObject({
    familyId: FamilyId.meta({ description: 'The family that the timelines are now.' }),
    recordedAt: AnsweredInstant,
  })
  .meta({ id: 'SeparationReceipt', description: 'The timelines are a family of their own now.' });

/** The family of a source's reference. */
export const FamilyFound = z
  .strictObject({ familyId: FamilyId })
  .meta({ id: 'FamilyFound', description: "The family of a source's own reference." });

/** Whether referrals can be stored just now. */
export const Health = z
  .strictObject({ canStore: z.literal(true), checkedAt: AnsweredInstant })
  .meta({ id: 'Health', description: 'Referrals can be stored.' });
