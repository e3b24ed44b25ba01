import { randomBytes } from 'node:crypto';
import { loadAssembly } from './assembly/load-assembly.ts';
import type { AssemblyModel, ConstructPath } from './assembly/model.ts';
import { createLocalClock, type LocalClock } from './clock.ts';
import { createTokenSigner } from './cognito/token-signer.ts';
import type { CrashPoint, Disturbance, PlannedCrash } from './faults/fault-types.ts';
import type { RecordedCall } from './gateway/recorded-call.ts';
import { untilIdle } from './idle.ts';
import type { InboxMessage } from './inbox/inbox-message.ts';
import type { FunctionLog } from './lambda/function-runner.ts';
import { createLocalAddresses } from './local-addresses.ts';
import type { Operator } from './operator/operator.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { Subscriptions } from './sns/subscription.ts';
import { watchAlarms } from './start-alarm-watch.ts';
import { type StartedHttpApi, startHttpApis } from './start-http-apis.ts';
import { startInbox } from './start-inbox.ts';
import { startMappings } from './start-mappings.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { startSchedules } from './start-schedules.ts';
import { startTokens } from './start-tokens.ts';
import { createStopper, type Stopper } from './stopper.ts';
import type { SwitchableMapping } from './streams/mapping-switch.ts';
import { accessLogLine } from './watch/access-log.ts';
import type { AlarmTransition, AlarmView } from './watch/alarm-watch.ts';
import type { Datapoints } from './watch/metric-store.ts';

export type LocalStackOptions = {
  /** Folder of a synthesized cloud assembly (`cdk.out`). */
  readonly assemblyDirectory: string;
  /** Port of the first HTTP API; further ones take the ports after it. Any free ones without it. */
  readonly apiPort?: number;
  readonly inboxPort?: number;
  /** A DynamoDB Local that runs already; without it the stack starts its own. */
  readonly dynamoDbUrl?: string;
  /** Told of each line that a function writes. */
  readonly onLog?: (log: FunctionLog) => void;
  /** Told of each line that an HTTP API writes to its access log. */
  readonly onAccess?: (line: string) => void;
  /** Told of what does not work, such as a mapping that may not read its stream; standard error without it. */
  readonly onProblem?: (message: string) => void;
};

export type LocalStack = {
  readonly model: AssemblyModel;
  readonly apis: readonly StartedHttpApi[];
  readonly tokenUrl: string;
  readonly clients: readonly {
    readonly path: ConstructPath;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scopes: readonly string[];
  }[];
  readonly inboxUrl: string;
  /** Where the tables are, for whoever looks into them beside the functions. No policy is asked there. */
  readonly database: { readonly url: string; readonly region: string; readonly accessKeyId: string };
  readonly functions: readonly { readonly path: ConstructPath; readonly assetHash: string }[];
  readonly inbox: { messages(): readonly InboxMessage[] };
  readonly subscriptions: Subscriptions;
  /** For an operator's commands; see operatorEnvironment. Its calls are not recorded. */
  readonly operator: Operator;
  /** Every mapping from a stream or a queue, to be watched and switched. */
  readonly mappings: readonly SwitchableMapping[];
  /**
   * Spoils calls that functions make, until the function it returns is called.
   * Throws an Error where no function has such a path.
   */
  disturb(disturbance: Disturbance): () => void;
  /**
   * Lets a function die at one of its calls, as a sandbox of Lambda may: its
   * process is killed at that moment, and the invocation fails. Throws an Error
   * where the path is not that of one function.
   */
  crashAt(point: CrashPoint): PlannedCrash;
  readonly clock: Pick<LocalClock, 'now' | 'moveTo' | 'advance'>;
  /** Every call to AWS so far, as the roles' policies judged it. */
  calls(): readonly RecordedCall[];
  /** Every metric that was counted so far, with its values. */
  metrics(): readonly Datapoints[];
  /** Every alarm of the assembly as it stands, those that cannot be evaluated here included. */
  alarms(): readonly AlarmView[];
  /** Every change of an alarm's state so far, in order. */
  alarmHistory(): readonly AlarmTransition[];
  /**
   * Resolves when the stack is idle, every alarm is evaluated up to now, and
   * what alarms told their topics has arrived. `idle` does the same once anything
   * has happened in the stack; this begins the watch in any case.
   */
  settleAlarms(): Promise<void>;
  /**
   * Resolves when every enabled mapping has read its source to the end, nothing is in
   * flight and messages are in the inbox. Rejects after 60 seconds, saying what
   * was still busy, and at once when a mapping cannot read its source. Functions
   * and schedules with `besides` in their path are not waited for: one may wait
   * itself for what only a later move of the clock brings.
   */
  idle(besides?: string): Promise<void>;
  /** Ends every process and server of this stack, and resolves when they are gone. */
  stop(): Promise<void>;
};

const idleDeadlineMilliseconds = 60_000;

/**
 * Runs a synthesized cloud assembly on this machine: emulated services, the
 * functions' own bundles as processes, HTTP APIs, mappings, schedules, and an
 * inbox for emails and texts. Instances do not see each other. Throws an Error
 * with one clear sentence when it cannot start, with nothing left running.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const stopper = createStopper();
  try {
    return await start(options, stopper);
  } catch (error) {
    await stopper.stop();
    throw error;
  }
}

async function start(options: LocalStackOptions, stopper: Stopper): Promise<LocalStack> {
  const model = await loadAssembly(options.assemblyDirectory);
  const clock = createLocalClock();
  const onProblem = options.onProblem ?? ((message) => void process.stderr.write(`${message}\n`));
  const onFault = (error: unknown) => onProblem(error instanceof Error ? error.message : String(error));
  const signer = await createTokenSigner();
  const clients = withSecrets(model);

  const addresses = createLocalAddresses();
  const platform = await startPlatform({ ...options, model, clients, clock, stopper, addresses, onFault });
  const { gateway, functions, operator, recorder } = platform;
  const inbox = await startInbox({ ...options, model, clock, onFault, platform, stopper });
  const { messages, subscriptions } = inbox;
  const { deliveries } = subscriptions;
  const watch = watchAlarms({ model, clock, platform, onFault, deliveries, messages });
  stopper.add(watch.stop);
  const mappings = startMappings({ model, clock, onFault, platform, operator });
  // Together, so that no mapping waits for a function that takes its time.
  stopper.add(
    async () => void (await Promise.all([...mappings.map((mapping) => mapping.stop()), functions.stop()])),
  );
  const apis = await startHttpApis({
    model,
    clock,
    onFault,
    signer,
    functions,
    firstPort: options.apiPort ?? 0,
    stopper,
    addresses,
    onAnswered: (api, record) => {
      recorder.answered(api, record);
      if (api.accessLog !== undefined) options.onAccess?.(accessLogLine(api.accessLog.format, record));
    },
  });
  const tokens = await startTokens({ model, clients, signer, clock, addresses, stopper, onFault });
  const { invocations } = platform;
  const onFired = recorder.fired;
  const scheduler = startSchedules({ model, clock, onFault, gateway, invocations, onFired });
  stopper.add(async () => scheduler.stop());

  const sources = [...mappings, { path: 'the inbox', readToEnd: inbox.readToEnd }];
  const { activity } = functions;
  const atRest = (besides?: string) => {
    const busy = async () =>
      (await busyNames(platform, scheduler)).filter(
        (name) => besides === undefined || !name.includes(besides),
      );
    return untilIdle({ sources, busy, activity, deadlineMilliseconds: idleDeadlineMilliseconds });
  };
  return {
    model,
    apis,
    tokenUrl: tokens.tokenUrl,
    clients,
    inboxUrl: inbox.url,
    database: platform.database,
    functions: model.functions.map(({ path, assetHash }) => ({ path, assetHash })),
    inbox: { messages: inbox.messages },
    subscriptions: inbox.subscriptions,
    operator,
    mappings: platform.mappings,
    disturb: platform.faults.disturb,
    crashAt: platform.faults.crashAt,
    clock,
    calls: gateway.calls,
    metrics: recorder.store.datapoints,
    ...watch.settledWith(atRest),
    stop: stopper.stop,
  };
}

const withSecrets = (model: AssemblyModel) =>
  model.clients.map((client) => ({ ...client, clientSecret: randomBytes(24).toString('hex') }));

/** Names of what is at work: functions, schedules, and queues that an enabled mapping reads. */
const busyNames = async (
  { functions, mappings, snsSqs }: Platform,
  scheduler: Scheduler,
): Promise<readonly string[]> => {
  const read = mappings
    .filter((mapping) => mapping.state() === 'Enabled')
    .map(({ mapping }) => mapping.sourceArn.split(':').at(-1));
  const queues = (await snsSqs.busyQueues()).filter((name) => read.includes(name));
  return [...functions.running(), ...scheduler.running(), ...queues];
};
