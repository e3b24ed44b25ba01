import { type Annotation, AnnotationSubmission } from '../../core/referral/revision-submissions.ts';
import { scope } from './http-request.ts';
import { type RevisionSurroundings, reviseRoute } from './revise-route.ts';
import type { Route } from './route.ts';

/** Whose each note is to make: who sent a referral may take it back, and the authority may judge it. */
const scopeFor: Readonly<Record<Annotation, string>> = {
  'retracted-by-sender': scope.writeReferrals,
  'judged-malicious': scope.writeScreenings,
};

/** `POST /v1/referrals/{id}/annotations`: notes something about a referral, which still counts. */
export const annotateReferral = (surroundings: RevisionSurroundings): Route =>
  reviseRoute(surroundings, {
    schema: AnnotationSubmission,
    invalid: 'invalid-annotation',
    status: 201,
    said: (sent) => ({ kind: 'annotation', sent }),
    mayTry: ({ scopes }) => Object.values(scopeFor).some((name) => scopes.has(name)),
    maySay: ({ scopes }, { annotation }) => scopes.has(scopeFor[annotation]),
    maySpeakOf: ({ boundSources }, { annotation }, source) =>
      annotation === 'judged-malicious' || boundSources.includes(source),
  });
