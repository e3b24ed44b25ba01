import { createCanaryWords } from '../../scan/canary-words.ts';
import type { Channel } from '../../scan/channels.ts';
import { createScan, type ScanReport } from '../../scan/scan.ts';
import { canaryWordsOfADay } from '../story/canary-words-of-a-day.ts';
import { planOf } from '../story/plan.ts';
import type { Outlet } from './outlets.ts';
import { createOutlets } from './outlets.ts';
import { type Broken, type Played, simulate } from './simulate.ts';

/** How a seed was played, with what was found of personal values where none may be. */
export type SeedPlayed = Played & { readonly scan: ScanReport };

const channelOf: Readonly<Record<Outlet, Channel>> = {
  message: 'message',
  log: 'log',
  key: 'key',
  'stream record': 'stream-record',
  'dead letter': 'dead-letter',
  answer: 'answer',
  error: 'error',
};

/**
 * Plays the days that a seed stands for: always the same. `only` leaves
 * everything else out. Every personal value that is told is a word that nobody
 * could guess, and everything that left is searched for all of them.
 */
export async function playSeed(seed: number, days: number, only?: ReadonlySet<string>): Promise<SeedPlayed> {
  const words = createCanaryWords(seed);
  const outlets = createOutlets();
  const played = await simulate(planOf(seed, days, canaryWordsOfADay(words), only), outlets);
  const scan = createScan(words);
  for (const [outlet, texts] of outlets.left) scan.look(channelOf[outlet], texts.join('\n'));
  const report = scan.report();
  return { ...played, broken: played.broken ?? leaked(report), scan: report };
}

function leaked({ leaks }: ScanReport): Broken | undefined {
  const [leak] = leaks;
  if (leak === undefined) return undefined;
  const { channel, field, encoding, excerpt } = leak;
  const detail = `nothing-personal-leaves: ${field} in a ${channel}, ${encoding}: ${excerpt}`;
  return { guarantee: 'nothing-personal-leaves', detail, at: 'the end' };
}
