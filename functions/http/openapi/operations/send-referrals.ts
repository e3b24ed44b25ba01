import * as z from 'zod';
import { ReferralSubmission } from '../../../../core/referral/referral-submission.ts';
import { BatchSubmission } from '../../../../core/referral/revision-submissions.ts';
import { BatchResults, ReferralReceipt } from '../answers/receipts.ts';
import { finding } from '../examples/finding.ts';
import { ids } from '../examples/invented.ts';
import { problemExample } from '../examples/problems.ts';
import { fromHealthVisitor, fromPolice, fromSchool, ofUnbornChild, receipt } from '../examples/referrals.ts';
import type { Operation } from '../operation.ts';
import { prefer } from '../parameters.ts';
import { unreadableBody } from './problems-of-bodies.ts';

/** As it is sent. That each referral is judged by itself is told by its answer. */
const Batch = BatchSubmission.extend({ referrals: z.array(ReferralSubmission).min(1).max(100) }).meta({
  id: 'BatchSubmission',
  description: 'Up to a hundred referrals.',
});

export const sendReferrals: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/referrals',
    operationId: 'recordReferral',
    tag: 'Referrals',
    summary: 'Send a referral',
    description:
      'Answers 201 only when the referral is stored for good. The same one sent again is stored once and has the same receipt, so sending again is always safe. The client must be bound to its `source`. A `screening` is the front door’s to say: it needs the scope screening:write as well.',
    scopes: ['referrals:write'],
    parameters: [prefer],
    body: {
      schema: ReferralSubmission,
      examples: {
        decided: { summary: 'From a front door, with its decision', value: fromHealthVisitor },
        partner: { summary: 'From a school', value: fromSchool },
        unborn: { summary: 'About a child who is not born yet', value: ofUnbornChild },
      },
    },
    answer: {
      status: 201,
      description: 'The referral is stored for good.',
      schema: ReferralReceipt,
      headers: ['Preference-Applied'],
      examples: {
        partner: { summary: 'To a partner', value: receipt },
        authority: { summary: 'To a client with pattern:read', value: { ...receipt, familyId: ids.family } },
        representation: {
          summary: 'Where the finding was asked for',
          value: { ...receipt, familyId: ids.family, finding },
        },
      },
    },
    problems: [...unreadableBody, 'source-not-bound', 'content-differs', 'invalid-referral'],
  },
  {
    method: 'post',
    path: '/v1/referrals/batch',
    operationId: 'recordReferrals',
    tag: 'Referrals',
    summary: 'Send up to a hundred referrals',
    description:
      'Each referral is judged by itself and has its own result, in the order in which they were sent: one that is refused keeps no other from being stored. Send again those whose status is 429 or 500 or more.',
    scopes: ['referrals:write'],
    parameters: [],
    body: {
      schema: Batch,
      examples: {
        two: { summary: 'Two referrals', value: { referrals: [fromHealthVisitor, fromPolice] } },
      },
    },
    answer: {
      status: 200,
      description: 'What became of each referral.',
      schema: BatchResults,
      examples: {
        one: {
          summary: 'One is stored and one is refused',
          value: {
            results: [{ status: 201, ...receipt, familyId: ids.family }, problemExample('invalid-referral')],
          },
        },
      },
    },
    problems: [...unreadableBody, 'batch-too-large', 'invalid-batch', 'too-many-records'],
  },
];
