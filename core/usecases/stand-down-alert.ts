import type { Alert } from '../alert/alert.ts';
import type { NotOpen } from '../alert/alert-states.ts';
import type { StandDown } from '../alert/decision.ts';
import { standDown } from '../alert/end-alert.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families } from '../ports/families.ts';
import type { Clock } from '../ports/surroundings.ts';
import { isoInstant } from '../time/london.ts';

type Surroundings = { readonly families: Families; readonly alerts: Alerts; readonly clock: Clock };

/** How often standing down starts over because the alert was changed meanwhile. */
const attempts = 5;

/**
 * Ends an alert for a person's reason, without a decision about the family, and
 * frees the family's slot. What was answered before stays as it was; the store
 * has the family examined again, since what is still crossed was not. Throws
 * where the alert or the slot keeps moving.
 */
export async function standDownAlert(
  { families, alerts, clock }: Surroundings,
  alertId: string,
  standing: StandDown,
): Promise<Outcome<Alert, { readonly code: 'alert-unknown' } | NotOpen>> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const alert = await alerts.alert(alertId);
    if (alert === undefined) return fail({ code: 'alert-unknown' });
    const family = await families.family(alert.familyId);
    if (family === undefined) throw new Error('An alert names a family that does not exist.');
    const at = isoInstant(clock.now());
    const stoodDown = standDown(alert, standing, at);
    if (!stoodDown.ok) return stoodDown;
    const event = { event: 'stood-down', reason: standing.reason, at } as const;
    const result = await alerts.commit(family, stoodDown.value, event);
    if (result.code === 'committed') return succeed(stoodDown.value);
  }
  throw new Error('An alert kept changing while it was being stood down.');
}
