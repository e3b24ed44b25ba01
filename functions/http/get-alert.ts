import { referenceOf } from '../../core/alert/reference.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import { readAlert } from '../../core/usecases/read-alert.ts';
import { scope } from './http-request.ts';
import { pathId } from './path-id.ts';
import type { Route } from './route.ts';

/** An id of twelve characters of Crockford's base32, or the same in three groups as a person is given it. */
const alertIdOrReference = /^[0-9A-HJKMNP-TV-Z]{4}(-?)[0-9A-HJKMNP-TV-Z]{4}\1[0-9A-HJKMNP-TV-Z]{4}$/;

/**
 * `GET /v1/alerts/{id}`: an alert as it stands, with the reference that managers see.
 * The reference itself, in its groups of four, is taken as the id too.
 */
export const getAlert =
  (surroundings: { readonly alerts: Alerts }): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const alertId = pathId(request, alertIdOrReference)?.replaceAll('-', '');
    if (alertId === undefined) return { problem: 'alert-unknown' };
    const outcome = await readAlert(surroundings, alertId);
    return outcome.ok
      ? {
          status: 200,
          content: { ...outcome.value, reference: referenceOf(alertId) },
          subject: { alertId },
        }
      : { problem: outcome.error.code };
  };
