import { isWorkingCalendarRunningOut } from '../../core/time/working-calendar.ts';
import { sweep } from '../../core/usecases/sweep.ts';
import { createLog, errorNameOf } from '../adapters/log.ts';

type Options = Parameters<typeof sweep>[0] & { readonly write?: (line: string) => void };

/**
 * The handler of the function that a schedule calls. It also says when the
 * working calendar needs its next year: nothing else runs whether or not
 * anything happens. Throws after everything else is done where something due
 * could not be brought back, so that the function counts as failed and
 * somebody is told.
 */
export const sweepHandler =
  ({ due, clock, write }: Options) =>
  async (_event: unknown, context: { readonly awsRequestId: string }): Promise<void> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const startedAt = clock.now();
    log.info('sweep-started');
    if (isWorkingCalendarRunningOut(startedAt)) log.warn('working-calendar-ending');
    const { failures, ledgerGaps, ...counts } = await sweep({ due, clock });
    for (const { alertId } of ledgerGaps) log.error('ledger-gap', { alertId });
    for (const { item, error } of failures) {
      const id = 'alertId' in item ? { alertId: item.alertId } : { timelineId: item.timelineId };
      log.error('due-item-failed', { ...id, errorName: errorNameOf(error) });
    }
    log.info('sweep-completed', {
      counts: { ...counts, ledgerGaps: ledgerGaps.length, failed: failures.length },
      durationMs: clock.now() - startedAt,
    });
    if (failures.length > 0) throw new Error('Some of what is due could not be brought back.');
  };
