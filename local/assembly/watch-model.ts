/** What the local stack knows of an assembly's metric filters and alarms. */

export type LocalMetric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Makes datapoints of the lines of one log group. */
export type LocalMetricFilter = {
  readonly path: string;
  readonly logGroupName: string;
  /** As written in the template; it parses. */
  readonly pattern: string;
  readonly namespace: string;
  readonly metricName: string;
  /** A number, or the place of one in the line, such as `$.counts.waiting`. */
  readonly value: string;
  /** Name -> place in the line, such as `$.source`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Put where lines come and none matches; undefined where nothing is put. */
  readonly defaultValue: number | undefined;
};

export type LocalAlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export const comparisons = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
export type LocalComparison = (typeof comparisons)[number];

export const missingDataTreatments = ['breaching', 'notBreaching', 'missing', 'ignore'] as const;
export type MissingDataTreatment = (typeof missingDataTreatments)[number];

export type LocalAlarm = {
  readonly path: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  /** Metrics by the id that an expression names them by. */
  readonly metrics: readonly {
    readonly id: string;
    readonly metric: LocalMetric;
    readonly statistic: string;
  }[];
  /** Expressions by their id; each parses. */
  readonly expressions: readonly { readonly id: string; readonly text: string }[];
  /** Id of the metric or expression that is compared with the threshold. */
  readonly comparedId: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: LocalComparison;
  readonly missingData: MissingDataTreatment;
  /** Arns of topics, by the state that an alarm comes into. */
  readonly actions: Readonly<Record<LocalAlarmState, readonly string[]>>;
};

/** Where the access log of an API goes, and the text of each of its lines with `$context` variables. */
export type LocalAccessLog = { readonly logGroupArn: string; readonly format: string };
