export type PollLoop = {
  readonly path: string;
  /**
   * Resolves when a look begun after this call found nothing, which means that
   * the source is read to its end and nothing of it is in flight. Rejects when
   * the source could not be read.
   */
  readToEnd(): Promise<void>;
  /** Ends the loop; resolves when the look that may be under way is over. */
  stop(): Promise<void>;
};

export type PollLoopOptions = {
  readonly path: string;
  /** Looks once and deals with what it finds; says whether there was anything. */
  readonly look: () => Promise<boolean>;
  /** Told of a source that cannot be read, once for each message. */
  readonly onFault: (error: Error) => void;
};

/** Lambda looks at each shard of a stream four times a second. Whoever waits for the end of a source wakes its loop. */
const pauseMilliseconds = 250;
const pauseAfterFaultMilliseconds = 500;

type Waiter = { readonly resolve: () => void; readonly reject: (error: Error) => void };

/** Looks at a source again and again, at once after it found something, else after a short pause. */
export function startPollLoop(options: PollLoopOptions): PollLoop {
  const sleeper = createSleeper();
  const reported = new Set<string>();
  let waiters: Waiter[] = [];
  let isStopped = false;

  const lookOnce = async (): Promise<number> => {
    const asked = waiters;
    waiters = [];
    try {
      if (await options.look()) {
        waiters.push(...asked);
        return 0;
      }
      for (const { resolve } of asked) resolve();
      return pauseMilliseconds;
    } catch (cause) {
      const error = new Error(`${options.path} cannot read its source: ${(cause as Error).message}`, {
        cause,
      });
      if (!isStopped && !reported.has(error.message)) options.onFault(error);
      reported.add(error.message);
      for (const { reject } of asked) reject(error);
      return pauseAfterFaultMilliseconds;
    }
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const pause = await lookOnce();
      if (pause > 0 && waiters.length === 0 && !isStopped) await sleeper.sleep(pause);
    }
    for (const { reject } of waiters) reject(new Error('The stack was stopped.'));
  };
  const running = run();
  return {
    path: options.path,
    readToEnd: () =>
      new Promise((resolve, reject) => {
        waiters.push({ resolve, reject });
        sleeper.wake();
      }),
    async stop() {
      isStopped = true;
      sleeper.wake();
      await running;
    },
  };
}

function createSleeper() {
  let wake = () => {};
  return {
    sleep: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
