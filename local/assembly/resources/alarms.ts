import * as z from 'zod';
import { type Expression, parseExpression } from '../../watch/metric-math.ts';
import { isStatistic } from '../../watch/statistics.ts';
import type { Resource } from '../assembly-index.ts';
import type { LocalTopic } from '../model.ts';
import { comparisons, type LocalAlarm, type LocalMetric, missingDataTreatments } from '../watch-model.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

const Dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]);
const Statistic = z.string().refine(isStatistic, { error: 'the statistic is not supported' });
// An alarm of less than a minute is one on a metric of high resolution.
const Period = z.int().multipleOf(60, { error: 'a period must be of whole minutes' });
const Actions = z.array(z.string()).default([]);

const Query = z.strictObject({
  Id: z.string(),
  Label: inert,
  ReturnData: z.boolean().default(true),
  Expression: z.string().optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions }),
      Period,
      Stat: Statistic,
    })
    .optional(),
});

const Alarm = z.strictObject({
  AlarmName: inert,
  AlarmDescription: z.string().default(''),
  ActionsEnabled: z.boolean().default(true),
  AlarmActions: Actions,
  OKActions: Actions,
  InsufficientDataActions: Actions,
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions,
  Statistic: Statistic.optional(),
  ExtendedStatistic: Statistic.optional(),
  Period: Period.optional(),
  Metrics: z.array(Query).optional(),
  EvaluationPeriods: z.int().min(1),
  DatapointsToAlarm: z.int().min(1).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(comparisons),
  TreatMissingData: z.enum(missingDataTreatments).default('missing'),
  Tags: inert,
});

/** An alarm on one metric, or on metric math that is known here, which tells topics of the assembly or nobody. */
export const buildAlarm = (resource: Resource, topics: readonly LocalTopic[]): LocalAlarm => {
  const properties = parseProperties(resource, Alarm);
  const { AlarmActions, OKActions, InsufficientDataActions, ActionsEnabled } = properties;
  const unknown = [...AlarmActions, ...OKActions, ...InsufficientDataActions].find(
    (action) => !topics.some(({ arn }) => arn === action),
  );
  if (unknown !== undefined) throw cannotRun(resource, `its action ${unknown} is no topic of the assembly`);
  const enabled = (actions: readonly string[]): readonly string[] => (ActionsEnabled ? actions : []);
  return {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    name: resource.identity.name,
    description: properties.AlarmDescription,
    ...(properties.Metrics === undefined
      ? onOneMetric(resource, properties)
      : onMath(resource, properties.Metrics)),
    evaluationPeriods: properties.EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? properties.EvaluationPeriods,
    threshold: properties.Threshold,
    comparison: properties.ComparisonOperator,
    missingData: properties.TreatMissingData,
    actions: {
      ALARM: enabled(AlarmActions),
      OK: enabled(OKActions),
      INSUFFICIENT_DATA: enabled(InsufficientDataActions),
    },
  };
};

type Watched = Pick<LocalAlarm, 'metrics' | 'expressions' | 'comparedId' | 'periodSeconds'>;

const onOneMetric = (resource: Resource, properties: z.infer<typeof Alarm>): Watched => {
  const { Namespace, MetricName, Period: periodSeconds } = properties;
  const statistic = properties.Statistic ?? properties.ExtendedStatistic;
  if (
    Namespace === undefined ||
    MetricName === undefined ||
    statistic === undefined ||
    periodSeconds === undefined
  ) {
    throw cannotRun(resource, 'it must have Namespace, MetricName, Statistic and Period, or Metrics');
  }
  const metric = metricOf({ Namespace, MetricName, Dimensions: properties.Dimensions });
  return { metrics: [{ id: 'm', metric, statistic }], expressions: [], comparedId: 'm', periodSeconds };
};

const onMath = (resource: Resource, queries: readonly z.infer<typeof Query>[]): Watched => {
  const metrics = queries.flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined
      ? []
      : [{ id: Id, metric: metricOf(MetricStat.Metric), statistic: MetricStat.Stat }],
  );
  const expressions = queries.flatMap(({ Id, Expression }) =>
    Expression === undefined ? [] : [{ id: Id, text: Expression }],
  );
  const [compared, ...others] = queries.filter(({ ReturnData }) => ReturnData);
  if (compared === undefined || others.length > 0)
    throw cannotRun(resource, 'one of its Metrics must return data');
  const periods = new Set(
    queries.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Period])),
  );
  const [periodSeconds, ...more] = periods;
  if (periodSeconds === undefined || more.length > 0)
    throw cannotRun(resource, 'its metrics must have one period');
  insistOnIds(resource, metrics, expressions);
  return { metrics, expressions, comparedId: compared.Id, periodSeconds };
};

/** An expression may name metrics and other expressions of its alarm. */
const insistOnIds = (
  resource: Resource,
  metrics: Watched['metrics'],
  expressions: Watched['expressions'],
): void => {
  const parsed = expressions.map(({ id, text }) => ({ id, ids: parsedOf(resource, text).ids }));
  const isCircular = (id: string, through: readonly string[]): boolean =>
    through.includes(id) ||
    (parsed.find((each) => each.id === id)?.ids ?? []).some((inner) => isCircular(inner, [...through, id]));
  for (const { id, ids } of parsed) {
    const unknown = ids.find((each) => ![...metrics, ...expressions].some((known) => known.id === each));
    if (unknown !== undefined)
      throw cannotRun(resource, `its expression ${id} names ${unknown}, which is none of its metrics`);
    if (isCircular(id, [])) throw cannotRun(resource, `its expression ${id} depends on itself`);
  }
};

const parsedOf = (resource: Resource, text: string): Expression => {
  try {
    return parseExpression(text);
  } catch (error) {
    throw cannotRun(resource, (error as Error).message);
  }
};

const metricOf = (named: {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: z.infer<typeof Dimensions>;
}): LocalMetric => ({
  namespace: named.Namespace,
  name: named.MetricName,
  dimensions: Object.fromEntries(named.Dimensions.map(({ Name, Value }) => [Name, Value])),
});
