import type { PendingNotice } from '../alert/alert.ts';
import { statesBefore } from '../alert/alert-states.ts';
import { markSent, type Publication } from '../alert/mark-sent.ts';
import type { Alerts } from '../ports/alerts.ts';

/** How often marking starts over because the alert was changed meanwhile. */
const attempts = 5;

/**
 * Records that a notice went out, whatever has become of its alert since.
 * Throws where the alert is gone or never stands still: then the notice stays
 * pending and is sent again.
 */
export async function recordSent(
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
