import type { AssemblyModel, LocalFunction } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';
import { nodeCommand } from '../node-command.ts';
import { type AssetCopies, copyAssets } from './asset-copies.ts';
import { bundleRuntime } from './bundled-runtime.ts';
import { createCredentials, type FunctionCredentials } from './credentials.ts';
import { environmentOf, identityOf } from './function-environment.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { type FunctionProcess, startFunctionProcess } from './function-process.ts';
import type { EndedInvocation, InvocationOutcome } from './messages.ts';

/** Enough to see functions run side by side without filling the machine's memory. */
const maximumProcessesPerFunction = 4;

/** One line that a function wrote. */
export type FunctionLog = { readonly functionPath: string; readonly line: string };

export type FunctionRunner = {
  /** Runs one event; an error of the function is a value. Throws an Error on an unknown function. */
  invoke(functionArn: string, event: unknown): Promise<InvocationOutcome>;
  /** Construct paths of functions that are running now, once per invocation. */
  running(): readonly string[];
  /** How many invocations have begun and ended so far; the same number twice means that nothing happened between. */
  activity(): number;
  /** Kills the process that has this session token; its invocation ends as an error. */
  endSandbox(sessionToken: string): void;
  stop(): Promise<void>;
};

export type FunctionRunnerOptions = {
  readonly model: AssemblyModel;
  readonly gatewayUrl: string;
  readonly credentials: ReadonlyMap<string, FunctionCredentials>;
  readonly clock: LocalClock;
  /** Puts addresses of this machine in place of those of AWS; asked when a process starts. */
  readonly localize: (text: string) => string;
  /** Whether the function's role may write to its log group; asked once per process. */
  readonly mayWriteLogs: (fn: LocalFunction) => boolean;
  readonly onLog: (log: FunctionLog) => void;
  /** Told of each invocation that has ended. */
  readonly onInvoked?: (invocation: EndedInvocation) => void;
};

/** Prepares every function of the assembly; a process starts when its function is first invoked. */
export async function createFunctionRunner(options: FunctionRunnerOptions): Promise<FunctionRunner> {
  const nodePath = await nodeCommand();
  const copies = await copyAssets(options.model.functions);
  const runtime = await bundleRuntime(copies.root);
  const sandboxes = new Map<string, FunctionProcess>();
  const started = { copies, nodePath, runtime, sandboxes };
  const pools = new Map(
    options.model.functions.map((fn) => [fn.arn, { fn, pool: createPool(options, started, fn) }]),
  );
  options.clock.onMove(() => {
    for (const { pool } of pools.values()) pool.clockMoved();
  });
  const running: string[] = [];
  let activity = 0;
  return {
    async invoke(functionArn, event) {
      const found = pools.get(functionArn);
      if (found === undefined) throw new Error(`No function of the assembly has the arn ${functionArn}.`);
      activity += 1;
      running.push(found.fn.path);
      const begun = performance.now();
      try {
        const outcome = await found.pool.invoke(event);
        const milliseconds = performance.now() - begun;
        options.onInvoked?.({ functionArn, ok: outcome.ok, milliseconds });
        return outcome;
      } finally {
        running.splice(running.indexOf(found.fn.path), 1);
        activity += 1;
      }
    },
    running: () => [...running],
    activity: () => activity,
    endSandbox: (sessionToken) => sandboxes.get(sessionToken)?.kill(),
    async stop() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.stop()));
      await copies.remove();
    },
  };
}

type Started = {
  readonly copies: AssetCopies;
  readonly nodePath: string;
  readonly runtime: string;
  /** By session token. */
  readonly sandboxes: Map<string, FunctionProcess>;
};

function createPool(
  options: FunctionRunnerOptions,
  { copies, nodePath, runtime, sandboxes }: Started,
  fn: LocalFunction,
): FunctionPool {
  const credentials = options.credentials.get(fn.arn);
  if (credentials === undefined) throw new Error(`${fn.path} has no credentials.`);
  const { gatewayUrl, model, localize } = options;
  const place = { fn, region: model.region, gatewayUrl, localize, taskRoot: copies.folderOf(fn) };
  const start = () => {
    const identity = identityOf(fn);
    // The session is the process's own, as that of an execution environment is: it tells them apart.
    const { sessionToken } = createCredentials();
    const process = startFunctionProcess({
      nodePath,
      runtime,
      environment: environmentOf({ ...place, credentials: { ...credentials, sessionToken } }, identity),
      timeoutMilliseconds: fn.timeoutSeconds * 1_000,
      identity,
      clockOffsetMilliseconds: options.clock.offsetMilliseconds,
      onLine: createLogWriter(options, fn),
    });
    sandboxes.set(sessionToken, process);
    return process;
  };
  return createFunctionPool(start, maximumProcessesPerFunction);
}

/**
 * Passes lines on where the role may write them, and drops them where it may
 * not, as Lambda does. A process opens its log stream at its first line, so the
 * role is asked then.
 */
function createLogWriter(options: FunctionRunnerOptions, fn: LocalFunction): (line: string) => void {
  let mayWrite: boolean | undefined;
  return (line) => {
    mayWrite ??= options.mayWriteLogs(fn);
    if (mayWrite) options.onLog({ functionPath: fn.path, line });
  };
}
