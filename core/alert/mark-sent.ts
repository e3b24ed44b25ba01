import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alert, PendingNotice } from './alert.ts';
import { isOpen } from './alert-states.ts';
import { evidenceChangedNotice, toldAgainNotice } from './notice-told.ts';

/** A notice was handed to the notification service. */
export type Publication = {
  readonly sentAt: string;
  readonly recipients: readonly string[];
  readonly messageId: string;
};

/**
 * Records that a notice went out. Where a later notice has taken its place
 * meanwhile, that one stays pending and must still be sent; where the records
 * had stopped supporting it, recipients are to be told that; and where it took
 * back a line that is crossed again, that one again. An alert that has ended
 * meanwhile stays ended. Refused where the notice is recorded already,
 * by whoever sent it too.
 */
export function markSent(
  alert: Alert,
  notice: PendingNotice,
  { sentAt, recipients, messageId }: Publication,
): Outcome<Alert, { code: 'already-recorded' }> {
  if (alert.notices.some(({ sequence }) => sequence === notice.sequence))
    return fail({ code: 'already-recorded' });
  const { pendingNotice, ...rest } = alert;
  const sent: Alert = {
    ...rest,
    version: alert.version + 1,
    changedAt: sentAt,
    notices: [...alert.notices, { ...notice, sentAt, recipients: [...recipients], messageId }],
  };
  const isReplaced = pendingNotice !== undefined && pendingNotice.sequence !== notice.sequence;
  // Of an alert that ended in another one's favour, what is still to be told is told all the same.
  if (!isOpen(alert)) return succeed(isReplaced ? { ...sent, pendingNotice } : sent);
  const next = isReplaced
    ? pendingNotice
    : (evidenceChangedNotice(sent, sentAt) ?? toldAgainNotice(alert, sent, sentAt));
  return succeed({ ...sent, state: 'sent', ...(next === undefined ? {} : { pendingNotice: next }) });
}
