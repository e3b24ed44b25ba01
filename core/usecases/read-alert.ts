import type { Alert } from '../alert/alert.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';

/** Reads an alert as it stands. */
export async function readAlert(
  { alerts }: { readonly alerts: Alerts },
  alertId: string,
): Promise<Outcome<Alert, { code: 'alert-unknown' }>> {
  const alert = await alerts.alert(alertId);
  return alert === undefined ? fail({ code: 'alert-unknown' }) : succeed(alert);
}
