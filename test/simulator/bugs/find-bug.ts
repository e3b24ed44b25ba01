import type { playSeed } from '../play/play-seed.ts';
import type { Bug } from './bugs.ts';
import { buildWith } from './build.ts';

/** In how many seeds a planted bug was found, of how many that were played, and by which guarantee first. */
export type BugFound = {
  readonly foundIn: number;
  readonly seeds: number;
  readonly first: string | undefined;
};

/** Plays seeds over the product with a bug in it: all of them; or the one in which it was found before, and then others until it is. */
export async function findBug(
  bug: Bug,
  name: string,
  { seeds, all }: { readonly seeds: number; readonly all: boolean },
): Promise<BugFound> {
  const built = (await import(await buildWith(bug, name))) as { readonly playSeed: typeof playSeed };
  let foundIn = 0;
  let first: string | undefined;
  let played = 0;
  const each = Array.from({ length: seeds }, (_, index) => index + 1);
  for (const seed of all ? each : [bug.seed, ...each]) {
    if (foundIn > 0 && !all) break;
    played += 1;
    const { broken } = await built.playSeed(seed, 1);
    if (broken === undefined) continue;
    foundIn += 1;
    first ??= broken.detail.slice(0, 100);
  }
  return { foundIn, seeds: played, first };
}
