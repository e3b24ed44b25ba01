import { WithdrawalSubmission } from '../../core/referral/revision-submissions.ts';
import { type RevisionSurroundings, reviseRoute } from './revise-route.ts';
import type { Route } from './route.ts';

/** `POST /v1/referrals/{id}/withdrawal`: the source that sent a referral takes it away. */
export const withdrawReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: WithdrawalSubmission,
    invalid: 'invalid-withdrawal',
    status: 201,
    speakers: ['source'],
    speakerOf: () => 'source',
    said: (sent) => ({ kind: 'withdrawal', sent }),
  });
