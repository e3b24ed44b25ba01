import type { LocalAlarm, LocalAlarmState } from '../assembly/watch-model.ts';
import { judgeDatapoints, periodsRetrieved } from './judge-datapoints.ts';
import { type Datapoint, parseExpression } from './metric-math.ts';
import type { MetricStore } from './metric-store.ts';

/** A change of an alarm's state. */
export type AlarmTransition = {
  readonly path: string;
  readonly from: LocalAlarmState;
  readonly to: LocalAlarmState;
  /** The instant of the evaluation, by the stack's clock. */
  readonly at: Date;
  readonly reason: string;
};

export type AlarmEvaluator = {
  readonly alarm: LocalAlarm;
  state(): LocalAlarmState;
  since(): Date;
  reason(): string;
  /** Forgets when it was last evaluated: evaluation goes on from here. */
  beginAt(instant: number): void;
  /** Evaluates at every instant up to this one that could make a difference. */
  evaluateTo(instant: number): readonly AlarmTransition[];
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** For one alarm between two looks. What lies before the last of a longer stretch is left out. */
const mostEvaluations = 2_000;

/**
 * Evaluates one alarm as CloudWatch does: every minute, or every hour where its
 * periods make up more than a day, on the whole periods that end at that
 * instant. Instants at which nothing can have changed are passed over.
 */
export function createAlarmEvaluator(alarm: LocalAlarm, store: MetricStore, begun: Date): AlarmEvaluator {
  const every = alarm.periodSeconds * 1_000 * alarm.evaluationPeriods > day ? hour : minute;
  const range = alarm.periodSeconds * 1_000 * periodsRetrieved(alarm);
  const datapointAt = createDatapoints(alarm, store);
  const firstAfter = (instant: number): number => (Math.floor(instant / every) + 1) * every;
  const nextChange = (after: number): number | undefined => {
    const changes = alarm.metrics.flatMap(({ metric }) => store.nextChange(metric, after) ?? []);
    return changes.length === 0 ? undefined : Math.min(...changes);
  };
  let [state, since, reason] = [
    'INSUFFICIENT_DATA' as LocalAlarmState,
    begun,
    'Unchecked: Initial alarm creation',
  ];
  let next = firstAfter(begun.getTime());

  const evaluateAt = (instant: number): AlarmTransition | undefined => {
    const datapoints = datapointAt(instant);
    const to = judgeDatapoints(datapoints, alarm, state);
    if (to === state) return undefined;
    const transition = {
      path: alarm.path,
      from: state,
      to,
      at: new Date(instant),
      reason: reasonOf(alarm, datapoints),
    };
    [state, since, reason] = [to, transition.at, transition.reason];
    return transition;
  };
  /** Once the periods hold nothing but one level, or nothing, the state stays until something changes. */
  const nextAfter = (instant: number): number => {
    const change = nextChange(instant - range);
    return change === undefined ? Number.POSITIVE_INFINITY : Math.max(firstAfter(change), instant + every);
  };

  return {
    alarm,
    state: () => state,
    since: () => since,
    reason: () => reason,
    beginAt: (instant) => {
      next = firstAfter(instant);
    },
    evaluateTo(instant) {
      const transitions: AlarmTransition[] = [];
      let evaluations = 0;
      while (next <= instant) {
        const transition = evaluateAt(next);
        if (transition !== undefined) transitions.push(transition);
        evaluations += 1;
        next = nextAfter(next);
        if (evaluations === mostEvaluations) next = Math.max(next, firstAfter(instant - range));
      }
      next = Math.min(next, firstAfter(instant));
      return transitions;
    },
  };
}

/** The datapoints of the periods that end at an instant, the oldest first. */
function createDatapoints(alarm: LocalAlarm, store: MetricStore): (instant: number) => readonly Datapoint[] {
  const expressions = new Map(alarm.expressions.map(({ id, text }) => [id, parseExpression(text)] as const));
  const metrics = new Map(alarm.metrics.map((each) => [each.id, each] as const));
  const period = alarm.periodSeconds * 1_000;
  const valueAt = (id: string, to: number): Datapoint => {
    const expression = expressions.get(id);
    if (expression !== undefined) return expression.value((inner) => valueAt(inner, to));
    const found = metrics.get(id);
    return found && store.statistic(found.metric, found.statistic, to - period, to);
  };
  const count = periodsRetrieved(alarm);
  return (instant) =>
    Array.from({ length: count }, (_, index) =>
      valueAt(alarm.comparedId, instant - (count - 1 - index) * period),
    );
}

function reasonOf(alarm: LocalAlarm, datapoints: readonly Datapoint[]): string {
  const there = datapoints.filter((value) => value !== undefined).slice(-alarm.evaluationPeriods);
  const missing = alarm.evaluationPeriods - there.length;
  const values = there.length > 0 ? there.join(', ') : 'no datapoint';
  const filled = missing > 0 ? `; ${missing} missing, treated as ${alarm.missingData}` : '';
  const rule = `${alarm.comparison} ${alarm.threshold}`;
  return `${values}${filled}: ${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} must be ${rule}.`;
}
