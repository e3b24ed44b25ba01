import { type Annotation, AnnotationSubmission } from '../../core/referral/revision-submissions.ts';
import { type RevisionSurroundings, reviseRoute, type Speaker } from './revise-route.ts';
import type { Route } from './route.ts';

/** Whose each note is to make: who sent a referral may take it back, and the authority may judge it. */
const speakerOf: Readonly<Record<Annotation, Speaker>> = {
  'retracted-by-sender': 'source',
  'judged-malicious': 'authority',
};

/** `POST /v1/referrals/{id}/annotations`: notes something about a referral, which still counts. */
export const annotateReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: AnnotationSubmission,
    invalid: 'invalid-annotation',
    status: 201,
    speakers: ['source', 'authority'],
    speakerOf: ({ annotation }) => speakerOf[annotation],
    said: (sent) => ({ kind: 'annotation', sent }),
  });
