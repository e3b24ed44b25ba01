import type { Families } from '../../core/ports/families.ts';
import type { Clock, Policies } from '../../core/ports/surroundings.ts';
import { readFinding } from '../../core/usecases/read-family.ts';
import { findingInWords } from '../../core/words/finding-in-words.ts';
import { scope } from './http-request.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import type { Route } from './route.ts';

type Surroundings = { readonly families: Families; readonly policies: Policies; readonly clock: Clock };

/** `GET /v1/families/{id}/finding`: what the live policy finds about a family now, and why, in words as well. */
export const getFinding =
  (surroundings: Surroundings): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const familyId = pathId(request, opaqueIdPattern);
    if (familyId === undefined) return { problem: 'family-unknown' };
    const outcome = await readFinding(surroundings, familyId);
    return outcome.ok
      ? { status: 200, content: findingInWords(outcome.value), subject: { familyId } }
      : { problem: outcome.error.code };
  };
