import * as z from 'zod';
import { timelineIdOf } from '../../core/family/identifiers.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import { Reference, SourceSystem } from '../../core/referral/referral-submission.ts';
import { scope } from './http-request.ts';
import { readQuery } from './read-query.ts';
import type { Route } from './route.ts';

type Surroundings = {
  readonly links: FamilyLinks;
  /** Their key takes a call, which is made with the first request. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
};

/** What names a family in a query: the system that refers it, and its reference there. */
export const FamilyQuery = z.strictObject({ source: SourceSystem, familyRef: Reference });

/** `GET /v1/families?source=…&familyRef=…`: the id of the family that a source calls so. */
export const findFamily =
  ({ links, pseudonyms }: Surroundings): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const read = readQuery(request, FamilyQuery);
    if ('problem' in read) return read;
    const timelineId = timelineIdOf({ ...read.query, referralId: '' }, [], await pseudonyms());
    const { timeline } = await links.lookUp(timelineId, []);
    if (timeline === undefined) return { problem: 'family-unknown' };
    const { familyId } = timeline;
    return { status: 200, content: { familyId }, subject: { familyId } };
  };
