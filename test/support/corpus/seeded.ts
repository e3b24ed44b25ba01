/** A source of chance that gives the same every time it starts from the same number. */
export type Chance = {
  /** A whole number from 0 up to and without the bound. */
  below(bound: number): number;
  of<T>(list: readonly T[]): T;
  /** So many letters of the small alphabet. */
  letters(length: number): string;
  digits(length: number): string;
};

/** Mulberry32 (Tommy Ettinger, public domain): small, and even enough to draw requests with. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  return {
    below,
    of: (list) => {
      if (list.length === 0) throw new Error('Nothing can be drawn from an empty list.');
      return list[below(list.length)] as never;
    },
    letters: (length) => text('abcdefghijklmnopqrstuvwxyz', length),
    digits: (length) => text('0123456789', length),
  };
}
