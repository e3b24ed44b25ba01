import { type ReconcilingSurroundings, reconcileAlerts } from '../../core/usecases/reconcile-alerts.ts';
import { createLog } from '../adapters/log.ts';

/** How long a call goes on; the last family that it has begun may take a few seconds more. */
export const reconcilingMilliseconds = 40_000;

type Options = Omit<ReconcilingSurroundings, 'tell'> & { readonly write?: (line: string) => void };

/**
 * The handler of the function that a schedule calls every few minutes. Most
 * calls find nothing to do and log nothing.
 */
export const reconcileHandler =
  ({ write, ...surroundings }: Options) =>
  async (_event: unknown, context: { readonly awsRequestId: string }): Promise<void> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const { clock } = surroundings;
    const startedAt = clock.now();
    const reconciled = await reconcileAlerts(
      { ...surroundings, tell: (difference) => log.error('reconciler-difference', difference) },
      startedAt + reconcilingMilliseconds,
    );
    if (reconciled.code === 'nothing-to-do') return;
    if (reconciled.code !== 'stepped') {
      log.info('reconciliation-step', { reason: reconciled.code });
      return;
    }
    const { because: reason, counts, suspects, startedAt: begun, completedAt } = reconciled.run;
    log.info('reconciliation-step', {
      reason,
      counts: { ...counts, suspects: suspects.length },
      durationMs: clock.now() - startedAt,
    });
    if (completedAt === undefined) return;
    log.info('reconciliation-completed', {
      reason,
      counts,
      durationMs: Date.parse(completedAt) - Date.parse(begun),
    });
  };
