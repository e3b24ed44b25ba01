import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that comes from a seed: the same seed, asked the same in the same order, answers the same. */
export type Random = {
  /** A whole number from the least to the most, both included. */
  readonly int: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  /** One of a list, which must not be empty. */
  readonly pick: <Thing>(list: readonly Thing[]) => Thing;
  readonly shuffled: <Thing>(list: readonly Thing[]) => readonly Thing[];
  /**
   * A stream of its own under a name. It is the same whatever else has been
   * drawn, so a story that draws one thing more somewhere changes nothing elsewhere.
   */
  readonly of: (...name: readonly (string | number)[]) => Random;
};

/** Chance from a seed, which may be any number. */
export const randomFrom = (seed: number): Random => streamOf([seed]);

function streamOf(path: readonly (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(path)).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((byte) => digest.readInt32LE(byte)));
  const int = (least: number, most: number): number => uniformInt(generator, least, most);
  const shuffled = <Thing>(list: readonly Thing[]): readonly Thing[] => {
    const left = [...list];
    return list.flatMap(() => left.splice(int(0, left.length - 1), 1));
  };
  return {
    int,
    chance: (probability) => uniformFloat64(generator) < probability,
    pick: (list) => {
      if (list.length === 0) throw new Error('There is nothing to pick from.');
      return list[int(0, list.length - 1)] as (typeof list)[number];
    },
    shuffled,
    of: (...name) => streamOf([...path, ...name]),
  };
}
