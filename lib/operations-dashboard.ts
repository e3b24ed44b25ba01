import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmSet } from './alarm-set.ts';
import type { FailureQueues } from './failure-queues.ts';
import type { StageConfig } from './stage-config.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type OperationsDashboardProps = {
  readonly config: StageConfig;
  readonly alarms: AlarmSet;
  readonly failureQueues: FailureQueues;
  readonly examineFamily: TidelineFunction;
  readonly sendAlert: TidelineFunction;
  readonly sweep: TidelineFunction;
  readonly canary: TidelineFunction;
  readonly alertTopic: ITopic;
};

const width = 24;
const third = 8;
const day = Duration.days(1);
const period = Duration.minutes(5);

/**
 * One page for whoever is on call, from the top down the way that an alert
 * takes: is anything wrong, do referrals come, are they examined, is somebody
 * told, and does a canary arrive. Each part says in a sentence what is usual.
 */
export class OperationsDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      defaultInterval: day,
      widgets: [...wrong(props), ...coming(props), ...examined(props), ...told(props), ...arrived(props)],
    });
  }
}

type Row = cloudwatch.IWidget[];

const words = (heading: string, says: string): Row => [
  new cloudwatch.TextWidget({ markdown: `## ${heading}\n${says}`, width, height: 2 }),
];

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: third, height: 5, leftYAxis: { min: 0 } });

const wrong = ({ alarms }: OperationsDashboardProps): Row[] => [
  words(
    'Is anything wrong?',
    'Red is up. Each alarm says where to read on in `docs/runbook.md`. An alarm that a source is silent is no fault of the service, and no sign that children are safe.',
  ),
  [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width, height: 7 })],
];

const coming = ({ config, alarms }: OperationsDashboardProps): Row[] => [
  words(
    'Do referrals come?',
    'Referrals recorded in an hour, by the system that sends them. Nights and weekends are quiet.',
  ),
  [
    new cloudwatch.GraphWidget({
      title: 'Referrals recorded in an hour',
      left: config.sourceSystems.map(
        ({ id }) =>
          new cloudwatch.Metric({
            namespace: alarms.namespace,
            metricName: 'PercentStandingAlone',
            dimensionsMap: { source: id },
            statistic: 'SampleCount',
            period: Duration.hours(1),
            label: id,
          }),
      ),
      width,
      height: 5,
      leftYAxis: { min: 0 },
    }),
  ],
];

const examined = ({ examineFamily, sweep }: OperationsDashboardProps): Row[] => [
  words(
    'Are they examined?',
    'The age is how long the oldest change waits, in milliseconds: seconds are usual, a minute is an alarm.',
  ),
  [
    graph('Age of the oldest change', [
      examineFamily.function.metric('IteratorAge', { period, statistic: 'Maximum' }),
    ]),
    graph('Examinations that failed as a function', [examineFamily.function.metricErrors({ period })]),
    graph('Sweeps, five in five minutes', [sweep.function.metricInvocations({ period })]),
  ],
];

const told = ({ sendAlert, failureQueues, alertTopic }: OperationsDashboardProps): Row[] => [
  words(
    'Is somebody told?',
    'Every alert that is sent is published once; what waits in a queue of failures waits for you.',
  ),
  [
    graph('Age of the oldest change of an alert', [
      sendAlert.function.metric('IteratorAge', { period, statistic: 'Maximum' }),
    ]),
    graph(
      'Messages published, delivered, failed',
      ['NumberOfMessagesPublished', 'NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed'].map(
        (metricName) =>
          new cloudwatch.Metric({
            namespace: 'AWS/SNS',
            metricName,
            dimensionsMap: { TopicName: alertTopic.topicName },
            statistic: 'Sum',
            period,
          }),
      ),
    ),
    graph(
      'Waiting in queues of failures',
      failureQueues.all.map(({ id, queue }) =>
        queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum', label: id }),
      ),
    ),
  ],
];

const arrived = ({ alarms, canary }: OperationsDashboardProps): Row[] => [
  words(
    'Does a canary arrive?',
    'Every fifteen minutes an invented family goes all the way from the public API to the ledger and is withdrawn. One that does not arrive is tried again.',
  ),
  [
    graph('Canaries that arrived', [
      new cloudwatch.Metric({
        namespace: alarms.namespace,
        metricName: 'CanariesArrived',
        statistic: 'Sum',
        period: Duration.minutes(15),
      }),
    ]),
    graph('Canaries that did not', [canary.function.metricErrors({ period })]),
    graph('How long the way took, in milliseconds', [canary.function.metricDuration({ period })]),
  ],
];
