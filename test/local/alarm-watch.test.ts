import { afterEach, describe, expect, it } from 'vitest';
import type { AssemblyModel, LocalSchedule, ResourceStatement } from '../../local/assembly/model.ts';
import type { LocalAlarm, LocalMetric } from '../../local/assembly/watch-model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { type AlarmWatch, startAlarmWatch } from '../../local/watch/alarm-watch.ts';
import { createMetricRecorder } from '../../local/watch/metric-recorder.ts';
import { aFunction, aModel, anApi, functionArn } from './local-builders.ts';
import { anAlarm, lost } from './watch-builders.ts';

const minute = 60_000;
const started: AlarmWatch[] = [];

afterEach(async () => {
  for (const watch of started.splice(0)) await watch.stop();
});

const topicArn = 'arn:aws:sns:eu-west-2:000000000000:operations';
const keyArn = 'arn:aws:kms:eu-west-2:000000000000:key/1';
const queueArn = 'arn:aws:sqs:eu-west-2:000000000000:late';

const letIn = (resource: string, actions: readonly string[], service: string): ResourceStatement => ({
  id: `${resource}#0`,
  sid: undefined,
  effect: 'Allow',
  actions,
  resources: [resource],
  conditions: { StringEquals: { 'aws:SourceAccount': ['000000000000'] } },
  principals: [service],
});

const topic = (statements: readonly ResourceStatement[], key?: string) => ({
  path: 'Depot/Operations',
  arn: topicArn,
  name: 'operations',
  keyArn: key,
  statements,
});

const key = (statements: readonly ResourceStatement[]) => ({
  path: 'Depot/Key',
  arn: keyArn,
  keyId: '1',
  keySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
  statements,
});

const letTopic = letIn(topicArn, ['sns:Publish'], 'cloudwatch.amazonaws.com');

const counter = {
  ...aFunction('/code'),
  path: 'Depot/Counter',
  logGroupArn: 'arn:aws:logs:eu-west-2:000000000000:log-group:counter-logs:*',
};

const lostFilter = {
  path: 'Depot/LostFilter',
  logGroupName: 'counter-logs',
  pattern: '{ $.code = "lost" }',
  namespace: lost.namespace,
  metricName: lost.name,
  value: '$.counts.parcels',
  dimensions: {},
  defaultValue: undefined,
};

const told = { actions: { ALARM: [topicArn], OK: [topicArn], INSUFFICIENT_DATA: [] } };

function aWatch(model: Partial<AssemblyModel>) {
  const clock = createLocalClock();
  const full = aModel({ functions: [counter], metricFilters: [lostFilter], ...model });
  const recorder = createMetricRecorder({ model: full, clock });
  const state = {
    waiting: new Map<string, number>(),
    messages: [] as { at: string; protocol: string; body: string }[],
    deliveries: [] as { at: Date; topicArn: string; outcome: 'delivered' | 'failed' }[],
    published: [] as Readonly<Record<string, string>>[],
    problems: [] as string[],
  };
  const watch = startAlarmWatch({
    model: full,
    clock,
    recorder,
    visibleMessages: async () => state.waiting,
    calls: () => [],
    deliveries: () => state.deliveries,
    messages: () => state.messages,
    publish: async (form) => {
      state.published.push(form);
      return { status: 200, contentType: 'text/xml', body: '' };
    },
    onFault: (error) => state.problems.push(error.message),
  });
  started.push(watch);
  const log = (line: object) => recorder.logged({ functionPath: counter.path, line: JSON.stringify(line) });
  const states = () => watch.alarms().map((alarm) => `${alarm.path} ${alarm.state}`);
  /** Time passes, and alarms are evaluated. */
  const pass = async (minutes: number) => {
    clock.advance(minutes * minute);
    await watch.look();
  };
  return { ...state, state, clock, recorder, watch, log, states, pass };
}

const on = (metric: LocalMetric, settings: Partial<LocalAlarm> = {}) =>
  anAlarm({ metrics: [{ id: 'm', metric, statistic: 'Maximum' }], periodSeconds: 60, ...settings });

describe('an alarm on the log of a function', () => {
  it('goes up by what the line counts, and comes down', async () => {
    const { watch, log, states, pass } = aWatch({ alarms: [anAlarm({ threshold: 3, periodSeconds: 60 })] });
    log({ code: 'lost', counts: { parcels: 2 } });
    log({ code: 'found', counts: { parcels: 5 } });
    await pass(1);
    expect(states()).toEqual(['Depot/Lost OK']);
    log({ code: 'lost', counts: { parcels: 2 } });
    log({ code: 'lost', counts: { parcels: 1 } });
    await pass(1);
    expect(states()).toEqual(['Depot/Lost ALARM']);
    await pass(60);
    expect(states()).toEqual(['Depot/Lost OK']);
    expect(watch.history().map(({ from, to }) => `${from} ${to}`)).toEqual([
      'INSUFFICIENT_DATA OK',
      'OK ALARM',
      'ALARM OK',
    ]);
  });

  it('takes nothing from a line of another function, without the number, or that is not JSON', async () => {
    const other = {
      ...counter,
      path: 'Depot/Other',
      arn: functionArn('other'),
      logGroupArn: 'arn:aws:logs:eu-west-2:000000000000:log-group:other-logs:*',
    };
    const { recorder, log, states, pass } = aWatch({ functions: [counter, other], alarms: [anAlarm()] });
    const line = JSON.stringify({ code: 'lost', counts: { parcels: 1 } });
    recorder.logged({ functionPath: 'Depot/Other', line: line });
    recorder.logged({ functionPath: counter.path, line: `lost: ${line}` });
    log({ code: 'lost' });
    log({ code: 'lost', counts: { parcels: 'many' } });
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    await pass(2);
    expect(states()).toEqual(['Depot/Lost OK']);
  });

  it('is one for each value of a dimension', async () => {
    const filter = { ...lostFilter, value: '1', dimensions: { depot: '$.depot' } };
    const alarms = ['leeds', 'york'].map((depot) =>
      on({ ...lost, dimensions: { depot } }, { path: `Depot/${depot}` }),
    );
    const { log, states, pass } = aWatch({ metricFilters: [filter], alarms });
    log({ code: 'lost', depot: 'york' });
    log({ code: 'lost' });
    await pass(1);
    expect(states()).toEqual(['Depot/leeds OK', 'Depot/york ALARM']);
  });

  it('has the default of its filter where no line matches', async () => {
    const filter = { ...lostFilter, defaultValue: 0 };
    const { log, states, pass } = aWatch({
      metricFilters: [filter],
      alarms: [anAlarm({ comparison: 'LessThanThreshold', missingData: 'missing' })],
    });
    log({ code: 'found' });
    await pass(1);
    expect(states()).toEqual(['Depot/Lost ALARM']);
  });
});

describe('an alarm on a metric of AWS', () => {
  const ofFunction = (name: string): LocalMetric => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: counter.name },
  });

  it('knows errors and invocations of a function', async () => {
    const { recorder, states, pass } = aWatch({
      alarms: [
        on(ofFunction('Errors'), { path: 'Depot/Errors' }),
        on(ofFunction('Invocations'), {
          path: 'Depot/Runs',
          threshold: 2,
          metrics: [{ id: 'm', metric: ofFunction('Invocations'), statistic: 'Sum' }],
        }),
      ],
    });
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    await pass(1);
    expect(states()).toEqual(['Depot/Errors OK', 'Depot/Runs ALARM']);
    recorder.invoked({ functionArn: counter.arn, ok: false, milliseconds: 5 });
    await pass(1);
    expect(states()[0]).toBe('Depot/Errors ALARM');
  });

  it('knows how old the oldest record is that a mapping has not done with', async () => {
    const { clock, recorder, states, pass } = aWatch({
      alarms: [on(ofFunction('IteratorAge'), { path: 'Depot/Behind', threshold: 10 * minute })],
    });
    const age = () => clock.now().getTime() / 1_000;
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    recorder.pending('Depot/One', counter.arn, age());
    await pass(9);
    recorder.pending('Depot/Two', counter.arn, age());
    expect(states()).toEqual(['Depot/Behind OK']);
    await pass(2);
    expect(states()).toEqual(['Depot/Behind ALARM']);
    recorder.pending('Depot/One', counter.arn, undefined);
    await pass(2);
    expect(states()).toEqual(['Depot/Behind OK']);
  });

  it('knows what waits in a queue, and for how long', async () => {
    const queue = {
      path: 'Depot/Late',
      arn: queueArn,
      name: 'late',
      keyArn: undefined,
      properties: {},
      statements: [],
    };
    const metric = (name: string) => ({ namespace: 'AWS/SQS', name, dimensions: { QueueName: 'late' } });
    const { state, watch, states, pass } = aWatch({
      queues: [queue],
      alarms: [
        on(metric('ApproximateNumberOfMessagesVisible'), { path: 'Depot/Waiting' }),
        on(metric('ApproximateAgeOfOldestMessage'), { path: 'Depot/Old', threshold: 3_600 }),
      ],
    });
    watch.begin();
    await pass(1);
    expect(states()).toEqual(['Depot/Waiting OK', 'Depot/Old OK']);
    state.waiting.set('late', 2);
    await watch.look();
    await pass(1);
    expect(states()).toEqual(['Depot/Waiting ALARM', 'Depot/Old OK']);
    await pass(60);
    expect(states()).toEqual(['Depot/Waiting ALARM', 'Depot/Old ALARM']);
    state.waiting.clear();
    await watch.look();
    await pass(2);
    expect(states()).toEqual(['Depot/Waiting OK', 'Depot/Old OK']);
  });

  it('knows answers of an API, with and without its stage', async () => {
    const metric = (dimensions: Record<string, string>) => ({
      namespace: 'AWS/ApiGateway',
      name: '5xx',
      dimensions,
    });
    const api = {
      ...anApi([]),
      accessLog: {
        logGroupArn: 'arn:aws:logs:::log-group:access:*',
        format: '{"client":"$context.authorizer.claims.client_id","status":"$context.status"}',
      },
    };
    const filter = {
      ...lostFilter,
      logGroupName: 'access',
      pattern: '{ $.status = "500" }',
      value: '1',
      dimensions: { client: '$.client' },
    };
    const { recorder, states, pass } = aWatch({
      httpApis: [api],
      metricFilters: [filter],
      alarms: [
        on(metric({ ApiId: 'api123' }), { path: 'Depot/Failing' }),
        on(metric({ ApiId: 'api123', Stage: '$default' }), { path: 'Depot/StageFailing' }),
        on({ ...lost, dimensions: { client: 'courier' } }, { path: 'Depot/Courier' }),
        on({ ...lost, dimensions: { client: '-' } }, { path: 'Depot/Nobody' }),
      ],
    });
    const record = {
      requestId: 'r',
      apiId: 'api123',
      stage: '$default',
      at: new Date(),
      httpMethod: 'GET',
      protocol: 'HTTP/1.1',
      path: '/',
      sourceIp: '',
      responseLength: 1,
      responseLatency: 1,
      routeKey: undefined,
      isOfFunction: false,
    };
    recorder.answered(api, { ...record, status: 403, claims: {} });
    await pass(1);
    expect(states().filter((each) => each.endsWith('ALARM'))).toEqual([]);
    recorder.answered(api, { ...record, status: 500, claims: { client_id: 'courier' } });
    await pass(1);
    expect(states()).toEqual([
      'Depot/Failing ALARM',
      'Depot/StageFailing ALARM',
      'Depot/Courier ALARM',
      'Depot/Nobody OK',
    ]);
  });

  it('knows messages that SNS could not deliver, and what texts cost in the month', async () => {
    const alertTopic = topic([]);
    const sns = (name: string, dimensions = {}) => ({ namespace: 'AWS/SNS', name, dimensions });
    const { state, clock, recorder, states, pass } = aWatch({
      topics: [alertTopic],
      alarms: [
        on(sns('NumberOfNotificationsFailed', { TopicName: 'operations' }), { path: 'Depot/NotDelivered' }),
        on(sns('SMSMonthToDateSpentUSD'), { path: 'Depot/Spend', threshold: 0.1 }),
      ],
    });
    clock.moveTo('2031-03-31T23:30:00Z');
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    const at = clock.now();
    state.messages.push({ at: at.toISOString(), protocol: 'sms', body: 'x'.repeat(161) });
    state.deliveries.push({ at, topicArn, outcome: 'delivered' });
    await pass(1);
    expect(states()).toEqual(['Depot/NotDelivered OK', 'Depot/Spend OK']);
    state.messages.push({ at: clock.now().toISOString(), protocol: 'sms', body: 'x' });
    state.deliveries.push({ at: clock.now(), topicArn, outcome: 'failed' });
    await pass(1);
    // Two parts and one, at 4 cents each.
    expect(states()).toEqual(['Depot/NotDelivered ALARM', 'Depot/Spend ALARM']);
    await pass(40);
    expect(states()).toEqual(['Depot/NotDelivered OK', 'Depot/Spend OK']);
  });

  it('knows rules that may not invoke', async () => {
    const schedule: LocalSchedule = {
      path: 'Depot/Daily',
      arn: 'arn:aws:events:eu-west-2:000000000000:rule/daily',
      everySeconds: 60,
      functionArn: counter.arn,
      roleArn: undefined,
      input: undefined,
    };
    const metric = { namespace: 'AWS/Events', name: 'FailedInvocations', dimensions: { RuleName: 'daily' } };
    const { recorder, states, pass } = aWatch({ schedules: [schedule], alarms: [on(metric)] });
    recorder.fired(schedule, true);
    await pass(1);
    expect(states()).toEqual(['Depot/Lost OK']);
    recorder.fired(schedule, false);
    await pass(1);
    expect(states()).toEqual(['Depot/Lost ALARM']);
  });

  it.each([
    ['AWS/Lambda', 'ConcurrentExecutions', { FunctionName: 'function' }],
    ['AWS/Lambda', 'Errors', { FunctionName: 'another' }],
    ['AWS/Lambda', 'Errors', {}],
    ['AWS/DynamoDB', 'ThrottledRequests', { TableName: 'parcels' }],
    ['AWS/SNS', 'SMSSuccessRate', {}],
    ['Depot', 'ParcelsFound', {}],
    ['Depot', 'ParcelsLost', { depot: 'york' }],
  ])(
    'says that it does not evaluate one that nothing here makes: %s %s',
    async (namespace, name, dimensions) => {
      const { watch, pass } = aWatch({
        alarms: [
          on(
            { namespace, name, dimensions: dimensions as Record<string, string> },
            { missingData: 'breaching' },
          ),
        ],
      });
      watch.begin();
      await pass(60);
      const [alarm] = watch.alarms();
      expect(alarm?.state).toBe('not-evaluated');
      expect(alarm?.reason).toContain(`${namespace} ${name}`);
      expect(watch.history()).toEqual([]);
    },
  );
});

describe('the clock', () => {
  const silence = { comparison: 'LessThanThreshold', missingData: 'breaching' } as const;

  it('raises no alarm when it is set before anything happened', async () => {
    const { clock, watch, recorder, states, pass } = aWatch({ alarms: [anAlarm(silence)] });
    clock.moveTo('2041-03-02T08:30:00Z');
    await watch.look();
    expect(states()).toEqual(['Depot/Lost INSUFFICIENT_DATA']);
    recorder.invoked({ functionArn: counter.arn, ok: true, milliseconds: 5 });
    await pass(1);
    expect(watch.history().map(({ to, at }) => `${to} ${at.toISOString().slice(0, 16)}`)).toEqual([
      'ALARM 2041-03-02T08:31',
    ]);
  });

  it('forgets what it saw when it is set back, and goes on', async () => {
    const { clock, watch, log, states, pass } = aWatch({ alarms: [anAlarm()] });
    clock.moveTo('2041-03-02T08:30:00Z');
    log({ code: 'lost', counts: { parcels: 1 } });
    await pass(1);
    expect(states()).toEqual(['Depot/Lost ALARM']);
    clock.moveTo('2031-03-02T08:30:00Z');
    await watch.look();
    await pass(1);
    expect(states()).toEqual(['Depot/Lost OK']);
  });
});

describe('what alarms tell', () => {
  const alarms = [anAlarm(told)];
  const up = async (model: Partial<AssemblyModel>) => {
    const world = aWatch({ alarms, ...model });
    world.log({ code: 'lost', counts: { parcels: 1 } });
    await world.pass(1);
    expect(world.states()).toEqual(['Depot/Lost ALARM']);
    return world;
  };

  it('is the message that CloudWatch sends, when it goes up and when it comes down', async () => {
    const { published, problems, watch, pass } = await up({ topics: [topic([letTopic])] });
    await pass(60);
    expect(published.map(({ TopicArn, Subject }) => [TopicArn, Subject])).toEqual([
      [topicArn, 'ALARM: "lost" in eu-west-2'],
      [topicArn, 'OK: "lost" in eu-west-2'],
    ]);
    expect(JSON.parse(published[0]?.Message ?? '')).toMatchObject({
      AlarmName: 'lost',
      AlarmDescription: 'A parcel was lost.',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: '1: 1 of 1 must be GreaterThanOrEqualToThreshold 1.',
      StateChangeTime: watch.history()[0]?.at.toISOString().replace('Z', '+0000'),
      Trigger: { MetricName: 'ParcelsLost', Namespace: 'Depot', Threshold: 1 },
    });
    expect(problems).toEqual([]);
  });

  it('reaches a topic that has no policy of its own, which its account may publish to', async () => {
    const { published } = await up({ topics: [topic([])] });
    expect(published).toHaveLength(1);
  });

  it('does not reach a topic whose policy lets in somebody else', async () => {
    const other = letIn(topicArn, ['sns:Publish'], 'events.amazonaws.com');
    const { published, problems } = await up({ topics: [topic([other])] });
    expect(published).toEqual([]);
    expect(problems).toEqual([
      'Depot/Lost tells nobody: the policy of Depot/Operations does not let cloudwatch.amazonaws.com publish.',
    ]);
  });

  it('does not reach a topic whose key is not for CloudWatch', async () => {
    const both = ['kms:GenerateDataKey*', 'kms:Decrypt'];
    const topics = [topic([letTopic], keyArn)];
    const right = await up({ topics, keys: [key([letIn(keyArn, both, 'cloudwatch.amazonaws.com')])] });
    expect(right.published).toHaveLength(1);
    const wrong = await up({ topics, keys: [key([letIn(keyArn, both, 'sns.amazonaws.com')])] });
    expect(wrong.published).toEqual([]);
    expect(wrong.problems).toEqual([
      'Depot/Lost tells nobody: the policy of Depot/Key does not let cloudwatch.amazonaws.com use the key of Depot/Operations.',
    ]);
  });
});
