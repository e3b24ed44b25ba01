export type Stopper = {
  /** Remembers how to end something that was started. */
  add(stop: () => Promise<void>): void;
  /** Ends everything, the last started first. The second call waits for the first. */
  stop(): Promise<void>;
};

/** Ends what was started in the opposite order; one failure does not keep the rest running. */
export function createStopper(): Stopper {
  const stops: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const stop of stops.reverse()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some of the local stack did not end.');
  };
  return {
    add: (stop) => void stops.push(stop),
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
