import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alert } from './alert.ts';

/** A notice was handed to the notification service. */
export type Publication = {
  readonly sequence: number;
  readonly sentAt: string;
  readonly recipients: readonly string[];
  readonly messageId: string;
};

/**
 * Records that the pending notice went out. Refused where the alert has no
 * such notice any more: somebody else has recorded it, or a louder one has
 * taken its place and must still be sent.
 */
export function markSent(
  alert: Alert,
  publication: Publication,
): Outcome<Alert, { code: 'notice-not-pending' }> {
  const { pendingNotice, ...rest } = alert;
  if (pendingNotice?.sequence !== publication.sequence) return fail({ code: 'notice-not-pending' });
  return succeed({
    ...rest,
    version: alert.version + 1,
    state: 'sent',
    changedAt: publication.sentAt,
    notices: [
      ...alert.notices,
      {
        ...pendingNotice,
        sentAt: publication.sentAt,
        recipients: [...publication.recipients],
        messageId: publication.messageId,
      },
    ],
  });
}
