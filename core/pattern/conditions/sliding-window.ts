import { type Dated, lastInstantInWindow, type WindowLength, windowEndingAt } from '../../time/duration.ts';
import type { Instant } from '../../time/london.ts';

/** Things in order of time, seen through a window that ends at any instant. */
export type SlidingWindow<Thing> = {
  /** What lies in the window that ends at an instant; the same array for the same content. */
  readonly endingAt: (end: Instant) => readonly Thing[];
  /** When something comes into the window, and the first instant at which it has left. */
  readonly changes: () => readonly Instant[];
};

/** Slides a window of a length over things in order of time. What was seen before is not cut out again. */
export function slidingWindow<Thing extends Dated>(
  things: readonly Thing[],
  length: WindowLength,
): SlidingWindow<Thing> {
  const seen = new Map<string, readonly Thing[]>();
  let lastInstants: readonly Instant[] | undefined;
  /** Who asks for the changes goes through all of them: then it is quicker to know when each thing leaves. */
  const isInside = (end: Instant): ((index: number) => boolean) => {
    if (lastInstants === undefined) {
      const inWindow = windowEndingAt(end, length);
      return (index) => inWindow(things[index] as Thing);
    }
    const known = lastInstants;
    return (index) => Number(known[index]) >= end;
  };
  return {
    endingAt: (end) => {
      const until = firstIndex(things.length, (index) => (things[index] as Thing).at > end);
      const from = firstIndex(until, isInside(end));
      const name = `${from} ${until}`;
      const inside = seen.get(name) ?? things.slice(from, until);
      seen.set(name, inside);
      return inside;
    },
    changes: () => {
      lastInstants = things.map((thing) => lastInstantInWindow(thing, length));
      return [...things.map(({ at }) => at), ...lastInstants.map((last) => last + 1)];
    },
  };
}

/** The first index from which on a test holds, by halving: it holds for every later one. The count where it never does. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
