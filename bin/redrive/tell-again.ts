import { renderNotice } from '../../core/message/render-notice.ts';
import type { NoticeTold } from '../../core/ports/notifier.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import type { RedriveWorld } from './redrive-world.ts';

/** What came of telling again: it was told; it goes out by itself or a later one has taken its place; or nothing is known of it. */
export type ToldAgain = 'told' | 'goes-out-by-itself' | 'overtaken' | 'unknown';

/** A person gets at most one message a second. */
const betweenMessagesMilliseconds = 1_000;

/**
 * Publishes a notice once more, to some of those it was sent to, or to all of
 * them where none is named. It is rendered from the alert again: what waits in a
 * queue is the text of one channel, and a message needs that of each.
 */
export async function tellAgain(
  { table, notifier, wait }: RedriveWorld,
  { alertId, sequence }: NoticeTold,
  recipients: readonly string[],
): Promise<ToldAgain> {
  const alert = await dynamoDbAlerts(table).alert(alertId);
  if (alert === undefined) return 'unknown';
  const sent = alert.notices.find((notice) => notice.sequence === sequence);
  if (sent === undefined) {
    const pending = alert.pendingNotice?.sequence ?? 0;
    if (pending === sequence) return 'goes-out-by-itself';
    const last = Math.max(pending, ...alert.notices.map((notice) => notice.sequence));
    return last > sequence ? 'overtaken' : 'unknown';
  }
  await notifier.publish({
    notices: [{ alertId, sequence }],
    severity: sent.severity,
    recipients: recipients.length > 0 ? recipients : sent.recipients,
    rendered: renderNotice(alert, sent),
  });
  await wait(betweenMessagesMilliseconds);
  return 'told';
}
