import type { Broken, Played } from './simulate.ts';

/** Plays what is left of a plan. */
type Replay = (only: ReadonlySet<string>) => Promise<Played>;

/** How many times a story is played at most to find a shorter one. */
const mostReplays = 250;

/**
 * The fewest things of a plan that still break the same guarantee, as far as
 * leaving out one part after the other finds them: first halves, then ever
 * smaller parts, then single things.
 */
export async function shrink(
  names: readonly string[],
  { guarantee }: Broken,
  replay: Replay,
): Promise<readonly string[]> {
  let kept = names;
  let replays = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length && replays < mostReplays; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      replays += 1;
      const { broken } = await replay(new Set(without));
      if (broken?.guarantee === guarantee) kept = without;
      else from += size;
    }
  }
  return kept;
}
