import type { Alert } from '../alert/alert.ts';
import type { NotOpen } from '../alert/alert-states.ts';
import type { StandDown } from '../alert/decision.ts';
import { standDown } from '../alert/end-alert.ts';
import { type Outcome, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Families, Family } from '../ports/families.ts';
import type { Clock } from '../ports/surroundings.ts';
import { isoInstant } from '../time/london.ts';
import { actOnAlert } from './act-on-alert.ts';

type Surroundings = { readonly families: Families; readonly alerts: Alerts; readonly clock: Clock };

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
  const act = async (alert: Alert, family: Family): Promise<Outcome<Alert, NotOpen> | undefined> => {
    const at = isoInstant(clock.now());
    const stoodDown = standDown(alert, standing, at);
    if (!stoodDown.ok) return stoodDown;
    const event = { event: 'stood-down', reason: standing.reason, at } as const;
    const result = await alerts.commit(family, stoodDown.value, event);
    return result.code === 'committed' ? succeed(stoodDown.value) : undefined;
  };
  return actOnAlert({ families, alerts }, alertId, act, 'stood down');
}
