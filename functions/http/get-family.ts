import type { Families } from '../../core/ports/families.ts';
import { readFamily } from '../../core/usecases/read-family.ts';
import { scope } from './http-request.ts';
import { familyIdPattern, pathId } from './path-id.ts';
import type { Route } from './route.ts';

/** `GET /v1/families/{id}`: a family with its referrals. */
export const getFamily =
  (surroundings: { readonly families: Families }): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const familyId = pathId(request, familyIdPattern);
    if (familyId === undefined) return { problem: 'family-unknown' };
    const outcome = await readFamily(surroundings, familyId);
    return outcome.ok
      ? { status: 200, content: outcome.value, subject: { familyId } }
      : { problem: outcome.error.code };
  };
