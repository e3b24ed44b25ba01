import type { Sight } from '../../core/usecases/read-referral.ts';
import { type Access, scope } from './http-request.ts';

/** How much of referrals a client may see: a source its own, as it sent them; the authority's systems all. */
export const sightOf = ({ scopes, boundSources }: Access): Sight => ({
  boundSources: scopes.has(scope.writeReferrals) ? boundSources : [],
  seesAll: scopes.has(scope.readPattern) || scopes.has(scope.writeScreenings),
  seesFamilies: scopes.has(scope.readPattern),
});

/** Whether a client may see any referral at all. */
export const mayReadReferrals = ({ scopes }: Access): boolean =>
  [scope.writeReferrals, scope.writeScreenings, scope.readPattern].some((name) => scopes.has(name));
