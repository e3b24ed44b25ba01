import type { Roster } from '../../../core/alert/roster.ts';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import type { Agenda } from '../kernel/agenda.ts';
import { awsCalls, type CallOptions, type Clients, type Running } from '../kernel/aws-calls.ts';
import { createItemLocks } from '../kernel/item-locks.ts';
import { composedFunctions, type FunctionName } from './composed-functions.ts';

/** What came of an invocation, as the service knows it. */
export type Invoked =
  | { readonly code: 'answered'; readonly answer: unknown }
  | { readonly code: 'threw' | 'timed-out' }
  /** The process is gone: `why` says at which of its calls. */
  | { readonly code: 'died'; readonly why: string };

export type Lambda = {
  readonly invoke: (name: FunctionName, event: unknown) => Promise<Invoked>;
  /** Every process that waits for work ends, as when a release is deployed. */
  readonly retireAll: () => void;
};

export type LambdaOptions = CallOptions & {
  readonly agenda: Agenda;
  readonly roster: Roster;
  readonly bundled: LivePolicy;
  /** By how much clocks are off at most just now, in milliseconds. */
  readonly clockOff: () => number;
  readonly log: (name: FunctionName, line: string) => void;
  readonly ended: (name: FunctionName, invoked: Invoked) => void;
};

/** The functions' timeouts, as lib/ has them; those behind the API have the shortest. */
const timeoutSeconds: Partial<Record<FunctionName, number>> = {
  'examine-family': 60,
  'send-alert': 60,
  sweep: 30,
  'reconcile-roster': 60,
  'reconcile-alerts': 60,
  'watch-mappings': 10,
  'keep-ledger': 10,
  'record-referrals': 29,
};
const usualTimeoutSeconds = 10;

type Handler = (event: unknown, context: { readonly awsRequestId: string }) => Promise<unknown>;

/** A process of one function: it keeps what it remembers from one invocation to the next. */
type Process = { readonly handler: Handler; running: Running | undefined; clients: Clients | undefined };

/**
 * Runs functions as Lambda does: one invocation in a process at a time, a process
 * used again as long as it lives, and gone after a crash or a timeout.
 */
export function createLambda(options: LambdaOptions): Lambda {
  const { agenda, random } = options;
  const locks = createItemLocks();
  const idle = new Map<FunctionName, Process[]>();
  let invocations = 0;

  const begun = (name: FunctionName): Process => {
    const off = random.int(-1_000, 1_000) / 1_000;
    const process: Partial<Process> = {};
    const through = (service: keyof Clients) => ({
      send: (command: object) => (process.clients as Clients)[service].send(command),
    });
    const makers = composedFunctions({
      clients: {
        dynamoDb: through('dynamoDb'),
        sns: through('sns'),
        kms: through('kms'),
        lambda: through('lambda'),
      },
      clock: { now: () => agenda.now() + Math.round(off * options.clockOff()) },
      // A dead process is never woken.
      delay: (milliseconds) => whileAlive(process as Process, agenda.sleep(milliseconds)),
      random: () => random.int(0, 999_999) / 1_000_000,
      write: (line) => options.log(name, line),
      roster: options.roster,
      bundled: options.bundled,
    });
    const handler = makers[name]() as Handler;
    return Object.assign(process, { handler, running: undefined, clients: undefined });
  };

  const invoke = (name: FunctionName, event: unknown): Promise<Invoked> => {
    const process = idle.get(name)?.pop() ?? begun(name);
    const invocation = ++invocations;
    const { promise, resolve } = Promise.withResolvers<Invoked>();
    let isOver = false;
    const end = (invoked: Invoked): void => {
      if (isOver) return;
      isOver = true;
      if (invoked.code === 'answered' || invoked.code === 'threw')
        idle.set(name, [...(idle.get(name) ?? []), process]);
      options.ended(name, invoked);
      resolve(invoked);
    };
    const running: Running = {
      functionName: name,
      invocation,
      isAlive: () => !isOver,
      die: (why) => end({ code: 'died', why }),
    };
    process.running = running;
    process.clients = awsCalls(options, locks, running);
    const timeout = (timeoutSeconds[name] ?? usualTimeoutSeconds) * 1_000;
    agenda.later(timeout, () => end({ code: 'timed-out' }));
    const context = { awsRequestId: `invocation-${invocation}` };
    process.handler(event, context).then(
      (answer) => end({ code: 'answered', answer }),
      () => end({ code: 'threw' }),
    );
    return promise;
  };

  return { invoke, retireAll: () => idle.clear() };
}

/** Never comes back where the invocation that waits is over by then. */
function whileAlive(process: Process, sleep: Promise<void>): Promise<void> {
  const waiting = process.running;
  return sleep.then(() => (waiting?.isAlive() === true ? undefined : new Promise<never>(() => undefined)));
}
