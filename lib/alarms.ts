import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
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
import type { FailureQueues } from './failure-queues.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type AlarmsProps = {
  readonly topicKey: IKey;
  readonly failureQueues: FailureQueues;
  /** Those that read the stream, and the one that brings back what is due. What those behind the API fail at, the API tells. */
  readonly examineFamily: TidelineFunction;
  readonly sendAlert: TidelineFunction;
  readonly sweep: TidelineFunction;
  readonly reconcileAlerts: TidelineFunction;
  readonly alertTopic: sns.Topic;
  readonly partnerApi: HttpApi;
};

/** A referral should be examined within a minute of being recorded. */
const longestLag = Duration.minutes(1);

/** A day, on which the clocks may go back an hour, and the hours by which one comparison may take longer than the one before. */
const longestWithoutReconciliation = Duration.hours(27);

const period = Duration.minutes(5);

/** What the people who run the service are told; managers get their alerts on another topic. */
export class Alarms extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Operations', { masterKey: props.topicKey, enforceSSL: true });
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

    for (const { id: name, queue } of props.failureQueues.all) {
      this.add(`${name}Waiting`, {
        description: `Messages wait in ${name}: something could not be delivered or processed.`,
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
        threshold: 1,
      });
    }
    for (const { node, function: target } of [
      props.examineFamily,
      props.sendAlert,
      props.sweep,
      props.reconcileAlerts,
    ]) {
      this.add(`${node.id}Errors`, {
        description: `${node.id} failed.`,
        metric: target.metricErrors({ period }),
        threshold: 1,
      });
    }
    for (const { node, function: target } of [props.examineFamily, props.sendAlert]) {
      this.add(`${node.id}Behind`, {
        description: `${node.id} is behind: changes wait to be looked at.`,
        metric: target.metric('IteratorAge', { period, statistic: 'Maximum' }),
        threshold: longestLag.toMilliseconds(),
      });
    }
    this.addOfDueWork(props);
    this.addOfReconciliation(props);
    this.addCounted('NoticesSentAreaWide', props.sendAlert, {
      description:
        'Nobody on the roster is told of that team, tier and severity, so an alert went to those for the whole area.',
      filterPattern: code('notice-sent'),
      metricValue: '$.counts.areaWide',
    });
    this.addCounted('FamiliesTooLarge', props.examineFamily, {
      description:
        'More is recorded of a family than is examined: a source may put many families under one reference.',
      filterPattern: code('family-too-large'),
    });
    this.addCounted('WorkingCalendarEnding', props.sweep, {
      description: 'The bank holidays that are known end soon: a release with those of more years is needed.',
      filterPattern: code('working-calendar-ending'),
    });
    this.add('AlertsNotDelivered', {
      description: 'SNS could not deliver a message to a manager.',
      metric: props.alertTopic.metricNumberOfNotificationsFailed({ period }),
      threshold: 1,
    });
    this.add('PartnerApiFailing', {
      description: 'The partner API answered that it failed; partners will send again.',
      metric: props.partnerApi.metricServerError({ period, statistic: 'Sum' }),
      threshold: 1,
    });
  }

  /** What is kept and tried again is nobody's error, so neither a function's errors nor a queue would tell of it. */
  private addOfDueWork({ examineFamily, sendAlert, sweep }: AlarmsProps): void {
    this.addCounted('ExaminationsFailed', examineFamily, {
      description: 'A family could not be examined. It is tried again every few minutes.',
      filterPattern: code('examination-failed'),
    });
    this.addCounted('PolicyUnreadable', examineFamily, {
      description:
        'The live policy cannot be read. Families are examined under the last good or the bundled one.',
      filterPattern: code('policy-unreadable'),
    });
    this.addCounted('NoticesFailed', sendAlert, {
      description: 'A notice could not be sent. It is tried again every few minutes.',
      filterPattern: code('notice-failed'),
    });
    this.addCounted('NoticesOverdue', sweep, {
      description: 'A notice had not gone out minutes after it should have, and was brought back.',
      filterPattern: code('sweep-completed'),
      metricValue: '$.counts.unsentNotices',
    });
    this.add('SweepNotRunning', {
      description: 'Nothing brings back what is due: the sweep does not run.',
      metric: sweep.function.metricInvocations({ period }),
      threshold: 1,
      below: true,
    });
  }

  /** What nobody else would notice: an alert that should be there and is not, and that nobody looks. */
  private addOfReconciliation({ reconcileAlerts }: AlarmsProps): void {
    this.addCounted('ReconcilerDifferences', reconcileAlerts, {
      description: 'A family did not have the alert that its referrals call for. It is examined again.',
      filterPattern: code('reconciler-difference'),
    });
    const completed = this.count('ReconciliationsCompleted', reconcileAlerts, {
      filterPattern: code('reconciliation-completed'),
    });
    this.add('ReconciliationNotCompleted', {
      description: 'For more than a day not all families have been compared with their alerts.',
      metric: completed.metric({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 1,
      below: true,
      periods: longestWithoutReconciliation.toHours(),
    });
  }

  /** Alarms at the first that a function's log tells of. */
  private addCounted(id: string, target: TidelineFunction, { description, ...counting }: Counting): void {
    const filter = this.count(id, target, counting);
    this.add(id, { description, metric: filter.metric({ period, statistic: 'Sum' }), threshold: 1 });
  }

  /** Counts what a function's log tells of. */
  private count(
    id: string,
    { logGroup }: TidelineFunction,
    counting: Omit<Counting, 'description'>,
  ): MetricFilter {
    return new MetricFilter(this, `${id}Filter`, {
      logGroup,
      // So that two deployments in one account do not count together.
      metricNamespace: Stack.of(this).stackName,
      metricName: id,
      ...counting,
    });
  }

  private add(id: string, alarm: AlarmOf): void {
    new cloudwatch.Alarm(this, id, {
      alarmDescription: alarm.description,
      metric: alarm.metric,
      threshold: alarm.threshold,
      comparisonOperator: alarm.below
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: alarm.periods ?? 1,
      // Most metrics are only reported when there is something to report; one that must not fall silent alarms when it does.
      treatMissingData: alarm.below
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}

type AlarmOf = {
  readonly description: string;
  readonly metric: cloudwatch.Metric;
  readonly threshold: number;
  /** Alarms below the threshold, and where there is no data at all. */
  readonly below?: true;
  /** In how many periods, one after the other; in one where nothing is said. */
  readonly periods?: number;
};

type Counting = Pick<AlarmOf, 'description'> & Pick<MetricFilterProps, 'filterPattern' | 'metricValue'>;

/** Lines of the log with a code that functions/adapters/log.ts registers. */
const code = (registered: string): IFilterPattern => FilterPattern.stringValue('$.code', '=', registered);
