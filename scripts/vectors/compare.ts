/** What came of running one row: how much was compared, and every difference in a sentence. */
export type RowCheck = {
  readonly orders: number;
  readonly comparisons: number;
  readonly differences: readonly string[];
};

/** Compares what was found with what a row says, and keeps any difference under the name of what it is. */
export type Compare = (what: string, found: unknown, wanted: unknown) => void;

/** Starts comparing; `checked` tells what it came to. */
export function comparing(): {
  readonly compare: Compare;
  readonly checked: () => Omit<RowCheck, 'orders'>;
} {
  const differences: string[] = [];
  let comparisons = 0;
  return {
    compare: (what, found, wanted) => {
      comparisons += 1;
      if (JSON.stringify(found) === JSON.stringify(wanted)) return;
      differences.push(`${what}: found ${JSON.stringify(found)}, the row says ${JSON.stringify(wanted)}`);
    },
    checked: () => ({ comparisons, differences }),
  };
}
