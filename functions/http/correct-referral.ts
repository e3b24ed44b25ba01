import { CorrectionSubmission } from '../../core/referral/revision-submissions.ts';
import { type RevisionSurroundings, reviseRoute } from './revise-route.ts';
import type { Route } from './route.ts';

/** `POST /v1/referrals/{id}/correction`: the source that sent a referral says it as it should have been. */
export const correctReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: CorrectionSubmission,
    invalid: 'invalid-correction',
    status: 201,
    speakers: ['source'],
    speakerOf: () => 'source',
    said: (sent) => ({ kind: 'correction', sent }),
  });
