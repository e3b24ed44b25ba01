import { examineFamily } from '../../core/usecases/examine-family.ts';
import type { Log } from '../adapters/log.ts';

type Surroundings = Parameters<typeof examineFamily>[0];

/** Examines the family of a timeline that has changed. Throws where the stream names a timeline that is not there. */
export const examineTimeline =
  (surroundings: Surroundings) =>
  async (timelineId: string, log: Log): Promise<void> => {
    const examination = await examineFamily(surroundings, timelineId);
    if (examination.code === 'timeline-unknown') {
      throw new Error('The stream tells of a timeline that the table does not hold.');
    }
    const { decision } = examination;
    log.info('family-examined', {
      reason: decision.reason,
      ...(decision.kind === 'nothing' ? {} : { alertId: decision.alert.alertId }),
    });
  };
