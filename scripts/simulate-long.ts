import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { bugs } from '../test/simulator/bugs/bugs.ts';
import { findBug } from '../test/simulator/bugs/find-bug.ts';
import type { LongWork, LongWorkTold } from '../test/simulator/play/long-worker.ts';
import { addTally, emptyTally, notReached, type Tally, tallyLines } from '../test/simulator/play/tally.ts';

/**
 * `npm run simulate:long`: plays fresh seeds on every processor for so many
 * minutes, single days and runs of several, and then every planted bug on some
 * seeds. It ends with an error where a guarantee did not hold, where a fault, a
 * transition of an alert or a reason was never reached, or where a bug was not found.
 */

const Arguments = z.strictObject({
  minutes: z.coerce.number().min(0.1).max(1_440).default(30),
  seed: z.coerce.number().int().min(0).optional(),
});

/** How many days a run has: each worker plays runs of one length. */
const lengths = [1, 3];
const seedsForEachBug = 60;

async function playUntil(work: Omit<LongWork, 'days'>): Promise<Tally> {
  const tally = emptyTally();
  const workers = Math.max(2, availableParallelism());
  await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const days = lengths[index % lengths.length] ?? 1;
      return play({ ...work, from: work.from + index, step: workers, days }, (told) => {
        if ('story' in told) console.log(`${told.story.join('\n')}\n`);
        else addTally(tally, told.tally);
      });
    }),
  );
  return tally;
}

const play = (workerData: LongWork, heard: (told: LongWorkTold) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../test/simulator/play/long-worker.ts', import.meta.url), {
      workerData,
    });
    worker.on('message', heard);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}.`))));
  });

async function findBugs(): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [index, bug] of bugs.entries()) {
    const { foundIn, seeds, first } = await findBug(bug, `long-${index}`, {
      seeds: seedsForEachBug,
      all: true,
    });
    console.log(`bug found in ${foundIn} of ${seeds} seeds: ${bug.name} (${first ?? 'not found'})`);
    if (foundIn === 0) missed.push(bug.name);
  }
  return missed;
}

async function main(): Promise<number> {
  const read = Arguments.safeParse(
    parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } }).values,
  );
  if (!read.success) {
    console.error('Usage: npm run simulate:long -- [--minutes M] [--seed N]');
    return 2;
  }
  const { minutes, seed = randomInt(2 ** 31) } = read.data;
  console.log(`Fresh seeds from ${seed} on, for ${minutes} minutes.`);
  const tally = await playUntil({ from: seed, step: 1, untilMilliseconds: Date.now() + minutes * 60_000 });
  console.log(tallyLines(tally).join('\n'));
  const missing = notReached(tally);
  if (missing.length > 0) console.log(`Never reached: ${missing.join(', ')}`);
  const missed = await findBugs();
  if (missed.length > 0) console.log(`Bugs that were not found: ${missed.join('; ')}`);
  return tally.broken + missing.length + missed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
