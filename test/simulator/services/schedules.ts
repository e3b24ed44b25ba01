import type { Agenda } from '../kernel/agenda.ts';
import type { Random } from '../story/random.ts';
import type { FunctionName } from './composed-functions.ts';
import type { Lambda } from './lambda.ts';

const minute = 60_000;

/** How often each function is called, as lib/ has it. */
export const schedules = {
  sweep: minute,
  'reconcile-roster': 5 * minute,
  'reconcile-alerts': 5 * minute,
  'watch-mappings': 5 * minute,
} as const satisfies Partial<Record<FunctionName, number>>;
export type Scheduled = keyof typeof schedules;

export type ScheduleOptions = {
  readonly agenda: Agenda;
  readonly lambda: Lambda;
  readonly random: Random;
  readonly until: number;
  readonly isSilent: (name: Scheduled) => boolean;
  readonly isBroughtTwice: () => boolean;
  /** Whether a call could find anything to do. A day has too many calls that find nothing to make them all. */
  readonly mayFindWork: (name: Scheduled) => boolean;
};

/** Lambda tries a failed asynchronous invocation twice more, after one minute and after two ("Asynchronous invocation"). */
const triedAgainAfter = [minute, 2 * minute];

/** Of the calls that can find nothing, so many are made all the same. */
const shareOfIdleCalls = 0.02;

/** Calls functions by the clock, at least once each time, within a minute; a failed call is made twice more. */
export function startSchedules(options: ScheduleOptions): void {
  const { agenda, random, until } = options;
  for (const name of Object.keys(schedules) as Scheduled[]) {
    const every = schedules[name];
    const begins = Math.ceil(agenda.now() / every) * every;
    const offset = random.int(0, every - 1);
    const fire = (instant: number): void => {
      if (instant > until) return;
      agenda.at(instant, () => {
        fire(instant + every);
        if (options.isSilent(name)) return;
        if (!options.mayFindWork(name) && !random.chance(shareOfIdleCalls)) return;
        for (let time = options.isBroughtTwice() ? 2 : 1; time > 0; time -= 1) void call(options, name);
      });
    };
    fire(begins + offset);
  }
}

async function call({ agenda, lambda }: ScheduleOptions, name: Scheduled): Promise<void> {
  for (const wait of [0, ...triedAgainAfter]) {
    await agenda.sleep(wait);
    if ((await lambda.invoke(name, {})).code === 'answered') return;
  }
}
