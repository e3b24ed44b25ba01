import { sendNotices } from '../../core/usecases/send-notices.ts';
import type { NoticeOutcome, SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { errorNameOf, type Log } from '../adapters/log.ts';

/**
 * Sends what alerts that have changed have pending. What fails, or has to wait,
 * is logged, and holds up no other: the notice stays pending and due in the
 * table, and the sweep brings it back.
 */
export const sendPendingNotices =
  (surroundings: SendingSurroundings) =>
  async (alertIds: readonly string[], log: Log): Promise<void> =>
    sendNotices(surroundings, alertIds, (outcome) => logOutcome(outcome, log));

function logOutcome(outcome: NoticeOutcome, log: Log): void {
  switch (outcome.code) {
    case 'sent': {
      const { alertId, reason, resolution } = outcome;
      const { recipients, unreachable, standIns } = resolution;
      log.info('notice-sent', {
        alertId,
        reason,
        counts: {
          recipients: recipients.length,
          areaWide: resolution.reason === 'area-wide' ? 1 : 0,
          standIns: standIns.length,
          unreachable: unreachable.length,
        },
      });
      return;
    }
    case 'digest-sent':
      log.info('digest-sent', { counts: { notices: outcome.notices } });
      return;
    case 'waiting':
      log.info('notice-waiting', { alertId: outcome.alertId });
      return;
    case 'nothing-pending':
      log.info('notice-not-pending', { alertId: outcome.alertId });
      return;
    case 'no-recipient': {
      const { alertId, code: reason, unreachable } = outcome;
      log.error('notice-failed', { alertId, reason, counts: { unreachable: unreachable.length } });
      return;
    }
    case 'failed':
      log.error('notice-failed', { alertId: outcome.alertId, errorName: errorNameOf(outcome.error) });
      return;
    default:
      throw new Error(`No such outcome: ${outcome satisfies never}`);
  }
}
