import type { playSeed } from '../play/play-seed.ts';
import type { Bug } from './bugs.ts';
import { buildWith } from './build.ts';

/** In how many seeds a planted bug was found, of how many that were played, and by which guarantee first. */
export type BugFound = {
  readonly foundIn: number;
  readonly seeds: number;
  readonly first: string | undefined;
};

/** Plays the seed in which a bug was found before, and as many others, over the product with the bug in it: all of them, or until it is found. */
export async function findBug(
  bug: Bug,
  name: string,
  { seeds, all }: { readonly seeds: number; readonly all: boolean },
): Promise<BugFound> {
  const built = (await import(await buildWith(bug, name))) as { readonly playSeed: typeof playSeed };
  let foundIn = 0;
  let first: string | undefined;
  let played = 0;
  for (const seed of new Set([bug.seed, ...Array.from({ length: seeds }, (_, index) => index + 1)])) {
    if (foundIn > 0 && !all) break;
    played += 1;
    const { broken } = await built.playSeed(seed, 1);
    if (broken === undefined) continue;
    foundIn += 1;
    first ??= broken.detail.slice(0, 100);
  }
  return { foundIn, seeds: played, first };
}
