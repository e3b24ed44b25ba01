import type { AssemblyModel, LocalHttpApi, LocalSchedule } from '../assembly/model.ts';
import type { LocalMetric } from '../assembly/watch-model.ts';
import type { LocalClock } from '../clock.ts';
import type { FunctionLog } from '../lambda/function-runner.ts';
import type { EndedInvocation } from '../lambda/messages.ts';
import { type AccessLogRecord, accessLogLine } from './access-log.ts';
import { createLogReader } from './log-reader.ts';
import { createMetricStore, type MetricStore } from './metric-store.ts';

/** The parts of the stack tell it what happens; each becomes a datapoint of that moment, by the stack's clock. */
export type MetricRecorder = {
  readonly store: MetricStore;
  /** When the first thing happened, in milliseconds since 1970; undefined where nothing did. */
  firstAt(): number | undefined;
  /** Forgets every datapoint, and that anything happened. */
  forget(): void;
  logged(log: FunctionLog): void;
  invoked(invocation: EndedInvocation): void;
  /** A rule or schedule was due; whether it was let invoke its function. */
  fired(schedule: LocalSchedule, wasAllowed: boolean): void;
  answered(api: LocalHttpApi, record: AccessLogRecord): void;
  /**
   * The creation, in seconds since 1970, of the oldest record that the mapping
   * of a stream has read and not done with; undefined where there is none.
   */
  pending(mappingPath: string, functionArn: string, oldest: number | undefined): void;
};

export type MetricRecorderOptions = {
  readonly model: AssemblyModel;
  readonly clock: Pick<LocalClock, 'now'>;
};

/**
 * Makes the metrics of what happens: those of Lambda, EventBridge and API
 * Gateway, and those that metric filters make of logs. An invocation counts at
 * its end, where AWS counts it at its beginning.
 */
export function createMetricRecorder({ model, clock }: MetricRecorderOptions): MetricRecorder {
  const store = createMetricStore();
  let firstAt: number | undefined;
  const now = (): number => clock.now().getTime();
  const put = (metric: LocalMetric, value: number): void => {
    firstAt ??= now();
    store.put(metric, now(), value);
  };
  const readLog = createLogReader(model.metricFilters, put);
  const pending = new Map<string, Map<string, number>>();

  return {
    store,
    firstAt: () => firstAt,
    forget() {
      store.clear();
      firstAt = undefined;
    },
    logged({ functionPath, line }) {
      const logGroupArn = model.functions.find(({ path }) => path === functionPath)?.logGroupArn;
      if (logGroupArn !== undefined) readLog(logGroupArn, line, now());
    },
    invoked({ functionArn, ok, milliseconds }) {
      const values = { Invocations: 1, Errors: ok ? 0 : 1, Throttles: 0, Duration: milliseconds };
      for (const [name, value] of Object.entries(values)) put(ofFunction(name, functionArn), value);
    },
    fired({ arn, roleArn }, wasAllowed) {
      // Schedules of the Scheduler have metrics of their own, which are not made here.
      if (roleArn !== undefined) return;
      const dimensions = { RuleName: arn.slice(arn.lastIndexOf('/') + 1) };
      put({ namespace: 'AWS/Events', name: 'Invocations', dimensions }, 1);
      if (!wasAllowed) put({ namespace: 'AWS/Events', name: 'FailedInvocations', dimensions }, 1);
    },
    answered(api, record) {
      const values = {
        Count: 1,
        '4xx': Number(record.status >= 400 && record.status < 500),
        '5xx': Number(record.status >= 500),
      };
      for (const dimensions of [{ ApiId: api.apiId }, { ApiId: api.apiId, Stage: api.stageName }]) {
        for (const [name, value] of Object.entries(values))
          put({ namespace: 'AWS/ApiGateway', name, dimensions }, value);
      }
      if (api.accessLog !== undefined)
        readLog(api.accessLog.logGroupArn, accessLogLine(api.accessLog.format, record), now());
    },
    pending(mappingPath, functionArn, oldest) {
      const ofMappings = pending.get(functionArn) ?? new Map<string, number>();
      pending.set(functionArn, ofMappings);
      if (oldest === undefined) ofMappings.delete(mappingPath);
      else ofMappings.set(mappingPath, oldest * 1_000);
      const since = Math.min(...ofMappings.values());
      store.step(ofFunction('IteratorAge', functionArn), {
        at: now(),
        level: ofMappings.size > 0 ? { kind: 'age', since, millisecondsPerUnit: 1 } : { kind: 'none' },
      });
    },
  };
}

function ofFunction(name: string, functionArn: string): LocalMetric {
  const functionName = functionArn.slice(functionArn.lastIndexOf(':') + 1);
  return { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } };
}
