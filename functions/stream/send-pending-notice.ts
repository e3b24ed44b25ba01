import { type Sending, sendAlert } from '../../core/usecases/send-alert.ts';
import { errorNameOf, type Log } from '../adapters/log.ts';

type Surroundings = Parameters<typeof sendAlert>[0];

/**
 * Sends what an alert that has changed has pending. Where that fails it is
 * logged, and the next alert has its turn: the notice stays pending and due in
 * the table, and the sweep brings it back.
 */
export const sendPendingNotice =
  (surroundings: Surroundings) =>
  async (alertId: string, log: Log): Promise<void> => {
    try {
      logSending(await sendAlert(surroundings, alertId), alertId, log);
    } catch (error) {
      log.error('notice-failed', { alertId, errorName: errorNameOf(error) });
    }
  };

function logSending(sending: Sending, alertId: string, log: Log): void {
  if (sending.code === 'alert-unknown') {
    throw new Error('The stream tells of an alert that the table does not hold.');
  }
  if (sending.code === 'nothing-pending') {
    log.info('notice-not-pending', { alertId });
    return;
  }
  const { reason, to, recipients } = sending;
  log.info('notice-sent', {
    alertId,
    reason,
    counts: { recipients, areaWide: to === 'area-wide' ? 1 : 0 },
  });
}
