import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { endChild } from '../end-child.ts';
import type { FromFunction, FunctionIdentity, InvocationOutcome, ToFunction } from './messages.ts';

export type FunctionProcess = {
  /** Runs one event to its end. One at a time: the caller waits before the next. */
  invoke(event: unknown): Promise<InvocationOutcome>;
  clockMoved(): void;
  /** False once the process has ended or timed out; it is of no further use then. */
  isUsable(): boolean;
  /** Ends it at once, as a sandbox that dies; an invocation in it ends as an error. */
  kill(): void;
  stop(): Promise<void>;
};

export type FunctionProcessOptions = {
  readonly nodePath: string;
  /** What runs in the process, as a file of JavaScript. */
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly identity: FunctionIdentity;
  readonly clockOffsetMilliseconds: () => number;
  readonly onLine: (line: string) => void;
};

/** Lambda gives a function ten seconds to load before its own time begins. */
const loadDeadlineMilliseconds = 10_000;

/** Starts the process of one function. The handler is loaded when the first event arrives. */
export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  const child = fork(options.runtime, [], {
    execPath: options.nodePath,
    execArgv: [],
    env: options.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`Runtime exited with ${signal ?? `code ${code}`}`));
  });
  forwardLines(child.stdout, options.onLine);
  forwardLines(child.stderr, options.onLine);
  return {
    invoke: (event) => invoke(child, ended, options, event),
    clockMoved: () =>
      send(child, { kind: 'clock', clockOffsetMilliseconds: options.clockOffsetMilliseconds() }),
    isUsable: () => child.connected && !child.killed && child.exitCode === null && child.signalCode === null,
    kill: () => void child.kill('SIGKILL'),
    stop: () => endChild(child),
  };
}

async function invoke(
  child: ChildProcess,
  ended: Promise<string>,
  options: FunctionProcessOptions,
  event: unknown,
): Promise<InvocationOutcome> {
  const requestId = randomUUID();
  const timeout = startTimeout(loadDeadlineMilliseconds);
  const answered = answerTo(child, requestId, () => timeout.restart(options.timeoutMilliseconds));
  const exited = ended.then((errorMessage) => functionError('Runtime.ExitError', errorMessage));
  send(child, {
    kind: 'invoke',
    requestId,
    event: JSON.stringify(event),
    clockOffsetMilliseconds: options.clockOffsetMilliseconds(),
    timeoutMilliseconds: options.timeoutMilliseconds,
    context: options.identity,
  });
  const outcome = await Promise.race([answered.outcome, exited, timeout.outcome]);
  answered.stopListening();
  timeout.cancel();
  // Lambda throws the environment away after a timeout, whatever was running in it.
  if (timeout.hasPassed()) child.kill('SIGKILL');
  return outcome;
}

function answerTo(child: ChildProcess, requestId: string, onBegun: () => void) {
  const { promise: outcome, resolve } = Promise.withResolvers<InvocationOutcome>();
  const listener = (message: unknown) => {
    const answer = message as FromFunction;
    if (answer.requestId !== requestId) return;
    if (answer.kind === 'begun') onBegun();
    else if (answer.kind === 'result') resolve({ ok: true, value: JSON.parse(answer.payload) });
    else resolve(functionError(answer.errorType, answer.errorMessage));
  };
  child.on('message', listener);
  return { outcome, stopListening: () => void child.off('message', listener) };
}

function startTimeout(milliseconds: number) {
  const { promise: outcome, resolve } = Promise.withResolvers<InvocationOutcome>();
  let hasPassed = false;
  const start = (limit: number) =>
    setTimeout(() => {
      hasPassed = true;
      resolve(
        functionError('Sandbox.Timedout', `Task timed out after ${(limit / 1_000).toFixed(2)} seconds`),
      );
    }, limit);
  let timer = start(milliseconds);
  const cancel = () => clearTimeout(timer);
  const restart = (limit: number) => {
    cancel();
    timer = start(limit);
  };
  return { outcome, restart, cancel, hasPassed: () => hasPassed };
}

/** A message to a process that has just ended is lost; its end is reported through the exit. */
function send(child: ChildProcess, message: ToFunction): void {
  if (child.connected) child.send(message, () => undefined);
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

function functionError(errorType: string, errorMessage: string): InvocationOutcome {
  return { ok: false, error: { code: 'function-error', errorType, errorMessage } };
}
