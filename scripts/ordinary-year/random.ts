/** How often each of several things is drawn, relative to the others: whole numbers. */
export type Weights<Key extends string = string> = Readonly<Partial<Record<Key, number>>>;

/** A source of numbers that only looks random: the same seed gives the same numbers on every machine. */
export type Random = {
  /** A whole number from 0 to 2^32 − 1. */
  readonly next: () => number;
  /** A whole number from 0 to one less than `n`, which is at most a million. */
  readonly below: (n: number) => number;
  /** A whole number between two, both included. */
  readonly between: (low: number, high: number) => number;
  /** True in this share of draws. */
  readonly chance: (share: number) => boolean;
  /** One of the keys, as often as its weight says. Throws where no weight is above nothing. */
  readonly pick: <Key extends string>(weights: Weights<Key>) => Key;
};

const range = 4_294_967_296;

/** The share of draws of {@link Random.next} that lie below this number. */
export const thresholdOf = (share: number): number => Math.floor(share * range);

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), all in 32 bit
 * integers, for one stream among many of a seed.
 */
export function createRandom(seed: number, stream: number): Random {
  let [a, b, c, d] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round += 1) next();
  const below = (n: number): number => Math.floor((next() * n) / range);
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => next() < thresholdOf(share),
    pick: (weights) => pickWith(weights, below),
  };
}

type Drawn<Key> = { readonly entries: readonly (readonly [Key, number])[]; readonly total: number };

/** Most tables are drawn from again and again. */
const read = new WeakMap<object, Drawn<string>>();

function drawnFrom<Key extends string>(weights: Weights<Key>): Drawn<Key> {
  const known = read.get(weights);
  if (known !== undefined) return known as Drawn<Key>;
  const entries = Object.entries(weights) as [Key, number][];
  const drawn = { entries, total: entries.reduce((sum, [, weight]) => sum + weight, 0) };
  read.set(weights, drawn);
  return drawn;
}

function pickWith<Key extends string>(weights: Weights<Key>, below: (n: number) => number): Key {
  const { entries, total } = drawnFrom(weights);
  let left = below(total);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  throw new Error('Nothing to draw from: no weight is above nothing.');
}
