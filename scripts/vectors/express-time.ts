import { type Outcome, succeed } from '../../core/outcome.ts';
import { type Inexpressible, inexpressible } from './inexpressible.ts';
import { unitMilliseconds } from './unit.ts';
import type { WindowRow } from './window-row.ts';

/** A row's times in the product's: instants to the millisecond, and a window of whole seconds. */
export type ExpressedTime = {
  /** How often the row's time fits into the time it is run in; 1 where it is run as it stands. */
  readonly stretched: number;
  readonly window: string;
  /** An instant the row names, in milliseconds since 1970. */
  readonly instantOf: (at: number) => number;
};

const noBase = '2024-01-01T00:00:00Z';

/** An exact window is the same at any scale, so what is too fine for the product is run slower. */
const scales: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** As many hours as a duration can name. */
const mostHours = 999_999;

/** Finds the smallest scale at which every arrival is on a whole millisecond and the window on a whole second. */
export function expressTime({
  window,
  atUnit,
  base,
  events,
}: Pick<WindowRow, 'window' | 'atUnit' | 'base' | 'events'>): Outcome<ExpressedTime, Inexpressible> {
  const windowSeconds = (window.value * unitMilliseconds[window.unit]) / 1000;
  const atMilliseconds = unitMilliseconds[atUnit];
  const stretched = scales.find(
    (scale) =>
      isWhole(windowSeconds * scale) && events.every(({ at }) => isWhole(at * atMilliseconds * scale)),
  );
  if (stretched === undefined) return inexpressible('times finer than a millionth of a millisecond');
  const seconds = Math.round(windowSeconds * stretched);
  const hours = Math.floor(seconds / 3600);
  if (hours > mostHours) return inexpressible('a window longer than a duration can name');
  const start = Date.parse(base ?? noBase);
  return succeed({
    stretched,
    window: `PT${hours}H${seconds % 3600}S`,
    instantOf: (at) => start + Math.round(at * atMilliseconds * stretched),
  });
}

// Products such as 0.1 × 3 600 000 miss a whole number by less than this.
const isWhole = (number: number): boolean => Math.abs(number - Math.round(number)) < 1e-6;
