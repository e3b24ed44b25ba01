import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { errorNameOf, type Log } from '../adapters/log.ts';
import { once } from '../adapters/once.ts';

type Surroundings = Parameters<typeof examineOrKeep>[0];

/**
 * Examines the family of a timeline that has changed. Where that fails it is
 * kept as due work, logged, and done with as far as the stream is concerned.
 * Where not all of the family could be examined, that is logged too.
 * Throws where it cannot be kept either.
 */
export const examineTimeline =
  (surroundings: Surroundings) =>
  async (timelineId: string, log: Log): Promise<void> => {
    const examination = await examineOrKeep(surroundings, timelineId);
    if (examination.code === 'failed') {
      log.error('examination-failed', { timelineId, errorName: errorNameOf(examination.error) });
      return;
    }
    const { decision, isComplete } = examination;
    if (!isComplete) log.warn('family-too-large', { timelineId });
    log.info('family-examined', {
      reason: decision.reason,
      ...(decision.kind === 'nothing' ? {} : { alertId: decision.alert.alertId }),
    });
  };

/** The same for all timelines of a batch, under the policy that is live when it begins. */
export const examineTimelines =
  ({ policies, ...surroundings }: Surroundings) =>
  (): ReturnType<typeof examineTimeline> =>
    examineTimeline({ ...surroundings, policies: { inForce: once(policies.inForce) } });
