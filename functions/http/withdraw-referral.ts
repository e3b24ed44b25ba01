import { WithdrawalSubmission } from '../../core/referral/revision-submissions.ts';
import { scope } from './http-request.ts';
import { type RevisionSurroundings, reviseRoute } from './revise-route.ts';
import type { Route } from './route.ts';

/** `POST /v1/referrals/{id}/withdrawal`: the source that sent a referral takes it away. */
export const withdrawReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: WithdrawalSubmission,
    invalid: 'invalid-withdrawal',
    status: 201,
    said: (sent) => ({ kind: 'withdrawal', sent }),
    mayTry: ({ scopes }) => scopes.has(scope.writeReferrals),
    maySay: () => true,
    maySpeakOf: ({ boundSources }, _, source) => boundSources.includes(source),
  });
