import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  FilterPattern,
  type IFilterPattern,
  MetricFilter,
  type MetricFilterProps,
} from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { TidelineFunction } from './tideline-function.ts';

/** How long alarms look at a time, where nothing else is said. */
export const usualPeriod = Duration.minutes(5);

/** One thing that somebody is told of. */
export type AlarmOf = {
  /** A sentence for whoever is on call; where to read on is added to it. */
  readonly description: string;
  readonly metric: cloudwatch.Metric;
  readonly threshold: number;
  /** Where it alarms; at the threshold and above it, where nothing is said. */
  readonly where?: 'above' | 'below';
  /** Whether no data at all alarms too. Most metrics are only reported when there is something to report. */
  readonly silenceAlarms?: true;
  /** How many periods are looked at, and in how many of them it must be so; one and all where it is not said. */
  readonly periods?: number;
  readonly ofPeriods?: number;
  /** The heading in docs/runbook.md, where it is not the alarm's own id. */
  readonly heading?: string;
};

/** What is counted in a function's log. */
export type Counting = Pick<AlarmOf, 'description'> &
  Pick<MetricFilterProps, 'filterPattern' | 'metricValue'>;

/** Lines of the log with a code that functions/adapters/log.ts registers. */
export const code = (registered: string): IFilterPattern =>
  FilterPattern.stringValue('$.code', '=', registered);

/** The alarms of a deployment, each with the topic of those who run the service; managers get their alerts on another one. */
export class AlarmSet extends Construct {
  readonly topic: sns.Topic;
  readonly #alarms: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, { topicKey }: { readonly topicKey: IKey }) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Operations', { masterKey: topicKey, enforceSSL: true });
    // A topic's policy replaces the one that AWS gives by default, so CloudWatch has to be let in.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** Every alarm so far. */
  get all(): readonly cloudwatch.Alarm[] {
    return this.#alarms;
  }

  /** So that two deployments in one account do not count together. */
  get namespace(): string {
    return Stack.of(this).stackName;
  }

  /** Tells whoever runs the service of one thing. */
  add(id: string, alarm: AlarmOf): void {
    const { where, periods = 1, heading = id, metric, silenceAlarms } = alarm;
    const made = new cloudwatch.Alarm(this, id, {
      alarmDescription: `${alarm.description} Read on in docs/runbook.md under ${heading}.`,
      metric: silenceAlarms ? nothingCounted(metric) : metric,
      threshold: alarm.threshold,
      comparisonOperator: comparison(where),
      evaluationPeriods: periods,
      ...(alarm.ofPeriods === undefined ? {} : { datapointsToAlarm: alarm.ofPeriods }),
      treatMissingData: silenceAlarms
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(new SnsAction(this.topic));
    this.#alarms.push(made);
  }

  /** A metric of our own that counts what a function's log tells. */
  metricOf(
    id: string,
    { logGroup }: TidelineFunction,
    counting: Omit<Counting, 'description'>,
  ): cloudwatch.Metric {
    const filter = new MetricFilter(this, `${id}Filter`, {
      logGroup,
      metricNamespace: this.namespace,
      metricName: id,
      ...counting,
    });
    return filter.metric({ period: usualPeriod, statistic: 'Sum' });
  }

  /** Tells of the first that a function's log tells of. */
  addCounted(id: string, target: TidelineFunction, { description, ...counting }: Counting): void {
    this.add(id, { description, metric: this.metricOf(id, target, counting), threshold: 1 });
  }
}

/**
 * The same with nought where there is no data. CloudWatch looks back further than
 * the periods that are evaluated, and takes what it finds there before it calls
 * anything missing: an alarm on silence would go up two periods and more too late.
 */
const nothingCounted = (metric: cloudwatch.Metric): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: 'FILL(counted, 0)',
    usingMetrics: { counted: metric },
    period: metric.period,
  });

const comparison = (where: AlarmOf['where']): cloudwatch.ComparisonOperator => {
  switch (where) {
    case 'below':
      return cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;
    case 'above':
      return cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
    default:
      return cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
  }
};
