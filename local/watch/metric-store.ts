import type { LocalMetric } from '../assembly/watch-model.ts';
import { statisticOf } from './statistics.ts';

/**
 * What a gauge shows from an instant on: a level; the milliseconds, or seconds,
 * since something began; nothing.
 */
export type Level =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'age'; readonly since: number; readonly millisecondsPerUnit: number }
  | { readonly kind: 'none' };

export type Step = { readonly at: number; readonly level: Level };

export type MetricStore = {
  /** Puts one datapoint at an instant in milliseconds since 1970. */
  put(metric: LocalMetric, at: number, value: number): void;
  /** What a gauge shows from an instant on, until the next step. */
  step(metric: LocalMetric, step: Step): void;
  /** All the steps of a gauge, in place of those it had. */
  replaceSteps(metric: LocalMetric, steps: readonly Step[]): void;
  /** A statistic of a metric in [from, to); undefined where there is no datapoint. */
  statistic(metric: LocalMetric, statistic: string, from: number, to: number): number | undefined;
  /** When, at or after an instant, a metric next gets a datapoint or takes a step. A gauge that shows an age does so each minute. */
  nextChange(metric: LocalMetric, after: number): number | undefined;
  /** Every metric that has a datapoint, and what they are. Gauges are not among them. */
  datapoints(): readonly Datapoints[];
  /** Forgets everything. */
  clear(): void;
};

/** A metric with its datapoints, in the order of time. */
export type Datapoints = { readonly metric: LocalMetric; readonly values: readonly number[] };

const minute = 60_000;
const none: Level = { kind: 'none' };

type Series = {
  readonly metric: LocalMetric;
  readonly samples: { at: number; value: number }[];
  steps: Step[];
};

/** Keeps the datapoints of metrics. A gauge has one each minute: what it shows at the minute's end. */
export function createMetricStore(): MetricStore {
  const all = new Map<string, Series>();
  const seriesOf = (metric: LocalMetric): Series => {
    const key = keyOf(metric);
    const series = all.get(key) ?? { metric, samples: [], steps: [] };
    all.set(key, series);
    return series;
  };
  return {
    put: (metric, at, value) => insert(seriesOf(metric).samples, { at, value }),
    step(metric, step) {
      const { steps } = seriesOf(metric);
      if (!isSame(steps.at(-1)?.level ?? none, step.level)) insert(steps, step);
    },
    replaceSteps(metric, steps) {
      seriesOf(metric).steps = [...steps];
    },
    statistic(metric, statistic, from, to) {
      const { samples, steps } = seriesOf(metric);
      const within = samples.slice(firstFrom(samples, from), firstFrom(samples, to));
      const values = [...within.map(({ value }) => value), ...valuesOfSteps(steps, from, to)];
      return values.length === 0 ? undefined : statisticOf(statistic, values);
    },
    nextChange(metric, after) {
      const { samples, steps } = seriesOf(metric);
      if (levelAt(steps, after).kind === 'age') return after;
      const next = [samples[firstFrom(samples, after)], steps[firstFrom(steps, after)]];
      const instants = next.flatMap((each) => (each === undefined ? [] : [each.at]));
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
    datapoints: () =>
      [...all.values()]
        .filter(({ samples }) => samples.length > 0)
        .map(({ metric, samples }) => ({ metric, values: samples.map(({ value }) => value) })),
    clear: () => all.clear(),
  };
}

function keyOf({ namespace, name, dimensions }: LocalMetric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

function isSame(one: Level, two: Level): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}

/** Keeps the order of time; what comes is nearly always the newest. */
function insert<Timed extends { readonly at: number }>(list: Timed[], item: Timed): void {
  list.splice(firstFrom(list, item.at + 1), 0, item);
}

/** Index of the first at or after an instant, in whole milliseconds. */
function firstFrom(list: readonly { readonly at: number }[], instant: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function levelAt(steps: readonly Step[], instant: number): Level {
  return steps[firstFrom(steps, instant) - 1]?.level ?? none;
}

function valuesOfSteps(steps: readonly Step[], from: number, to: number): readonly number[] {
  if (steps.length === 0) return [];
  const values: number[] = [];
  for (let end = from + minute; end <= to; end += minute) {
    const level = levelAt(steps, end);
    if (level.kind === 'value') values.push(level.value);
    if (level.kind === 'age') values.push((end - level.since) / level.millisecondsPerUnit);
  }
  return values;
}
