import type { LocalClock } from '../clock.ts';
import type { InvocationOutcome } from './messages.ts';

export type AsyncInvocations = {
  /**
   * Takes on an event that nobody waits for. Resolves when its first attempt has
   * ended; `onFailure` is told of each attempt that fails.
   */
  invoke(
    functionArn: string,
    event: unknown,
    onFailure: (outcome: InvocationOutcome & { readonly ok: false }) => void,
  ): Promise<void>;
  stop(): void;
};

export type AsyncInvocationsOptions = {
  readonly clock: LocalClock;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationOutcome>;
};

const minute = 60_000;

/** Waits before the second attempt and the third (Lambda Developer Guide, "Asynchronous invocation: error handling"). */
const waits = [minute, 2 * minute];

/** An event that waited for longer is not tried any more; the default of Lambda. */
const longestAge = 6 * 60 * minute;

/** The longest time a timer can wait. */
const longestTimer = 2 ** 31 - 1;

type Waiting = { readonly at: number; readonly run: () => void };

/**
 * Invokes functions as Lambda's asynchronous invocation does: an event whose
 * function fails is tried twice more, one and then two minutes later by the
 * stack's clock. What waits for its time keeps no stack from being idle.
 */
export function createAsyncInvocations({ clock, invoke }: AsyncInvocationsOptions): AsyncInvocations {
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const runDue = (): void => {
    clearTimeout(timer);
    if (isStopped || waiting.size === 0) return;
    const now = clock.now().getTime();
    for (const each of [...waiting].filter(({ at }) => at <= now)) {
      waiting.delete(each);
      each.run();
    }
    if (waiting.size === 0) return;
    const next = Math.min(...[...waiting].map(({ at }) => at)) - now;
    timer = setTimeout(runDue, Math.min(Math.max(next, 1), longestTimer));
  };
  clock.onMove(runDue);

  return {
    async invoke(functionArn, event, onFailure) {
      const acceptedAt = clock.now().getTime();
      const attempt = async (number: number): Promise<void> => {
        const outcome = await invoke(functionArn, event);
        if (outcome.ok || isStopped) return;
        onFailure(outcome);
        const wait = waits[number];
        if (wait === undefined) return;
        const run = () => {
          if (clock.now().getTime() - acceptedAt <= longestAge) void attempt(number + 1);
        };
        waiting.add({ at: clock.now().getTime() + wait, run });
        runDue();
      };
      await attempt(0);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
