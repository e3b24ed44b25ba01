/** What is to happen, by a clock that moves only from one thing to the next. */
export type Agenda = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Has something happen so many milliseconds from now; of two at one instant, what was asked for first comes first. */
  readonly later: (milliseconds: number, happens: () => void) => void;
  /** The same at an instant; at once where that is past. */
  readonly at: (instant: number, happens: () => void) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Lets everything up to an instant happen, and looks after each thing. What looks may throw, and ends it so. */
  readonly runUntil: (instant: number, look: () => void) => Promise<void>;
};

type Entry = { readonly at: number; readonly order: number; readonly happens: () => void };

/** Everything that only waited for what has just happened has gone on by then: nothing here waits for a real clock or a real network. */
const allHasGoneOn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An empty agenda whose clock stands at an instant. */
export function createAgenda(begins: number): Agenda {
  const entries: Entry[] = [];
  let now = begins;
  let order = 0;
  const at = (instant: number, happens: () => void): void => {
    order += 1;
    push(entries, { at: Math.max(now, instant), order, happens });
  };
  const later = (milliseconds: number, happens: () => void): void => at(now + milliseconds, happens);
  return {
    now: () => now,
    at,
    later,
    sleep: (milliseconds) => new Promise((resolve) => later(milliseconds, resolve)),
    runUntil: async (instant, look) => {
      for (;;) {
        const next = entries[0];
        if (next === undefined || next.at > instant) break;
        pop(entries);
        now = next.at;
        next.happens();
        await allHasGoneOn();
        look();
      }
      now = Math.max(now, instant);
    },
  };
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** A binary heap: the first entry is the earliest. */
function push(entries: Entry[], entry: Entry): void {
  let index = entries.length;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = entries[above] as Entry;
    if (!isBefore(entry, parent)) break;
    entries[index] = parent;
    index = above;
  }
  entries[index] = entry;
}

function pop(entries: Entry[]): void {
  const last = entries.pop();
  if (last === undefined || entries.length === 0) return;
  let index = 0;
  for (;;) {
    let below = 2 * index + 1;
    const [left, right] = [entries[below], entries[below + 1]];
    if (left === undefined) break;
    if (right !== undefined && isBefore(right, left)) below += 1;
    const child = entries[below] as Entry;
    if (!isBefore(child, last)) break;
    entries[index] = child;
    index = below;
  }
  entries[index] = last;
}
