import { ScreeningSubmission } from '../../core/referral/revision-submissions.ts';
import { type RevisionSurroundings, reviseRoute } from './revise-route.ts';
import type { Route } from './route.ts';

/** `PUT /v1/referrals/{id}/screening`: the authority says what was decided on a referral, whichever source sent it. */
export const screenReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: ScreeningSubmission,
    invalid: 'invalid-screening',
    status: 200,
    speakers: ['authority'],
    speakerOf: () => 'authority',
    said: (sent) => ({ kind: 'screening', sent }),
  });
