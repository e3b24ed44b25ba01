import type { LocalMetric, LocalMetricFilter } from '../assembly/watch-model.ts';
import { parseLogPattern } from './log-pattern.ts';
import { isPlace, parseLine, readPlace } from './log-value.ts';

/** Reads one line of a log group at an instant. */
export type LogReader = (logGroupArn: string, line: string, at: number) => void;

const minute = 60_000;

/** Makes datapoints of the lines of logs, as the assembly's metric filters say. */
export function createLogReader(
  filters: readonly LocalMetricFilter[],
  put: (metric: LocalMetric, value: number) => void,
): LogReader {
  const compiled = filters.map((filter) => ({ filter, matches: parseLogPattern(filter.pattern) }));
  const minutesWithDefault = new Map<string, number>();
  return (logGroupArn, line, at) => {
    const logGroupName = logGroupArn.split(':')[6];
    const value = parseLine(line);
    for (const { filter, matches } of compiled) {
      if (filter.logGroupName !== logGroupName) continue;
      if (matches(value)) putMatch(filter, value, put);
      else if (filter.defaultValue !== undefined) {
        // Once a minute, and also where another line of that minute matches, which CloudWatch would leave out.
        const thisMinute = Math.floor(at / minute);
        if (minutesWithDefault.get(filter.path) === thisMinute) continue;
        minutesWithDefault.set(filter.path, thisMinute);
        put({ namespace: filter.namespace, name: filter.metricName, dimensions: {} }, filter.defaultValue);
      }
    }
  };
}

/** Nothing is put where the line lacks the number, or a dimension that the filter wants of it. */
function putMatch(
  filter: LocalMetricFilter,
  line: unknown,
  put: (metric: LocalMetric, value: number) => void,
): void {
  const found = isPlace(filter.value) ? readPlace(line, filter.value) : filter.value;
  const value = found === undefined || found === null || found === '' ? Number.NaN : Number(found);
  const dimensions = Object.entries(filter.dimensions).map(([name, place]) => {
    const text = readPlace(line, place);
    return [name, text === undefined || text === null ? undefined : String(text)] as const;
  });
  if (Number.isNaN(value) || dimensions.some(([, text]) => text === undefined)) return;
  put(
    {
      namespace: filter.namespace,
      name: filter.metricName,
      dimensions: Object.fromEntries(dimensions) as Record<string, string>,
    },
    value,
  );
}
