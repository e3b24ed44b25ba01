import type { AssemblyModel } from '../assembly/model.ts';
import type { LocalAlarm, LocalMetric } from '../assembly/watch-model.ts';

/** The metrics of AWS that the local stack makes, and the dimensions that each of them has. */
const made: Readonly<
  Record<string, { readonly names: readonly string[]; readonly dimensions: readonly (readonly string[])[] }>
> = {
  'AWS/Lambda': {
    names: ['Invocations', 'Errors', 'Throttles', 'Duration', 'IteratorAge'],
    dimensions: [['FunctionName']],
  },
  'AWS/SQS': {
    names: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
    dimensions: [['QueueName']],
  },
  'AWS/ApiGateway': { names: ['Count', '4xx', '5xx'], dimensions: [['ApiId'], ['ApiId', 'Stage']] },
  'AWS/Events': { names: ['Invocations', 'FailedInvocations'], dimensions: [['RuleName']] },
};

const madeOfTopics = [
  'NumberOfMessagesPublished',
  'NumberOfNotificationsDelivered',
  'NumberOfNotificationsFailed',
];

/**
 * Why an alarm cannot be evaluated here: one of its metrics is made by nothing
 * in the local stack. In AWS too, an alarm on a metric that nobody makes is
 * silent for ever. Undefined where it can be.
 */
export function whyNotEvaluated(alarm: LocalAlarm, model: AssemblyModel): string | undefined {
  const unmade = alarm.metrics.find(({ metric }) => !isMade(metric, model));
  return unmade === undefined
    ? undefined
    : `Nothing in the local stack makes the metric ${metricText(unmade.metric)}.`;
}

/** `AWS/SQS ApproximateNumberOfMessagesVisible {QueueName: late}` */
export function metricText({ namespace, name, dimensions }: LocalMetric): string {
  const parts = Object.entries(dimensions).map(([key, value]) => `${key}: ${value}`);
  return `${namespace} ${name}${parts.length > 0 ? ` {${parts.join(', ')}}` : ''}`;
}

function isMade(metric: LocalMetric, model: AssemblyModel): boolean {
  const { namespace, name, dimensions } = metric;
  const names = Object.keys(dimensions);
  if (namespace === 'AWS/SNS') {
    if (name === 'SMSMonthToDateSpentUSD') return names.length === 0;
    return madeOfTopics.includes(name) && isSameSet(names, ['TopicName']) && isThere(dimensions, model);
  }
  if (namespace.startsWith('AWS/')) {
    const known = made[namespace];
    const isKnown = known?.names.includes(name) && known.dimensions.some((set) => isSameSet(set, names));
    return isKnown === true && isThere(dimensions, model);
  }
  // A metric with other dimensions is another metric.
  return model.metricFilters.some(
    (filter) =>
      filter.namespace === namespace &&
      filter.metricName === name &&
      isSameSet(Object.keys(filter.dimensions), names),
  );
}

function isSameSet(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((each) => two.includes(each));
}

/** Whether every dimension names something of the assembly. */
function isThere(dimensions: LocalMetric['dimensions'], model: AssemblyModel): boolean {
  const names: Readonly<Record<string, readonly string[]>> = {
    FunctionName: model.functions.map((each) => each.name),
    QueueName: model.queues.map((each) => each.name),
    TopicName: model.topics.map((each) => each.name),
    ApiId: model.httpApis.map((each) => each.apiId),
    Stage: model.httpApis.map((each) => each.stageName),
    RuleName: model.schedules.map(({ arn }) => arn.slice(arn.lastIndexOf('/') + 1)),
  };
  return Object.entries(dimensions).every(([dimension, value]) => names[dimension]?.includes(value));
}
