import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CanaryWay } from '../../core/ports/canary-way.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { type CanaryRun, runCanary } from '../../core/usecases/run-canary.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';

type Options = {
  /** Opens the way, with a token of its own for each run. */
  readonly way: () => Promise<CanaryWay>;
  readonly clock: Clock;
  readonly delay?: (milliseconds: number) => Promise<unknown>;
  readonly write?: (line: string) => void;
};

/**
 * The handler of the function that a schedule calls to send a canary. What is
 * counted is that one arrived: an alarm goes up where none does, for whatever
 * reason. Throws where it did not, so that the function counts as failed too.
 */
export const canaryHandler =
  ({ way, clock, delay: wait = delay, write }: Options) =>
  async (_event: unknown, context: { readonly awsRequestId: string }): Promise<void> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    // A family of its own each time, also where Lambda tries a failed run again.
    logRun(await run({ way, clock, delay: wait }, randomUUID()), log);
  };

async function run(
  { way, clock, delay: wait }: Required<Omit<Options, 'write'>>,
  family: string,
): Promise<CanaryRun> {
  try {
    return await runCanary({ way: await way(), clock, delay: wait }, family);
  } catch (error) {
    return { code: 'lost', step: 'not-recorded', error };
  }
}

function logRun(ran: CanaryRun, log: Log): void {
  if (ran.code === 'arrived') {
    const { code: _, ...counts } = ran;
    log.info('canary-completed', { counts });
    return;
  }
  log.error('canary-failed', { reason: ran.step, errorName: errorNameOf(ran.error) });
  throw new Error('The canary did not arrive.');
}
