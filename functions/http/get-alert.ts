import { referenceOf } from '../../core/alert/reference.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import { readAlert } from '../../core/usecases/read-alert.ts';
import { alertIdPattern } from '../adapters/alert-id.ts';
import { scope } from './http-request.ts';
import { pathId } from './path-id.ts';
import type { Route } from './route.ts';

/** `GET /v1/alerts/{id}`: an alert as it stands, with the reference that managers see. */
export const getAlert =
  (surroundings: { readonly alerts: Alerts }): Route =>
  async (request) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const alertId = pathId(request, alertIdPattern);
    if (alertId === undefined) return { problem: 'alert-unknown' };
    const outcome = await readAlert(surroundings, alertId);
    return outcome.ok
      ? { status: 200, content: { ...outcome.value, reference: referenceOf(alertId) } }
      : { problem: outcome.error.code };
  };
