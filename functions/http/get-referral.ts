import * as z from 'zod';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralRevisions } from '../../core/ports/referral-revisions.ts';
import { Reference, SourceSystem } from '../../core/referral/referral-submission.ts';
import { readReferral } from '../../core/usecases/read-referral.ts';
import type { Refusal } from './answer.ts';
import { entityTagOf } from './entity-tag.ts';
import type { HttpRequest } from './http-request.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import { readQuery } from './read-query.ts';
import { referralUnknown } from './referral-unknown.ts';
import type { Route } from './route.ts';
import { mayReadReferrals, sightOf } from './sight-of.ts';

type Surroundings = {
  readonly revisions: ReferralRevisions;
  readonly links: FamilyLinks;
  /** Their key takes a call, which is made with the first request. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
};

/** What names a referral in a query: the system it came from, and its id there. */
export const ReferralQuery = z.strictObject({ source: SourceSystem, referralId: Reference });

/**
 * `GET /v1/referrals/{id}`, or with a source and its own id in the query: a
 * referral as it stands, as far as the client may see it.
 */
export const getReferral =
  (surroundings: Surroundings): Route =>
  async (request) => {
    if (!mayReadReferrals(request.access)) return { problem: 'insufficient-scope' };
    const pseudonyms = await surroundings.pseudonyms();
    const wanted = wantedKey(request, pseudonyms);
    if (typeof wanted !== 'string') return wanted;
    const outcome = await readReferral(surroundings, wanted, sightOf(request.access));
    if (!outcome.ok) return referralUnknown;
    const { receiptId, familyId } = outcome.value;
    return {
      status: 200,
      content: outcome.value,
      headers: { etag: entityTagOf(outcome.value, pseudonyms) },
      subject: { receiptId, ...(familyId === undefined ? {} : { familyId }) },
    };
  };

function wantedKey(request: HttpRequest, pseudonyms: Pseudonyms): string | Refusal {
  if ('id' in request.pathParameters) return pathId(request, opaqueIdPattern) ?? referralUnknown;
  const read = readQuery(request, ReferralQuery);
  if ('problem' in read) return read;
  return pseudonyms.of('referral', read.query.source, read.query.referralId);
}
