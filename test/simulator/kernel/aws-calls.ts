import {
  DeleteItemCommand,
  PutItemCommand,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Random } from '../story/random.ts';
import type { Agenda } from './agenda.ts';
import type { ItemLocks } from './item-locks.ts';

export type Client = { readonly send: (command: object) => Promise<unknown> };
export type ServiceName = 'dynamoDb' | 'sns' | 'kms' | 'lambda';
export type Clients = Readonly<Record<ServiceName, Client>>;

/** Each service as it answers at once: the output, or an exception of the SDK. */
export type Services = Readonly<Record<ServiceName, (command: object) => object>>;

/** A running invocation, as far as its calls are concerned. Nothing comes back to one that has died. */
export type Running = {
  readonly functionName: string;
  readonly invocation: number;
  readonly isAlive: () => boolean;
  readonly die: (why: string) => void;
};

/** What becomes of one attempt at a call. */
export type Fate =
  | 'served'
  | 'throttled'
  | 'failed'
  /** It never arrives: the caller waits until its patience ends. */
  | 'request-lost'
  /** It takes effect, and the caller waits until its patience ends. */
  | 'answer-lost'
  | 'dies-before'
  | 'dies-after';

/** One attempt at a call, as whoever decides its fate sees it. */
export type Attempt = {
  readonly service: ServiceName;
  readonly command: string;
  readonly functionName: string;
};

export type CallOptions = {
  readonly agenda: Agenda;
  readonly services: Services;
  readonly random: Random;
  readonly fateOf: (attempt: Attempt) => Fate;
  /** How long a call takes, in milliseconds. */
  readonly takes: (attempt: Attempt) => number;
  /** Told of every attempt that took effect or failed, once it is decided. */
  readonly note: (attempt: Attempt, fate: Fate | 'conflict') => void;
};

/** As `clientSettings` has it: so often the SDK tries, and so long it waits for an answer. */
const mostAttempts = 3;
const requestMilliseconds = 3_000;
/** The SDK waits a random time whose bound doubles ("Retry behavior" in the AWS SDKs and Tools Reference Guide). */
const firstBackoffMilliseconds = 100;
/** How often two that write one item at the same time are found to: DynamoDB lets many a close call through. */
const conflictChance = 0.5;

/**
 * The clients of one invocation. A call takes effect at some instant between
 * being sent and being answered; the SDK's own retries are made as its
 * documentation says, a transaction with the same token each time.
 */
export function awsCalls(options: CallOptions, locks: ItemLocks, running: Running): Clients {
  let calls = 0;
  const over = (service: ServiceName): Client => ({
    send: (sent) => {
      calls += 1;
      const command = withToken(sent, `${running.functionName}-${running.invocation}-${calls}`);
      return new Promise((resolve, reject) => {
        attempt({ ...options, locks, running, service, command, resolve, reject }, 1);
      });
    },
  });
  return { dynamoDb: over('dynamoDb'), sns: over('sns'), kms: over('kms'), lambda: over('lambda') };
}

type Call = CallOptions & {
  readonly locks: ItemLocks;
  readonly running: Running;
  readonly service: ServiceName;
  readonly command: object;
  readonly resolve: (output: object) => void;
  readonly reject: (error: unknown) => void;
};

function attempt(call: Call, number: number): void {
  const { agenda, running, service, command, random } = call;
  if (!running.isAlive()) return;
  const about: Attempt = {
    service,
    command: command.constructor.name.replace(/Command$/, ''),
    functionName: running.functionName,
  };
  const fate = call.fateOf(about);
  const takes = call.takes(about);
  const again = (error: Error): void => {
    if (number === mostAttempts) {
      call.reject(error);
      return;
    }
    const backoff = random.int(0, firstBackoffMilliseconds * 2 ** (number - 1));
    agenda.later(backoff, () => attempt(call, number + 1));
  };
  switch (fate) {
    case 'dies-before':
      call.note(about, fate);
      running.die(`before ${about.command}`);
      return;
    case 'throttled':
    case 'failed':
      call.note(about, fate);
      agenda.later(takes, () => again(fate === 'throttled' ? throttled() : new Error('The service failed.')));
      return;
    case 'request-lost':
      call.note(about, fate);
      agenda.later(requestMilliseconds, () => again(timedOut()));
      return;
    default:
      serve(call, about, { fate, takes, again });
  }
}

type Serving = {
  readonly fate: 'served' | 'answer-lost' | 'dies-after';
  readonly takes: number;
  readonly again: (error: Error) => void;
};

/** The call takes effect in the middle of the time it takes; what it writes is locked from its beginning to its end. */
function serve(call: Call, about: Attempt, { fate, takes, again }: Serving): void {
  const { agenda, running, random, locks, command } = call;
  const keys = keysWritten(command);
  const isTransaction = command instanceof TransactWriteItemsCommand;
  const met = locks.met(keys, isTransaction);
  const release = locks.hold(keys, isTransaction);
  const isConflict = met.length > 0 && random.chance(conflictChance);
  agenda.later(takes / 2, () => {
    const outcome = isConflict ? conflict(isTransaction, keys, met) : effect(call);
    call.note(about, isConflict ? 'conflict' : fate);
    if (fate === 'dies-after' && running.isAlive()) {
      release();
      running.die(`after ${about.command}`);
      return;
    }
    const until = fate === 'answer-lost' ? requestMilliseconds : takes / 2;
    agenda.later(takes / 2, release);
    agenda.later(until, () => {
      if (!running.isAlive()) return;
      if (fate === 'answer-lost') again(timedOut());
      else if ('error' in outcome) call.reject(outcome.error);
      else call.resolve(outcome.output);
    });
  });
}

type Outcome = { readonly output: object } | { readonly error: unknown };

function effect({ services, service, command }: Call): Outcome {
  try {
    return { output: services[service](command) };
  } catch (error) {
    return { error };
  }
}

function conflict(isTransaction: boolean, keys: readonly string[], met: readonly string[]): Outcome {
  const message = 'Transaction is ongoing for the item';
  if (!isTransaction) return { error: new TransactionConflictException({ message, $metadata: {} }) };
  return {
    error: new TransactionCanceledException({
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
      CancellationReasons: keys.map((key) =>
        met.includes(key) ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
      ),
      $metadata: {},
    }),
  };
}

const throttled = (): Error =>
  new ThrottlingException({ message: 'Throughput exceeds the current capacity.', $metadata: {} });

const timedOut = (): Error => Object.assign(new Error('The request timed out.'), { name: 'TimeoutError' });

/** A transaction has a token, which the SDK makes once for all attempts. */
const withToken = (command: object, token: string): object =>
  command instanceof TransactWriteItemsCommand
    ? new TransactWriteItemsCommand({ ClientRequestToken: token.slice(-36), ...command.input })
    : command;

type Key = { readonly pk?: { readonly S?: string }; readonly sk?: { readonly S?: string } };

const nameOf = (key: object | undefined): string => {
  const { pk, sk } = (key ?? {}) as Key;
  return `${pk?.S ?? ''}/${sk?.S ?? ''}`;
};

/** The items that a command writes, in the order of a transaction's. */
function keysWritten(command: object): readonly string[] {
  if (command instanceof PutItemCommand) return [nameOf(command.input.Item)];
  if (command instanceof UpdateItemCommand || command instanceof DeleteItemCommand)
    return [nameOf(command.input.Key)];
  if (!(command instanceof TransactWriteItemsCommand)) return [];
  return (command.input.TransactItems ?? []).map(({ Put, Update, Delete, ConditionCheck }) =>
    nameOf(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key),
  );
}
