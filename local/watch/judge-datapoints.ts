import type { LocalAlarm, LocalAlarmState, LocalComparison } from '../assembly/watch-model.ts';
import type { Datapoint } from './metric-math.ts';

export type AlarmRule = Pick<
  LocalAlarm,
  'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparison' | 'missingData'
>;

/**
 * How many periods are retrieved beyond those that are evaluated. CloudWatch
 * retrieves "a higher number of data points" that it does not say; its examples
 * retrieve five for three.
 */
const periodsBeyond = 2;

/** Periods that are retrieved to evaluate an alarm. */
export const periodsRetrieved = ({ evaluationPeriods }: AlarmRule): number =>
  evaluationPeriods + periodsBeyond;

const compare: Readonly<Record<LocalComparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * The state that datapoints, the oldest first, bring an alarm into (CloudWatch
 * User Guide, "Evaluating an alarm" and "Configuring how CloudWatch alarms
 * treat missing data"). As many of the newest as are evaluated decide; missing
 * ones count only where there are fewer than that.
 */
export function judgeDatapoints(
  datapoints: readonly Datapoint[],
  rule: AlarmRule,
  current: LocalAlarmState,
): LocalAlarmState {
  const { evaluationPeriods, datapointsToAlarm, threshold, missingData } = rule;
  const isBreaching = (value: number): boolean => compare[rule.comparison](value, threshold);
  const evaluated = datapoints.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const breaching = evaluated.filter(isBreaching).length;
  const lacking = evaluationPeriods - evaluated.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (lacking === 0 || missingData === 'notBreaching') return 'OK';
  if (missingData === 'breaching') return breaching + lacking >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (breaching < evaluated.length) return 'OK';
  if (missingData === 'ignore') return current;
  // Nothing but breaching datapoints, too few: they are an alarm once the oldest
  // is too old for newer ones to make the number full.
  const oldest = datapoints.findIndex((value) => value !== undefined);
  const isOldEnough = oldest >= 0 && datapoints.length - oldest >= datapointsToAlarm;
  return isOldEnough ? 'ALARM' : 'INSUFFICIENT_DATA';
}
