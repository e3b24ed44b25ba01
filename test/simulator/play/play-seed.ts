import { countingWords } from '../story/counting-words.ts';
import { planOf } from '../story/plan.ts';
import { type Played, simulate } from './simulate.ts';

export type { Played } from './simulate.ts';

/** Plays the days that a seed stands for: always the same. `only` leaves everything else out. */
export const playSeed = (seed: number, days: number, only?: ReadonlySet<string>): Promise<Played> =>
  simulate(planOf(seed, days, countingWords(), only));
