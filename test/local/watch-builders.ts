import type { LocalAlarm, LocalMetric } from '../../local/assembly/watch-model.ts';

export const lost: LocalMetric = { namespace: 'Depot', name: 'ParcelsLost', dimensions: {} };

/** An alarm at the first parcel lost in five minutes; what is not said is no parcel. */
export const anAlarm = (settings: Partial<LocalAlarm> = {}): LocalAlarm => ({
  path: 'Depot/Lost',
  arn: 'arn:aws:cloudwatch:eu-west-2:000000000000:alarm:lost',
  name: 'lost',
  description: 'A parcel was lost.',
  metrics: [{ id: 'm', metric: lost, statistic: 'Sum' }],
  expressions: [],
  comparedId: 'm',
  periodSeconds: 300,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1,
  comparison: 'GreaterThanOrEqualToThreshold',
  missingData: 'notBreaching',
  actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
  ...settings,
});

export const instant = (iso: string): number => Date.parse(`2031-03-${iso}Z`);
