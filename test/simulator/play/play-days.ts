import { expect } from 'vitest';
import { runSeed } from './run-seed.ts';
import { addPlay, emptyTally, notReached, tallyLines } from './tally.ts';

/**
 * Plays single days of fixed seeds: whatever goes wrong in them, nothing is lost,
 * nothing is told twice without a cause, nothing personal leaves, and in the end
 * alerts are what a naive model says they are. Fails where a kind of fault or a
 * reason was never reached.
 */
export async function playDays({
  from,
  step,
  seeds,
}: {
  readonly from: number;
  readonly step: number;
  readonly seeds: number;
}): Promise<void> {
  const tally = emptyTally();
  for (let seed = from; tally.seeds < seeds; seed += step) {
    const { played, story } = await runSeed(seed, 1);
    addPlay(tally, played);
    expect(story?.lines.join('\n')).toBeUndefined();
  }
  console.info(tallyLines(tally).join('\n'));
  expect(tally.seeds).toBe(seeds);
  expect(notReached(tally)).toEqual([]);
}
