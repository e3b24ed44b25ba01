import { compareBytes } from '../compare-values.ts';
import type { Value } from '../values.ts';

/** Both sets in one; undefined where they are not two sets of one type. */
export function mergedSets(one: Value, other: Value): Value | undefined {
  if ('SS' in one && 'SS' in other) return frozen({ SS: Object.freeze(union(one.SS, other.SS)) });
  if ('NS' in one && 'NS' in other) return frozen({ NS: Object.freeze(union(one.NS, other.NS)) });
  if ('BS' in one && 'BS' in other)
    return frozen({ BS: Object.freeze([...one.BS, ...without(other.BS, one.BS)]) });
  return undefined;
}

/** A set without what is in another; undefined where they are not two sets of one type. */
export function lessSet(one: Value, other: Value): Value | 'empty' | undefined {
  if ('SS' in one && 'SS' in other) {
    const SS = one.SS.filter((text) => !other.SS.includes(text));
    return SS.length === 0 ? 'empty' : frozen({ SS: Object.freeze(SS) });
  }
  if ('NS' in one && 'NS' in other) {
    const NS = one.NS.filter((text) => !other.NS.includes(text));
    return NS.length === 0 ? 'empty' : frozen({ NS: Object.freeze(NS) });
  }
  if ('BS' in one && 'BS' in other) {
    const BS = without(one.BS, other.BS);
    return BS.length === 0 ? 'empty' : frozen({ BS: Object.freeze(BS) });
  }
  return undefined;
}

const frozen = (value: Value): Value => Object.freeze(value);

const union = (one: readonly string[], other: readonly string[]): string[] => [
  ...new Set([...one, ...other]),
];

const without = (all: readonly Uint8Array[], gone: readonly Uint8Array[]): Uint8Array[] =>
  all.filter((bytes) => !gone.some((each) => compareBytes(each, bytes) === 0));
