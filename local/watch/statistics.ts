const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const named: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: total,
  Average: (values) => total(values) / values.length,
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  SampleCount: (values) => values.length,
};

const percentile = /^p(\d{1,2}(?:\.\d+)?|100)$/;

/** Whether a statistic is known: `Sum` and its like, and percentiles such as `p99`. */
export function isStatistic(statistic: string): boolean {
  return Object.hasOwn(named, statistic) || percentile.test(statistic);
}

/** A statistic of at least one value. A percentile is the nearest rank, where CloudWatch interpolates. */
export function statisticOf(statistic: string, values: readonly number[]): number {
  const known = named[statistic];
  if (known !== undefined) return known(values);
  const rank = Math.ceil((Number(percentile.exec(statistic)?.[1]) / 100) * values.length);
  const sorted = values.toSorted((one, two) => one - two);
  return sorted[Math.max(rank - 1, 0)] ?? Number.NaN;
}
