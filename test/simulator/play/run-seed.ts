import { storyOf } from '../story/plan.ts';
import { playSeed, type SeedPlayed } from './play-seed.ts';
import { shrink } from './shrink.ts';

/** A story that breaks a guarantee, as somebody reads it who has to find out why. */
export type BrokenStory = {
  readonly seed: number;
  readonly guarantee: string;
  readonly lines: readonly string[];
};

/** Plays a seed; where something does not hold, finds a shorter story in which it does not hold either. */
export async function runSeed(
  seed: number,
  days: number,
  only?: ReadonlySet<string>,
): Promise<{ readonly played: SeedPlayed; readonly story: BrokenStory | undefined }> {
  const played = await playSeed(seed, days, only);
  const { broken, plan } = played;
  if (broken === undefined) return { played, story: undefined };
  const names = [...plan.tellings, ...plan.acts, ...plan.faults].map(({ name }) => name);
  const left = await shrink(names, broken, (some) => playSeed(seed, days, some));
  const shortest = await playSeed(seed, days, new Set(left));
  return { played, story: told(shortest, seed, days, left) };
}

function told(
  { plan, broken }: SeedPlayed,
  seed: number,
  days: number,
  left: readonly string[],
): BrokenStory {
  const guarantee = broken?.guarantee ?? 'none';
  return {
    seed,
    guarantee,
    lines: [
      `Seed ${seed}, ${days} day${days === 1 ? '' : 's'}:`,
      ...storyOf(plan).map((line) => `  ${line}`),
      `${broken?.at}  does not hold: ${broken?.detail}`,
      `Again: npm run simulate -- --seed ${seed} --days ${days} --only "${left.join(',')}"`,
    ],
  };
}
