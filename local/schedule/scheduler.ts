import type { LocalSchedule } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';

export type Scheduler = {
  /** Construct paths of schedules whose target is running. */
  running(): readonly string[];
  stop(): void;
};

/** The longest time a timer can wait. */
const longestTimerMilliseconds = 2 ** 31 - 1;

/**
 * Fires each schedule by the stack's clock, for the first time one period after
 * the start. A move over several of its instants fires it once, at the new
 * time. Whether a target that fails is tried again is the affair of whoever
 * invokes it.
 */
export function startScheduler(
  schedules: readonly LocalSchedule[],
  clock: LocalClock,
  fire: (schedule: LocalSchedule) => Promise<void>,
): Scheduler {
  const due = new Map(schedules.map((schedule) => [schedule, nextAfter(clock, schedule)]));
  const running: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const run = async (schedule: LocalSchedule): Promise<void> => {
    running.push(schedule.path);
    try {
      await fire(schedule);
    } finally {
      running.splice(running.indexOf(schedule.path), 1);
    }
  };
  const fireDue = (): void => {
    clearTimeout(timer);
    if (isStopped || due.size === 0) return;
    const now = clock.now().getTime();
    for (const [schedule, at] of due) {
      if (at <= now) void run(schedule);
      // A clock that was set back does not keep a schedule waiting for longer than its period.
      due.set(schedule, at <= now ? nextAfter(clock, schedule) : Math.min(at, nextAfter(clock, schedule)));
    }
    const wait = Math.min(...due.values()) - now;
    timer = setTimeout(fireDue, Math.min(Math.max(wait, 1), longestTimerMilliseconds));
  };
  clock.onMove(fireDue);
  fireDue();
  return {
    running: () => [...running],
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function nextAfter(clock: LocalClock, schedule: LocalSchedule): number {
  return clock.now().getTime() + schedule.everySeconds * 1_000;
}
