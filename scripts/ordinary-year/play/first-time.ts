import type { LineReach, PlayedYear } from './play.ts';

const nowhere: LineReach = { before: new Set(), during: new Set(), goingLive: new Set() };

function anyOf(
  reaches: PlayedYear['reaches'],
  lines: readonly string[],
  when: keyof LineReach,
): ReadonlySet<number> {
  return new Set(lines.flatMap((line) => [...(reaches.get(line) ?? nowhere)[when]]));
}

/**
 * How many families would be raised for the first time in the counted year,
 * were these all the lines there are. Exact, because a family's first alert
 * does not depend on what is decided on it later.
 */
export function firstTimeFamilies(reaches: PlayedYear['reaches'], lines: readonly string[]): number {
  const before = anyOf(reaches, lines, 'before');
  return [...anyOf(reaches, lines, 'during')].filter((family) => !before.has(family)).length;
}

/** The same, had the service begun with the counted year: nobody was raised before. */
export const firstTimeGoingLive = (reaches: PlayedYear['reaches'], lines: readonly string[]): number =>
  anyOf(reaches, lines, 'goingLive').size;
