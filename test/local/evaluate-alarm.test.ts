import { describe, expect, it } from 'vitest';
import type { LocalAlarm, LocalMetric } from '../../local/assembly/watch-model.ts';
import { createAlarmEvaluator } from '../../local/watch/evaluate-alarm.ts';
import { createMetricStore } from '../../local/watch/metric-store.ts';
import { anAlarm, instant, lost } from './watch-builders.ts';

/** An alarm that is watched from 08:00 on, and what it is evaluated on. */
function watched(settings: Partial<LocalAlarm> = {}) {
  const store = createMetricStore();
  const evaluator = createAlarmEvaluator(anAlarm(settings), store, new Date(instant('02T08:00:00')));
  const changesTo = (iso: string) =>
    evaluator.evaluateTo(instant(iso)).map(({ to, at }) => `${at.toISOString().slice(8, 19)} ${to}`);
  return { store, evaluator, changesTo };
}

describe('an alarm on a count', () => {
  it('begins without data, and is in order at the first minute', () => {
    const { evaluator, changesTo } = watched();
    expect(evaluator.state()).toBe('INSUFFICIENT_DATA');
    expect(changesTo('02T08:00:59')).toEqual([]);
    expect(changesTo('02T08:01:00')).toEqual(['02T08:01:00 OK']);
  });

  it('goes up at the end of the minute and comes down when fifteen minutes hold nothing, also in one move of an hour', () => {
    const { store, changesTo } = watched();
    changesTo('02T08:05:00');
    store.put(lost, instant('02T08:10:20'), 1);
    // Three periods of five minutes are looked at; the last that holds 08:10:20 ends before 08:26.
    expect(changesTo('02T09:10:00')).toEqual(['02T08:11:00 ALARM', '02T08:26:00 OK']);
  });

  it('changes at the same instants whether the clock moves in steps or at once', () => {
    const steps = watched();
    const once = watched();
    for (const { store } of [steps, once]) {
      for (const minute of [3, 17, 18, 41])
        store.put(lost, instant(`02T08:${String(minute).padStart(2, '0')}:30`), 1);
    }
    const inSteps = Array.from({ length: 60 }, (_, minute) =>
      steps.changesTo(`02T08:${String(minute).padStart(2, '0')}:00`),
    ).flat();
    // 08:17:30 comes before 08:03:30 is forgotten; 08:41:30 comes after 08:18:30 was.
    expect(inSteps).toEqual([
      '02T08:01:00 OK',
      '02T08:04:00 ALARM',
      '02T08:34:00 OK',
      '02T08:42:00 ALARM',
      '02T08:57:00 OK',
    ]);
    expect(once.changesTo('02T08:59:00')).toEqual(inSteps);
  });

  it('is evaluated also after years in which nothing happened', () => {
    const { store, evaluator, changesTo } = watched();
    expect(changesTo('02T08:01:00')).toHaveLength(1);
    expect(evaluator.evaluateTo(Date.parse('2041-01-01T00:00:00Z'))).toEqual([]);
    store.put(lost, Date.parse('2041-01-01T00:00:30Z'), 1);
    expect(evaluator.evaluateTo(Date.parse('2041-01-01T00:02:00Z')).map(({ to }) => to)).toEqual(['ALARM']);
  });

  it('says what it saw and what it compared with', () => {
    const { store, evaluator } = watched();
    store.put(lost, instant('02T08:00:20'), 2);
    evaluator.evaluateTo(instant('02T08:01:00'));
    expect(evaluator.reason()).toBe('2: 1 of 1 must be GreaterThanOrEqualToThreshold 1.');
  });
});

describe('an alarm that is to go up two times of three', () => {
  const twoOfThree = { periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };

  it('does so for two breaching minutes with another between them, and not for one', () => {
    const { store, changesTo } = watched(twoOfThree);
    for (const [minute, value] of [3, 0, 0, 5, 0, 2, 0, 0, 0].entries())
      store.put(lost, instant(`02T08:0${minute}:30`), value);
    // Minutes 3 and 5 are both within the three newest from 08:06 on, and no longer at 08:07.
    expect(changesTo('02T08:09:00')).toEqual(['02T08:01:00 OK', '02T08:06:00 ALARM', '02T08:07:00 OK']);
  });
});

describe('an alarm on silence', () => {
  it('goes up when nothing came for three periods, and down with the next that comes', () => {
    const { store, changesTo } = watched({ comparison: 'LessThanThreshold', missingData: 'breaching' });
    store.put(lost, instant('02T08:00:30'), 1);
    expect(changesTo('02T09:00:00')).toEqual(['02T08:01:00 OK', '02T08:16:00 ALARM']);
    store.put(lost, instant('02T09:00:10'), 1);
    expect(changesTo('02T09:05:00')).toEqual(['02T09:01:00 OK']);
  });
});

describe('an alarm on a gauge', () => {
  const age: LocalMetric = { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions: {} };
  const behind = {
    metrics: [{ id: 'm', metric: age, statistic: 'Maximum' }],
    threshold: 600_000,
    missingData: 'notBreaching' as const,
  };

  it('sees an age grow in one move of an hour', () => {
    const { store, changesTo } = watched(behind);
    const since = instant('02T08:00:00');
    store.step(age, { at: since, level: { kind: 'age', since, millisecondsPerUnit: 1 } });
    expect(changesTo('02T09:00:00')).toEqual(['02T08:01:00 OK', '02T08:10:00 ALARM']);
    store.step(age, { at: instant('02T09:00:10'), level: { kind: 'none' } });
    // The minute that ends at 09:00 is the last with an age; 15 minutes later none is looked at.
    expect(changesTo('02T10:00:00')).toEqual(['02T09:15:00 OK']);
  });

  it('holds the level between two looks', () => {
    const { store, changesTo } = watched({ metrics: [{ id: 'm', metric: lost, statistic: 'Maximum' }] });
    store.step(lost, { at: instant('02T08:00:10'), level: { kind: 'value', value: 0 } });
    store.step(lost, { at: instant('02T08:20:10'), level: { kind: 'value', value: 2 } });
    expect(changesTo('02T20:00:00')).toEqual(['02T08:01:00 OK', '02T08:21:00 ALARM']);
    store.step(lost, { at: instant('02T20:00:10'), level: { kind: 'value', value: 0 } });
    // The newest five minutes alone count: they hold no minute with a message from 20:05 on.
    expect(changesTo('02T21:00:00')).toEqual(['02T20:05:00 OK']);
  });
});

describe('an alarm of days', () => {
  it('is evaluated each hour, on as many days as it says', () => {
    const { store, changesTo } = watched({
      metrics: [{ id: 'm', metric: lost, statistic: 'Average' }],
      periodSeconds: 86_400,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: 5,
      comparison: 'GreaterThanThreshold',
    });
    for (const [iso, value] of [
      ['02T10:30:00', 9],
      ['02T11:30:00', 3],
      ['03T10:30:00', 7],
    ] as const)
      store.put(lost, instant(iso), value);
    expect(changesTo('02T12:00:00')).toEqual(['02T09:00:00 OK']);
    // The days that end at 11:00 have 9, and 5 of 3 and 7; those that end at 12:00 have 6 of 9 and 3, and 7.
    expect(changesTo('03T12:00:00')).toEqual(['03T12:00:00 ALARM']);
  });
});

describe('an alarm on metric math', () => {
  it('compares what the expression makes of each period', () => {
    const all: LocalMetric = { ...lost, name: 'Parcels' };
    const { store, changesTo } = watched({
      metrics: [
        { id: 'lost', metric: lost, statistic: 'Sum' },
        { id: 'all', metric: all, statistic: 'Sum' },
      ],
      expressions: [
        { id: 'share', text: '100 * FILL(lost, 0) / all' },
        { id: 'worth', text: 'IF(all >= 10, share, 0)' },
      ],
      comparedId: 'worth',
      periodSeconds: 60,
      threshold: 20,
    });
    for (const [minute, [ofAll, ofLost]] of [
      [2, 2],
      [10, 1],
      [10, 2],
      [20, 0],
    ].entries()) {
      store.put(all, instant(`02T08:0${minute}:30`), ofAll ?? 0);
      if (ofLost !== 0) store.put(lost, instant(`02T08:0${minute}:31`), ofLost ?? 0);
    }
    expect(changesTo('02T08:04:00')).toEqual(['02T08:01:00 OK', '02T08:03:00 ALARM', '02T08:04:00 OK']);
  });
});

it('the store tells of every metric that was counted, with its values in order, and not of a gauge', () => {
  const store = createMetricStore();
  const age: LocalMetric = { namespace: 'Depot', name: 'Age', dimensions: {} };
  store.put(lost, instant('02T08:10:20'), 2);
  store.put(lost, instant('02T08:10:10'), 1);
  store.step(age, { at: instant('02T08:10:10'), level: { kind: 'value', value: 3 } });
  expect(store.datapoints()).toEqual([{ metric: lost, values: [1, 2] }]);
  store.clear();
  expect(store.datapoints()).toEqual([]);
});
