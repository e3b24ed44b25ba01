import type { Value, Values } from '../values.ts';
import { holdsBytes, noteBytes } from '../values.ts';
import type { ResolvedStep } from './scope.ts';

type Steps = readonly ResolvedStep[];

/** What lies at some paths of an item, in maps and lists of its own; those of a list move together. */
export function projected(item: Values, paths: readonly Steps[]): Values {
  const values = partsOfMap(item, paths);
  if (holdsBytes(item)) noteBytes(values);
  return values;
}

function partsOfMap(map: Values, paths: readonly Steps[]): Values {
  const parts: Record<string, Value> = {};
  for (const [head, rests] of byHead(paths)) {
    if (typeof head === 'number' || !Object.hasOwn(map, head)) continue;
    const part = partOf(map[head], rests);
    if (part !== undefined) parts[head] = part;
  }
  return Object.freeze(parts);
}

function partOf(value: Value | undefined, rests: readonly Steps[]): Value | undefined {
  if (value === undefined || rests.some((rest) => rest.length === 0)) return value;
  if ('M' in value) {
    const M = partsOfMap(value.M, rests);
    return Object.keys(M).length === 0 ? undefined : Object.freeze({ M });
  }
  if (!('L' in value)) return undefined;
  const { L: list } = value;
  const parts = [...byHead(rests)]
    .sort(([one], [other]) => Number(one) - Number(other))
    .flatMap(([index, inner]) => {
      const part = typeof index === 'number' ? partOf(list[index], inner) : undefined;
      return part === undefined ? [] : [part];
    });
  return parts.length === 0 ? undefined : Object.freeze({ L: Object.freeze(parts) });
}

/** The paths that begin alike, without that beginning. */
function byHead(paths: readonly Steps[]): ReadonlyMap<ResolvedStep, Steps[]> {
  const rests = new Map<ResolvedStep, Steps[]>();
  for (const [head, ...rest] of paths) {
    if (head === undefined) continue;
    const known = rests.get(head);
    if (known === undefined) rests.set(head, [rest]);
    else known.push(rest);
  }
  return rests;
}
