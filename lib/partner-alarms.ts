import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from './stage-config.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type PartnerAlarmsProps = {
  readonly config: StageConfig;
  readonly topic: ITopic;
  readonly accessLog: ILogGroup;
  readonly clients: ReadonlyMap<string, IUserPoolClient>;
  /** Functions that record referrals, and those that may join families. */
  readonly recording: readonly TidelineFunction[];
  readonly joining: readonly TidelineFunction[];
};

/** Of a hundred referrals of a source at most so many should lead to no family at all. */
const mostPercentAlone = 5;

/** How long, in days, a source is looked at, and on how many of them it must be too many: one quiet day is no sign. */
const daysLookedAt = 7;
const daysTooMany = 3;

/**
 * What the people who run the service are told of single partners: of a source
 * whose referrals lead to no family, so that nothing adds up, and of a client
 * that sends far more than usual. Each source and each client is a metric of its own.
 */
export class PartnerAlarms extends Construct {
  readonly #props: PartnerAlarmsProps;

  constructor(scope: Construct, id: string, props: PartnerAlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.addStandingAlone();
    this.addRequests();
    this.addNotJoined();
  }

  private addStandingAlone(): void {
    const { config, recording } = this.#props;
    for (const { node, logGroup } of recording) {
      new MetricFilter(this, `StandingAloneIn${node.id}`, {
        logGroup,
        metricNamespace: this.namespace,
        metricName: 'PercentStandingAlone',
        filterPattern: FilterPattern.stringValue('$.code', '=', 'referral-recorded'),
        metricValue: '$.counts.percentAlone',
        dimensions: { source: '$.source' },
      });
    }
    for (const source of config.sourceSystems) {
      this.add(`${source}StandingAlone`, {
        alarmDescription: `More than ${mostPercentAlone} % of the referrals of ${source} give nothing that leads to a family, so that they never add up.`,
        metric: new cloudwatch.Metric({
          namespace: this.namespace,
          metricName: 'PercentStandingAlone',
          dimensionsMap: { source },
          statistic: 'Average',
          period: Duration.days(1),
        }),
        threshold: mostPercentAlone,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: daysLookedAt,
        datapointsToAlarm: daysTooMany,
      });
    }
  }

  private addRequests(): void {
    const { config, accessLog, clients } = this.#props;
    new MetricFilter(this, 'RequestsFilter', {
      logGroup: accessLog,
      metricNamespace: this.namespace,
      metricName: 'RequestsOfClient',
      filterPattern: FilterPattern.exists('$.clientId'),
      metricValue: '1',
      dimensions: { client: '$.clientId' },
    });
    for (const [client, { userPoolClientId }] of clients) {
      this.add(`${client}Requests`, {
        alarmDescription: `${client} sends far more than usual, or is refused and sends it again and again.`,
        metric: new cloudwatch.Metric({
          namespace: this.namespace,
          metricName: 'RequestsOfClient',
          dimensionsMap: { client: userPoolClientId },
          statistic: 'Sum',
          period: Duration.minutes(5),
        }),
        threshold: config.throttle.alarmAtRequestsOfClient,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
      });
    }
  }

  /** That a person keeps families apart is as it should be; that they have too many timelines is a fault of somebody's data. */
  private addNotJoined(): void {
    const metricName = 'FamiliesNotJoined';
    for (const { node, logGroup } of this.#props.joining) {
      new MetricFilter(this, `${metricName}In${node.id}`, {
        logGroup,
        metricNamespace: this.namespace,
        metricName,
        filterPattern: FilterPattern.all(
          FilterPattern.stringValue('$.code', '=', 'families-not-joined'),
          FilterPattern.stringValue('$.reason', '=', 'too-many-timelines'),
        ),
      });
    }
    this.add(metricName, {
      alarmDescription:
        'An identifier is shared by so many families that they were not joined: a source may send one that stands for nobody.',
      metric: new cloudwatch.Metric({
        namespace: this.namespace,
        metricName,
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
    });
  }

  /** So that two deployments in one account do not count together. */
  private get namespace(): string {
    return Stack.of(this).stackName;
  }

  private add(id: string, alarm: cloudwatch.AlarmProps): void {
    new cloudwatch.Alarm(this, id, {
      ...alarm,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.#props.topic));
  }
}
