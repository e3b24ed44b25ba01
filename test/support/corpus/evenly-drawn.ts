import type { Entry } from './entry.ts';

/** So many entries, evenly over operations and rules: one of each kind, then another of each, until there are enough. */
export function evenlyDrawn(entries: readonly Entry[], count: number): ReadonlySet<Entry> {
  const kinds = [...Map.groupBy(entries, ({ operation, rule }) => `${operation} ${rule}`).values()];
  const drawn = new Set<Entry>();
  for (let turn = 0; drawn.size < Math.min(count, entries.length); turn += 1) {
    for (const kind of kinds) {
      // Far apart within a kind, so that they are about different fields.
      const entry = kind[(turn * 37) % kind.length];
      const next = entry === undefined || drawn.has(entry) ? kind.find((one) => !drawn.has(one)) : entry;
      if (next !== undefined && drawn.size < count) drawn.add(next);
    }
  }
  return drawn;
}
