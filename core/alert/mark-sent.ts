import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alert, PendingNotice } from './alert.ts';

/** A notice was handed to the notification service. */
export type Publication = {
  readonly sentAt: string;
  readonly recipients: readonly string[];
  readonly messageId: string;
};

/**
 * Records that a notice went out. Where a later notice has taken its place
 * meanwhile, that one stays pending and must still be sent. Refused where the
 * notice is recorded already, by whoever sent it too.
 */
export function markSent(
  alert: Alert,
  notice: PendingNotice,
  { sentAt, recipients, messageId }: Publication,
): Outcome<Alert, { code: 'already-recorded' }> {
  if (alert.notices.some(({ sequence }) => sequence === notice.sequence))
    return fail({ code: 'already-recorded' });
  const { pendingNotice, ...rest } = alert;
  const isReplaced = pendingNotice !== undefined && pendingNotice.sequence !== notice.sequence;
  return succeed({
    ...rest,
    version: alert.version + 1,
    state: 'sent',
    changedAt: sentAt,
    ...(isReplaced ? { pendingNotice } : {}),
    notices: [...alert.notices, { ...notice, sentAt, recipients: [...recipients], messageId }],
  });
}
