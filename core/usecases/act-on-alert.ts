import type { Alert } from '../alert/alert.ts';
import { fail, type Outcome } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families, Family } from '../ports/families.ts';

type Surroundings = { readonly families: Families; readonly alerts: Alerts };

/** How often acting starts over because the alert or its family's slot was changed meanwhile. */
const attempts = 5;

/**
 * Lets a person act on an alert of a family, both as they are now. `act`
 * answers undefined where one of them moved while it was written: then both are
 * read again. Throws where they keep moving, saying what was being done.
 */
export async function actOnAlert<Value, Failure extends { readonly code: string }>(
  { families, alerts }: Surroundings,
  alertId: string,
  act: (alert: Alert, family: Family) => Promise<Outcome<Value, Failure> | undefined>,
  doing: string,
): Promise<Outcome<Value, Failure | { readonly code: 'alert-unknown' }>> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const alert = await alerts.alert(alertId);
    if (alert === undefined) return fail({ code: 'alert-unknown' });
    const family = await families.family(alert.familyId);
    if (family === undefined) throw new Error('An alert names a family that does not exist.');
    const outcome = await act(alert, family);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(`An alert kept changing while it was being ${doing}.`);
}
