import type { Families } from '../../core/ports/families.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { SeparationSubmission } from '../../core/referral/revision-submissions.ts';
import { type NotSeparated, separateFamily } from '../../core/usecases/separate-family.ts';
import type { Refusal } from './answer.ts';
import { scope } from './http-request.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import { readSubmission } from './read-submission.ts';
import type { Route } from './route.ts';

type Surroundings = {
  readonly families: Pick<Families, 'family'>;
  readonly links: FamilyLinks;
  /** Their key takes a call, which is made with the first request. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly clock: Clock;
};

/** `POST /v1/families/{id}/separation`: undoes that timelines were joined to a family. */
export const postSeparation =
  ({ families, links, pseudonyms, clock }: Surroundings): Route =>
  async (request, log) => {
    const { scopes, clientId } = request.access;
    if (!scopes.has(scope.writeFamilies)) return { problem: 'insufficient-scope' };
    const familyId = pathId(request, opaqueIdPattern);
    if (familyId === undefined) return { problem: 'family-unknown' };
    const sent = readSubmission(request, SeparationSubmission, 'invalid-separation');
    if ('problem' in sent) return sent;
    const surroundings = { families, links, pseudonyms: await pseudonyms(), clock };
    const outcome = await separateFamily(surroundings, familyId, sent.submission, clientId);
    if (!outcome.ok) return refusal(outcome.error);
    log.info('family-separated', { familyId: outcome.value.familyId, reason: sent.submission.reason });
    return { status: 201, content: outcome.value, subject: { familyId: outcome.value.familyId } };
  };

function refusal(error: NotSeparated): Refusal {
  switch (error.code) {
    case 'timeline-not-in-family':
      return separable('must each be a timeline of the family');
    case 'founding-timeline':
      return separable('must leave the timeline that the family was founded with: separate the others');
    case 'family-unknown':
    case 'busy':
      return { problem: error.code };
    default:
      throw new Error(`No such refusal: ${error satisfies never}`);
  }
}

const separable = (detail: string): Refusal => ({
  problem: 'invalid-separation',
  errors: [{ field: '/timelines', rule: 'not-allowed', detail }],
});
