import { type Outcome, succeed } from '../../core/outcome.ts';
import type { ExpressedMeasure } from './express-measure.ts';
import { type Inexpressible, inexpressible } from './inexpressible.ts';
import type { WindowRow } from './window-row.ts';

/** From when a row fires, and for a range also from when it no longer does: at least so much. */
export type ExpressedThreshold = { readonly reached: number; readonly exceeded: number | undefined };

/** Puts a threshold in the product's words, in which every threshold is "at least". */
export function expressThreshold(
  { op, value, max }: WindowRow['threshold'],
  { partsOfOne, most }: Pick<ExpressedMeasure, 'partsOfOne' | 'most'>,
): Outcome<ExpressedThreshold, Inexpressible> {
  const atLeast = (amount: number): number => Math.ceil(amount * partsOfOne) / partsOfOne;
  const moreThan = (amount: number): number => (Math.floor(amount * partsOfOne) + 1) / partsOfOne;
  const thresholds = ((): ExpressedThreshold | undefined => {
    switch (op) {
      case '>=':
        return { reached: atLeast(value), exceeded: undefined };
      case '>':
        return { reached: moreThan(value), exceeded: undefined };
      case '==':
        return { reached: atLeast(value), exceeded: moreThan(value) };
      case 'range':
        return max === undefined ? undefined : { reached: atLeast(value), exceeded: moreThan(max) };
      default:
        return undefined;
    }
  })();
  if (thresholds === undefined) return inexpressible(`a threshold of the form ${op}`);
  const { reached, exceeded = reached } = thresholds;
  const least = 1 / partsOfOne;
  if (reached < least || Math.max(reached, exceeded) > most) {
    return inexpressible(`a threshold outside ${least} to ${most}`);
  }
  return succeed(thresholds);
}
