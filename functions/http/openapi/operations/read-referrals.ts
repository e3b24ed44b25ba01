import { ReferralView } from '../answers/referral-view.ts';
import { ids } from '../examples/invented.ts';
import { fromHealthVisitor, receipt } from '../examples/referrals.ts';
import type { Examples, Operation, ScopeName } from '../operation.ts';
import { ofSource, referralId, source } from '../parameters.ts';

const { familyRef, nhsNumbers, screening, ...referral } = fromHealthVisitor;

const examples: Examples = {
  partner: {
    summary: 'To a partner: what its own source said',
    value: {
      ...receipt,
      referral,
      annotations: ['retracted-by-sender'],
      revisions: [
        {
          kind: 'annotation',
          revision: 1,
          recordedAt: '2026-10-06T09:00:00.000Z',
          annotation: 'retracted-by-sender',
        },
      ],
    },
  },
  authority: {
    summary: 'To the authority: the decision on it, and that another tells of the same event',
    value: {
      ...receipt,
      familyId: ids.family,
      referral,
      screening,
      sameEventAs: ids.secondReferral,
      revisions: [
        { kind: 'correction', revision: 1, recordedAt: '2026-10-05T08:12:44.003Z' },
        { kind: 'screening', revision: 1, recordedAt: '2026-10-06T10:30:00.418Z' },
      ],
    },
  },
  withdrawn: {
    summary: 'Withdrawn: it was sent twice',
    value: {
      ...receipt,
      withdrawn: 'duplicate',
      referral,
      revisions: [{ kind: 'withdrawal', revision: 2, recordedAt: '2026-10-07T15:45:10.900Z' }],
    },
  },
};

const readers: readonly ScopeName[] = ['referrals:write', 'screening:write', 'pattern:read'];

export const readReferrals: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/referrals',
    operationId: 'findReferral',
    tag: 'Referrals',
    summary: "Find a referral by its source's own id",
    description:
      'For whoever has lost a receipt. A client with neither pattern:read nor screening:write finds the referrals of its own sources only.',
    scopes: readers,
    parameters: [source, ofSource('referralId', "The referral's id in that system.", 'R-2001')],
    answer: {
      status: 200,
      description: 'The referral as it stands.',
      schema: ReferralView,
      headers: ['ETag'],
      examples,
    },
    problems: ['referral-unknown'],
  },
  {
    method: 'get',
    path: '/v1/referrals/{id}',
    operationId: 'readReferral',
    tag: 'Referrals',
    summary: 'Read a referral back',
    description:
      'A referral as it stands, and what was said later about it. Its `ETag` changes with everything that is said about it.',
    scopes: readers,
    parameters: [referralId],
    answer: {
      status: 200,
      description: 'The referral as it stands.',
      schema: ReferralView,
      headers: ['ETag'],
      examples,
    },
    problems: ['referral-unknown'],
  },
];
