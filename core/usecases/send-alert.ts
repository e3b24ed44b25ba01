import { addresseesOf } from '../alert/addressees.ts';
import type { PendingNotice } from '../alert/alert.ts';
import { statesBefore } from '../alert/alert-states.ts';
import { markSent, type Publication } from '../alert/mark-sent.ts';
import { type Roster, recipientsFor } from '../alert/roster.ts';
import { renderNotice } from '../message/render-notice.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock } from '../ports/surroundings.ts';
import { isoInstant } from '../time/london.ts';

type Surroundings = {
  readonly alerts: Alerts;
  readonly notifier: Notifier;
  readonly roster: Roster;
  readonly clock: Clock;
};

/** What came of sending an alert's pending notice. */
export type Sending =
  | {
      readonly code: 'sent';
      readonly reason: string;
      readonly to: 'team' | 'area-wide';
      readonly recipients: number;
    }
  | { readonly code: 'nothing-pending' }
  | { readonly code: 'alert-unknown' };

/**
 * Sends the notice an alert has pending: resolves who is told, renders,
 * publishes, and then records that it was sent. A crash between the last two
 * sends it twice rather than never. Throws where nobody can be told or the
 * service refuses, so that the alert stays pending and is tried again.
 */
export async function sendAlert(
  { alerts, notifier, roster, clock }: Surroundings,
  alertId: string,
): Promise<Sending> {
  const alert = await alerts.alert(alertId);
  if (alert === undefined) return { code: 'alert-unknown' };
  const notice = alert.pendingNotice;
  if (notice === undefined) return { code: 'nothing-pending' };
  const resolved = recipientsFor(roster, notice.severity, addresseesOf(alert, notice));
  if (!resolved.ok) throw new Error('Nobody on the roster can be told of an alert.');
  const recipients = resolved.value.recipients.map(({ id }) => id);
  const { messageId } = await notifier.publish({
    notices: [{ alertId, sequence: notice.sequence }],
    severity: notice.severity,
    recipients,
    rendered: renderNotice(alert, notice),
  });
  await recordSent(alerts, alertId, notice, {
    sentAt: isoInstant(clock.now()),
    recipients,
    messageId,
  });
  return { code: 'sent', reason: notice.reason, to: resolved.value.reason, recipients: recipients.length };
}

/** How often marking starts over because the alert was changed meanwhile. */
const attempts = 5;

async function recordSent(
  alerts: Alerts,
  alertId: string,
  notice: PendingNotice,
  publication: Publication,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const alert = await alerts.alert(alertId);
    if (alert === undefined) throw new Error('An alert vanished while it was being sent.');
    const sent = markSent(alert, notice, publication);
    // Somebody else has sent it too, and was quicker to record it.
    if (!sent.ok) return;
    const result = await alerts.advance(sent.value, statesBefore.sent, {
      event: 'sent',
      reason: notice.reason,
      at: publication.sentAt,
    });
    if (result.code === 'committed') return;
  }
  throw new Error('An alert kept changing while it was being marked as sent.');
}
