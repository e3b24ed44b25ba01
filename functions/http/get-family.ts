import * as z from 'zod';
import type { Families } from '../../core/ports/families.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import { ReceiptId } from '../../core/referral/revision-submissions.ts';
import { readFamilyPage } from '../../core/usecases/read-family.ts';
import { scope } from './http-request.ts';
import { Limit, usualInPage } from './page-parameters.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import { readQuery } from './read-query.ts';
import type { Route } from './route.ts';

/** Which page of a family's referrals is asked for. */
export const FamilyPageQuery = z.strictObject({ limit: Limit.optional(), after: ReceiptId.optional() });

/** `GET /v1/families/{id}`: a family with its referrals, a page of them at a time. */
export const getFamily =
  (surroundings: { readonly families: Families; readonly links: Pick<FamilyLinks, 'linksOf'> }): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const id = pathId(request, opaqueIdPattern);
    if (id === undefined) return { problem: 'family-unknown' };
    const read = readQuery(request, FamilyPageQuery);
    if ('problem' in read) return read;
    const { limit = usualInPage, after } = read.query;
    const outcome = await readFamilyPage(surroundings, id, { limit, after });
    if (outcome.ok) {
      return { status: 200, content: outcome.value, subject: { familyId: outcome.value.familyId } };
    }
    return outcome.error.code === 'after-unknown'
      ? {
          problem: 'invalid-request',
          errors: [
            {
              field: 'query after',
              rule: 'not-allowed',
              detail: 'must be the receipt of a referral of the family',
            },
          ],
        }
      : { problem: outcome.error.code };
  };
