import { compareNumbers } from './decimals.ts';
import type { Value, Values } from './values.ts';

const firstSurrogate = 0xd800;
const lastSurrogate = 0xdfff;

/** Compares texts by their bytes in UTF-8. That differs from the language's own order where there are surrogates. */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const [first, second] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (first !== second) return rankOf(first) - rankOf(second);
  }
  return one.length - other.length;
}

/** A surrogate is half of a character that comes after all that need none. */
const rankOf = (unit: number): number =>
  unit >= firstSurrogate && unit <= lastSurrogate ? unit + 0x10000 : unit;

export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Orders two texts, two numbers or two runs of bytes; undefined where they are anything else, or not of one type. */
export function compareValues(one: Value, other: Value): number | undefined {
  if ('S' in one && 'S' in other) return compareTexts(one.S, other.S);
  if ('N' in one && 'N' in other) return compareNumbers(one.N, other.N);
  if ('B' in one && 'B' in other) return compareBytes(one.B, other.B);
  return undefined;
}

/** Whether two values are of one type and equal; sets are, in whatever order. */
export function equalValues(one: Value, other: Value): boolean {
  if (one === other) return true;
  if ('S' in one) return 'S' in other && one.S === other.S;
  if ('N' in one) return 'N' in other && one.N === other.N;
  if ('B' in one) return 'B' in other && compareBytes(one.B, other.B) === 0;
  if ('BOOL' in one) return 'BOOL' in other && one.BOOL === other.BOOL;
  if ('NULL' in one) return 'NULL' in other;
  if ('SS' in one) return 'SS' in other && equalTexts(one.SS, other.SS);
  if ('NS' in one) return 'NS' in other && equalTexts(one.NS, other.NS);
  if ('BS' in one) return 'BS' in other && equalByteSets(one.BS, other.BS);
  if ('L' in one) return 'L' in other && equalLists(one.L, other.L);
  return 'M' in other && equalMaps(one.M, other.M);
}

/** Whether two items, or two maps, have the same names with equal values. */
export function equalMaps(one: Values, other: Values): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => {
    const [first, second] = [one[name], other[name]];
    return first !== undefined && second !== undefined && equalValues(first, second);
  });
}

const equalLists = (one: readonly Value[], other: readonly Value[]): boolean =>
  one.length === other.length &&
  one.every((value, index) => {
    const second = other[index];
    return second !== undefined && equalValues(value, second);
  });

const equalTexts = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text) => other.includes(text));

const equalByteSets = (one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean =>
  one.length === other.length &&
  one.every((bytes) => other.some((second) => compareBytes(bytes, second) === 0));
