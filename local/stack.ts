import { randomBytes } from 'node:crypto';
import { loadAssembly } from './assembly/load-assembly.ts';
import type { AssemblyModel, ConstructPath } from './assembly/model.ts';
import { createLocalClock, type LocalClock } from './clock.ts';
import { startTokenServer } from './cognito/token-server.ts';
import { createTokenSigner } from './cognito/token-signer.ts';
import type { RecordedCall } from './gateway/recorded-call.ts';
import { untilIdle } from './idle.ts';
import { openInbox } from './inbox/inbox.ts';
import type { InboxMessage } from './inbox/inbox-message.ts';
import { startInboxServer } from './inbox/inbox-server.ts';
import type { FunctionLog } from './lambda/function-runner.ts';
import { watchAlarms } from './start-alarm-watch.ts';
import { type StartedHttpApi, startHttpApis } from './start-http-apis.ts';
import { startMappings } from './start-mappings.ts';
import { startPlatform } from './start-platform.ts';
import { startSchedules } from './start-schedules.ts';
import { createStopper, type Stopper } from './stopper.ts';
import type { AlarmTransition, AlarmView } from './watch/alarm-watch.ts';

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
  readonly clock: Pick<LocalClock, 'now' | 'moveTo' | 'advance'>;
  /** Every call to AWS so far, as the roles' policies judged it. */
  calls(): readonly RecordedCall[];
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
   * Resolves when every mapping has read its source to the end, nothing is in
   * flight and messages are in the inbox. Rejects after 60 seconds, saying what
   * was still busy, and at once when a mapping cannot read its source.
   */
  idle(): Promise<void>;
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
  const clients = model.clients.map((client) => ({
    ...client,
    clientSecret: randomBytes(24).toString('hex'),
  }));

  const platform = await startPlatform({ ...options, model, clock, stopper });
  const { gateway, functions, snsSqs, recorder } = platform;
  const inbox = await openInbox({
    model,
    clock,
    onFault,
    snsSqsUrl: snsSqs.url,
    publications: gateway.publishes,
  });
  stopper.add(inbox.stop);
  const watch = watchAlarms({ model, clock, platform, onFault, messages: inbox.messages });
  stopper.add(watch.stop);
  const mappings = startMappings({ model, clock, onFault, platform });
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
    onAnswered: recorder.answered,
  });
  const tokens = await startTokenServer({ userPools: model.userPools, clients, signer, clock, onFault });
  stopper.add(tokens.stop);
  const inboxServer = await startInboxServer({
    port: options.inboxPort ?? 0,
    messages: inbox.messages,
    clock,
    onFault,
  });
  stopper.add(inboxServer.stop);
  const scheduler = startSchedules({ model, clock, onFault, gateway, functions, onFired: recorder.fired });
  stopper.add(async () => scheduler.stop());

  const sources = [...mappings, { path: 'the inbox', readToEnd: inbox.readToEnd }];
  const mappedQueues = model.mappings.map((mapping) => mapping.sourceArn.split(':').at(-1));
  const busy = async () => {
    const queues = (await snsSqs.busyQueues()).filter((name) => mappedQueues.includes(name));
    return [...functions.running(), ...scheduler.running(), ...queues];
  };
  const { activity } = functions;
  const atRest = () => untilIdle({ sources, busy, activity, deadlineMilliseconds: idleDeadlineMilliseconds });
  return {
    model,
    apis,
    tokenUrl: tokens.tokenUrl,
    clients: clients.map(({ path, clientId, clientSecret, scopes }) => ({
      path,
      clientId,
      clientSecret,
      scopes,
    })),
    inboxUrl: inboxServer.url,
    database: platform.database,
    functions: model.functions.map(({ path, assetHash }) => ({ path, assetHash })),
    inbox: { messages: inbox.messages },
    clock,
    calls: gateway.calls,
    ...watch.settledWith(atRest),
    stop: stopper.stop,
  };
}
