import { setImmediate } from 'node:timers/promises';
import type { Clock, Delay } from '../../core/ports/surroundings.ts';

/** A clock that moves on only when everybody who works with it waits for it. */
export type VirtualTime = {
  readonly clock: Clock;
  readonly delay: Delay;
  /** Moves the clock on from one awaited instant to the next until the work is done. */
  readonly until: <Value>(work: Promise<Value>) => Promise<Value>;
  readonly moveTo: (at: number) => void;
};

/** Starts a clock at an instant. */
export function startVirtualTime(start: number): VirtualTime {
  let now = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const wakeNext = (): void => {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (next === undefined) throw new Error('The work waits for something else than the clock.');
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    clock: { now: () => now },
    delay: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
      }),
    until: async (work) => {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      work.then(done, done);
      // Everything in memory is done within one turn of the event loop: all that is left then waits for the clock.
      for (await setImmediate(); !isDone; await setImmediate()) wakeNext();
      return work;
    },
    moveTo: (at) => {
      now = Math.max(now, at);
    },
  };
}
