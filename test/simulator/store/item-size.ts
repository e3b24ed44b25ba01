import { significantDigits } from './decimals.ts';
import type { Value, Values } from './values.ts';

/** What DynamoDB stores in one item at most. */
export const mostItemBytes = 400 * 1024;

/** The size of an item as AWS reckons it: the bytes of names and values, with what lists and maps take beside them. */
export function itemBytes(item: Values): number {
  let bytes = 0;
  for (const name in item) bytes += textBytes(name) + valueBytes(item[name] as Value);
  return bytes;
}

export const textBytes = (text: string): number => Buffer.byteLength(text, 'utf8');

const containerBytes = 3;
const elementBytes = 1;

export function valueBytes(value: Value): number {
  if ('S' in value) return textBytes(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('B' in value) return value.B.length;
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('SS' in value) return sumOf(value.SS, textBytes);
  if ('NS' in value) return sumOf(value.NS, numberBytes);
  if ('BS' in value) return sumOf(value.BS, ({ length }) => length);
  if ('L' in value) return containerBytes + sumOf(value.L, (one) => elementBytes + valueBytes(one));
  return containerBytes + Object.keys(value.M).length * elementBytes + itemBytes(value.M);
}

/** A byte for two digits, one more, and one for a minus. */
const numberBytes = (text: string): number =>
  Math.ceil(significantDigits(text) / 2) + 1 + (text.startsWith('-') ? 1 : 0);

const sumOf = <One>(all: readonly One[], bytesOf: (one: One) => number): number =>
  all.reduce((sum, one) => sum + bytesOf(one), 0);
