import {
  AnnotationSubmission,
  CorrectionSubmission,
  ScreeningSubmission,
  WithdrawalSubmission,
} from '../../../../core/referral/revision-submissions.ts';
import type { ProblemCode } from '../../problem.ts';
import { RevisionReceipt } from '../answers/receipts.ts';
import { ids } from '../examples/invented.ts';
import { fromHealthVisitor, revised } from '../examples/referrals.ts';
import type { Operation } from '../operation.ts';
import { ifMatch, referralId } from '../parameters.ts';
import { unreadableBody } from './problems-of-bodies.ts';

const inAnyOrder =
  'Of all that is said with a `revision`, the highest wins, whatever the order in which it arrives. The same revision with the same content has the same receipt, so sending again is always safe. Other content under a revision that was used is kept too, and nobody can choose which of the two stands: count up.';
const countedTogether =
  'Corrections and withdrawals are counted together: a correction with a higher revision brings a withdrawn referral back.';

const stored = {
  description: 'It is stored for good.',
  schema: RevisionReceipt,
  examples: { stored: { summary: 'Stored', value: revised } },
} as const;

const always = {
  tag: 'Referrals',
  parameters: [referralId, ifMatch],
} as const satisfies Partial<Operation>;

const problemsWith = (invalid: ProblemCode): readonly ProblemCode[] => [
  ...unreadableBody,
  'referral-unknown',
  'changed-meanwhile',
  invalid,
  'too-many-revisions',
];

const { source, referralId: sourceId, screening, ...asItWas } = fromHealthVisitor;

export const reviseReferrals: readonly Operation[] = [
  {
    ...always,
    method: 'post',
    path: '/v1/referrals/{id}/correction',
    operationId: 'correctReferral',
    summary: 'Correct a referral',
    description: `The whole referral again, as it should have been. A client corrects those of its own sources, and to it there are no others; what it leaves out is gone, but for the decision on the referral, which is not corrected here. Another \`familyRef\`, or none, may move it to another family. ${inAnyOrder} ${countedTogether}`,
    scopes: ['referrals:write'],
    body: {
      schema: CorrectionSubmission,
      examples: {
        level: { summary: 'It was given the wrong level', value: { ...asItWas, level: 3, revision: 1 } },
      },
    },
    answer: { status: 201, ...stored },
    problems: problemsWith('invalid-correction'),
  },
  {
    ...always,
    method: 'post',
    path: '/v1/referrals/{id}/withdrawal',
    operationId: 'withdrawReferral',
    summary: 'Withdraw a referral',
    description: `Takes away a referral that should not be there. A client withdraws those of its own sources, and to it there are no others. Somebody taking back what they said is no reason: that is noted, and it still counts. ${inAnyOrder} ${countedTogether}`,
    scopes: ['referrals:write'],
    body: {
      schema: WithdrawalSubmission,
      examples: { duplicate: { summary: 'It was sent twice', value: { revision: 2, reason: 'duplicate' } } },
    },
    answer: { status: 201, ...stored },
    problems: problemsWith('invalid-withdrawal'),
  },
  {
    ...always,
    method: 'post',
    path: '/v1/referrals/{id}/annotations',
    operationId: 'annotateReferral',
    summary: 'Note something about a referral',
    description: `A note is an opinion: the referral still counts. \`retracted-by-sender\` needs referrals:write, and is for a client's own sources; \`judged-malicious\` needs screening:write, and is for any. ${inAnyOrder} The revisions of each note are counted apart.`,
    scopes: ['referrals:write', 'screening:write'],
    body: {
      schema: AnnotationSubmission,
      examples: {
        retracted: {
          summary: 'Its sender took it back',
          value: { revision: 1, annotation: 'retracted-by-sender', stands: true },
        },
        noLonger: {
          summary: 'It is no longer held to be malicious',
          value: { revision: 2, annotation: 'judged-malicious', stands: false },
        },
      },
    },
    answer: { status: 201, ...stored },
    problems: problemsWith('invalid-annotation'),
  },
  {
    ...always,
    method: 'put',
    path: '/v1/referrals/{id}/screening',
    operationId: 'screenReferral',
    summary: 'Say what was decided on a referral',
    description: `The front door's decision, on any source's referral. \`sameEventAs\` says that another referral of the family tells of the same event. ${inAnyOrder} Screenings are counted apart.`,
    scopes: ['screening:write'],
    body: {
      schema: ScreeningSubmission,
      examples: {
        decided: {
          summary: 'No further action',
          value: {
            revision: 1,
            outcome: 'nfa',
            decidedAt: '2026-10-02T12:00:00+01:00',
            levelApplied: 2,
            basis: 'consent',
            historyConsidered: true,
          },
        },
        sameEvent: {
          summary: 'It tells of the same event as another',
          value: {
            revision: 2,
            outcome: 'passed-to-worker',
            decidedAt: '2026-10-03T09:15:00+01:00',
            sameEventAs: ids.secondReferral,
          },
        },
      },
    },
    answer: { status: 200, ...stored },
    problems: problemsWith('invalid-screening'),
  },
];
