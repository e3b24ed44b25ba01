import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runSeed } from '../test/simulator/play/run-seed.ts';
import { addPlay, emptyTally, tallyLines } from '../test/simulator/play/tally.ts';

/**
 * `npm run simulate`: plays the days that a seed stands for, and prints what they
 * came to. Where a guarantee does not hold it prints the shortest story that it
 * finds in which it does not, and ends with an error.
 */

const Arguments = z.strictObject({
  seed: z.coerce.number().int().min(0).optional(),
  seeds: z.coerce.number().int().min(1).max(100_000).default(1),
  days: z.coerce.number().int().min(1).max(60).default(1),
  only: z.string().optional(),
});

async function main(): Promise<number> {
  const options = {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    days: { type: 'string' },
    only: { type: 'string' },
  } as const;
  const read = Arguments.safeParse(parseArgs({ options }).values);
  if (!read.success) {
    console.error('Usage: npm run simulate -- [--seed N] [--seeds COUNT] [--days D] [--only NAME,NAME,...]');
    return 2;
  }
  const { seed = randomInt(2 ** 31), seeds, days, only } = read.data;
  const names = only === undefined ? undefined : new Set(only.split(','));
  const tally = emptyTally();
  for (let number = seed; number < seed + seeds; number += 1) {
    const { played, story } = await runSeed(number, days, names);
    addPlay(tally, played);
    if (story !== undefined) console.log(`${story.lines.join('\n')}\n`);
  }
  console.log([`From seed ${seed} on:`, ...tallyLines(tally)].join('\n'));
  return tally.broken === 0 ? 0 : 1;
}

process.exitCode = await main();
