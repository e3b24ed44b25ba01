import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';
import { addPlay, emptyTally, type Tally } from './tally.ts';

/** What a worker of a long run is told. */
export type LongWork = {
  readonly from: number;
  /** It plays every so manieth seed. */
  readonly step: number;
  readonly days: number;
  readonly untilMilliseconds: number;
};

/** What it tells: a story that breaks a guarantee, or in the end what everything came to. */
export type LongWorkTold = { readonly story: readonly string[] } | { readonly tally: Tally };

const { from, step, days, untilMilliseconds } = workerData as LongWork;
const tally = emptyTally();
for (let seed = from; Date.now() < untilMilliseconds; seed += step) {
  const { played, story } = await runSeed(seed, days);
  addPlay(tally, played);
  if (story !== undefined) parentPort?.postMessage({ story: story.lines } satisfies LongWorkTold);
}
parentPort?.postMessage({ tally } satisfies LongWorkTold);
