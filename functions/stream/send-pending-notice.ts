import { sendAlert } from '../../core/usecases/send-alert.ts';
import type { Log } from '../adapters/log.ts';

type Surroundings = Parameters<typeof sendAlert>[0];

/** Sends what an alert that has changed has pending. Throws where the stream names an alert that is not there. */
export const sendPendingNotice =
  (surroundings: Surroundings) =>
  async (alertId: string, log: Log): Promise<void> => {
    const sending = await sendAlert(surroundings, alertId);
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
  };
