import type { LocalAlarmState } from '../assembly/watch-model.ts';
import type { LocalClock } from '../clock.ts';
import { metricText, whyNotEvaluated } from './aws-metrics.ts';
import { type AlarmTransition, createAlarmEvaluator } from './evaluate-alarm.ts';
import type { MetricRecorder } from './metric-recorder.ts';
import { createSampling, type SampledSources } from './sampling.ts';
import { type TopicPublisher, tellTopics } from './tell-topics.ts';

/** One alarm of the assembly as it stands. */
export type AlarmView = {
  readonly path: string;
  readonly description: string;
  /** What it watches, such as `AWS/Lambda Errors {FunctionName: counter}`. */
  readonly metric: string;
  /** `not-evaluated` where nothing here makes its metric; `reason` says which. */
  readonly state: LocalAlarmState | 'not-evaluated';
  readonly since: Date;
  readonly reason: string;
};

export type { AlarmTransition } from './evaluate-alarm.ts';

export type AlarmWatchOptions = SampledSources &
  TopicPublisher & {
    readonly clock: LocalClock;
    readonly recorder: MetricRecorder;
    /** Messages of each queue that wait to be received, by its name. */
    readonly visibleMessages: () => Promise<ReadonlyMap<string, number>>;
  };

export type AlarmWatch = {
  alarms(): readonly AlarmView[];
  /** Every change of state so far, in order. */
  history(): readonly AlarmTransition[];
  /** From now on alarms are evaluated, whether or not anything happened before. */
  begin(): void;
  /** Reads the gauges, evaluates up to now and tells topics; says whether it told any. */
  look(): Promise<boolean>;
  stop(): Promise<void>;
};

const lookEveryMilliseconds = 2_000;

/**
 * Evaluates the alarms of the assembly by the stack's clock.
 *
 * - Evaluation begins with the first thing that happens in the stack, or with
 *   `begin`, so that setting the clock before anything else raises no alarm.
 * - A move of the clock forwards is time that passes in which nothing runs: each
 *   instant of evaluation in between is made up for. An alarm on silence goes
 *   up in a long move, as it would if the service had stood still; short moves,
 *   with the stack idle in between, let schedules fire.
 * - Gauges (waiting messages and their age, the age of unread records) keep what
 *   the last look saw until the next. Looks are at each move, at each `look` and
 *   every two seconds. The age of a queue's oldest message counts from the look
 *   that first saw the queue hold one.
 * - A clock that is set back forgets every datapoint; alarms keep their states.
 */
export function startAlarmWatch(options: AlarmWatchOptions): AlarmWatch {
  const { model, clock, recorder } = options;
  const why = new Map(model.alarms.map((alarm) => [alarm.path, whyNotEvaluated(alarm, model)] as const));
  const begun = clock.now();
  const evaluators = model.alarms
    .filter(({ path }) => why.get(path) === undefined)
    .map((alarm) => createAlarmEvaluator(alarm, recorder.store, begun));
  const transitions: AlarmTransition[] = [];
  const sample = createSampling(options, recorder.store);
  let begunAt: number | undefined;
  let lookedAt = begun.getTime();

  const begin = (): void => {
    if (begunAt !== undefined) return;
    begunAt = recorder.firstAt() ?? clock.now().getTime();
    for (const evaluator of evaluators) evaluator.beginAt(begunAt);
  };
  const lookOnce = async (): Promise<boolean> => {
    const waiting = await options.visibleMessages();
    const now = clock.now().getTime();
    if (now < lookedAt) {
      recorder.forget();
      for (const evaluator of evaluators) evaluator.beginAt(now);
    }
    lookedAt = now;
    sample(waiting, now);
    if (recorder.firstAt() !== undefined) begin();
    if (begunAt === undefined) return false;
    const made = evaluators.flatMap((evaluator) => evaluator.evaluateTo(now));
    made.sort((one, two) => one.at.getTime() - two.at.getTime());
    transitions.push(...made);
    return tellTopics(made, options);
  };
  // One look after the other, so that none overtakes another.
  let last: Promise<boolean> = Promise.resolve(false);
  const look = (): Promise<boolean> => {
    last = last.catch(() => false).then(lookOnce);
    return last;
  };
  const report = (error: unknown): void => options.onFault(error as Error);
  let isStopped = false;
  const lookUnasked = (): void => {
    if (!isStopped) look().catch(report);
  };
  const timer = setInterval(lookUnasked, lookEveryMilliseconds);
  clock.onMove(lookUnasked);

  return {
    begin,
    look,
    history: () => [...transitions],
    alarms: () =>
      model.alarms.map((alarm) => {
        const { path, description } = alarm;
        const metric = alarm.metrics.map((each) => metricText(each.metric)).join(', ');
        const evaluator = evaluators.find((each) => each.alarm === alarm);
        if (evaluator === undefined) {
          const reason = why.get(path) ?? '';
          return { path, description, metric, state: 'not-evaluated', since: begun, reason };
        }
        const [state, since, reason] = [evaluator.state(), evaluator.since(), evaluator.reason()];
        return { path, description, metric, state, since, reason };
      }),
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await last.catch(() => false);
    },
  };
}
