import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmSet, code, usualPeriod } from './alarm-set.ts';
import type { SourceConfig, StageConfig } from './stage-config.ts';
import type { TidelineFunction } from './tideline-function.ts';

export type PartnerAlarmsProps = {
  readonly config: StageConfig;
  readonly alarms: AlarmSet;
  readonly accessLog: ILogGroup;
  readonly clients: ReadonlyMap<string, IUserPoolClient>;
  /** Functions that record referrals, the one that says what was decided on them, and those that may join families. */
  readonly recording: readonly TidelineFunction[];
  readonly screening: TidelineFunction;
  readonly joining: readonly TidelineFunction[];
};

/** Of a hundred referrals of a source at most so many should lead to no family at all. */
const mostPercentAlone = 5;

/** How long, in days, a source is looked at, and on how many of them it must be too many: one quiet day is no sign. */
const daysLookedAt = 7;
const daysTooMany = 3;

/** On how many days of a week a source sends referrals and no outcome before somebody is told: a decision may take a day. */
const daysWithoutOutcome = 5;

/** A source is silent that was not heard of for so many times its usual gap. */
const gapsToTellOf = 3;

/**
 * What the people who run the service are told of single partners: of a source
 * that has fallen silent, that sends no outcomes, or whose referrals lead to no
 * family, so that nothing adds up; and of a client that sends far more than
 * usual. Each source and each client is a metric of its own.
 */
export class PartnerAlarms extends Construct {
  readonly #props: PartnerAlarmsProps;

  constructor(scope: Construct, id: string, props: PartnerAlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.filterReferrals();
    for (const source of props.config.sourceSystems) {
      this.addStandingAlone(source);
      this.addSilent(source);
      if (source.sendsOutcomes) this.addNoOutcomes(source);
    }
    this.addRequests();
    this.addNotJoined();
  }

  /** One number for each referral recorded, so that it also counts them; and one for each outcome. */
  private filterReferrals(): void {
    const { recording, screening } = this.#props;
    for (const target of recording) {
      const filterPattern = code('referral-recorded');
      this.filterBySource('PercentStandingAlone', target, filterPattern, '$.counts.percentAlone');
      this.filterBySource('Outcomes', target, filterPattern, '$.counts.decided');
    }
    const isScreening = FilterPattern.all(
      FilterPattern.stringValue('$.code', '=', 'referral-revised'),
      FilterPattern.stringValue('$.reason', '=', 'screening'),
    );
    this.filterBySource('Outcomes', screening, isScreening, '1');
  }

  private filterBySource(
    metricName: string,
    { node, logGroup }: TidelineFunction,
    filterPattern: IFilterPattern,
    metricValue: string,
  ): void {
    new MetricFilter(this, `${metricName}In${node.id}`, {
      logGroup,
      metricNamespace: this.#props.alarms.namespace,
      metricName,
      filterPattern,
      metricValue,
      dimensions: { source: '$.source' },
    });
  }

  private ofSource(
    metricName: string,
    source: string,
    statistic: string,
    period: Duration,
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: this.#props.alarms.namespace,
      metricName,
      dimensionsMap: { source },
      statistic,
      period,
    });
  }

  private addStandingAlone({ id }: SourceConfig): void {
    this.#props.alarms.add(`${id}StandingAlone`, {
      description: `More than ${mostPercentAlone} % of the referrals of ${id} give nothing that leads to a family, so that they never add up.`,
      metric: this.ofSource('PercentStandingAlone', id, 'Average', Duration.days(1)),
      threshold: mostPercentAlone,
      where: 'above',
      periods: daysLookedAt,
      ofPeriods: daysTooMany,
      heading: 'SourceStandingAlone',
    });
  }

  private addSilent({ id, usualGapHours }: SourceConfig): void {
    const hours = gapsToTellOf * usualGapHours;
    this.#props.alarms.add(`${id}Silent`, {
      description: `No referral of ${id} for ${hours} hours, three times as long as it is usually quiet. Silence is not safety.`,
      metric: this.ofSource('PercentStandingAlone', id, 'SampleCount', Duration.hours(1)),
      threshold: 1,
      periods: hours,
      where: 'below',
      silenceAlarms: true,
      heading: 'SourceSilent',
    });
  }

  /** Each referral that is recorded counts its outcomes, be it none: a day without referrals has no number and tells of nothing. */
  private addNoOutcomes({ id }: SourceConfig): void {
    this.#props.alarms.add(`${id}NoOutcomes`, {
      description: `${id} sends referrals, and what was decided on them does not come: lines that ask for it are never crossed.`,
      metric: this.ofSource('Outcomes', id, 'Sum', Duration.days(1)),
      threshold: 1,
      where: 'below',
      periods: daysLookedAt,
      ofPeriods: daysWithoutOutcome,
      heading: 'SourceNoOutcomes',
    });
  }

  private addRequests(): void {
    const { config, accessLog, clients, alarms } = this.#props;
    new MetricFilter(this, 'RequestsFilter', {
      logGroup: accessLog,
      metricNamespace: alarms.namespace,
      metricName: 'RequestsOfClient',
      filterPattern: FilterPattern.exists('$.clientId'),
      metricValue: '1',
      dimensions: { client: '$.clientId' },
    });
    for (const [client, { userPoolClientId }] of clients) {
      alarms.add(`${client}Requests`, {
        description: `${client} sends far more than usual, or is refused and sends it again and again.`,
        metric: new cloudwatch.Metric({
          namespace: alarms.namespace,
          metricName: 'RequestsOfClient',
          dimensionsMap: { client: userPoolClientId },
          statistic: 'Sum',
          period: usualPeriod,
        }),
        threshold: config.throttle.alarmAtRequestsOfClient,
        heading: 'ClientRequests',
      });
    }
  }

  /** That a person keeps families apart is as it should be; that they have too many timelines is a fault of somebody's data. */
  private addNotJoined(): void {
    const { joining, alarms } = this.#props;
    const metricName = 'FamiliesNotJoined';
    for (const { node, logGroup } of joining) {
      new MetricFilter(this, `${metricName}In${node.id}`, {
        logGroup,
        metricNamespace: alarms.namespace,
        metricName,
        filterPattern: FilterPattern.all(
          FilterPattern.stringValue('$.code', '=', 'families-not-joined'),
          FilterPattern.stringValue('$.reason', '=', 'too-many-timelines'),
        ),
      });
    }
    alarms.add(metricName, {
      description:
        'An identifier is shared by so many families that they were not joined: a source may send one that stands for nobody.',
      metric: new cloudwatch.Metric({
        namespace: alarms.namespace,
        metricName,
        statistic: 'Sum',
        period: usualPeriod,
      }),
      threshold: 1,
    });
  }
}
