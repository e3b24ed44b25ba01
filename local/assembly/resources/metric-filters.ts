import * as z from 'zod';
import { parseLogPattern } from '../../watch/log-pattern.ts';
import { isPlace } from '../../watch/log-value.ts';
import type { Resource } from '../assembly-index.ts';
import type { LocalMetricFilter } from '../watch-model.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

const Place = z.string().refine(isPlace, { error: 'it must be a place in the line, such as $.code' });
const isNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));

const MetricFilter = z.strictObject({
  FilterName: inert,
  FilterPattern: z.string(),
  LogGroupName: z.string(),
  MetricTransformations: z.tuple([
    z.strictObject({
      MetricNamespace: z.string(),
      MetricName: z.string(),
      MetricValue: z.string().refine((text) => isNumber(text) || isPlace(text), {
        error: 'it must be a number or a place in the line',
      }),
      DefaultValue: z.number().optional(),
      Dimensions: z.array(z.strictObject({ Key: z.string(), Value: Place })).default([]),
      Unit: inert,
    }),
  ]),
});

/** A metric filter with its one transformation. */
export const buildMetricFilter = (resource: Resource): LocalMetricFilter => {
  const { FilterPattern, LogGroupName, MetricTransformations } = parseProperties(resource, MetricFilter);
  const [made] = MetricTransformations;
  insistOnPattern(resource, FilterPattern);
  if (made.DefaultValue !== undefined && made.Dimensions.length > 0)
    throw cannotRun(resource, 'a metric with dimensions cannot have a default value');
  return {
    path: resource.path,
    logGroupName: LogGroupName,
    pattern: FilterPattern,
    namespace: made.MetricNamespace,
    metricName: made.MetricName,
    value: made.MetricValue,
    dimensions: Object.fromEntries(made.Dimensions.map(({ Key, Value }) => [Key, Value])),
    defaultValue: made.DefaultValue,
  };
};

const insistOnPattern = (resource: Resource, pattern: string): void => {
  try {
    parseLogPattern(pattern);
  } catch (error) {
    throw cannotRun(resource, (error as Error).message);
  }
};
