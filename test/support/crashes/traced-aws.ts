import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import { kindsIn } from './key-kinds.ts';

/** One call of a function to AWS, in the order in which they were made. */
export type TracedCall = {
  /** Which function, and which of all invocations. */
  readonly functionName: string;
  readonly invocation: number;
  /** The command and what it is about, without any id. */
  readonly name: string;
  /** Whom a message that is published here is for, and the notices it tells of, as `<alert id>#<sequence>`. */
  readonly tells?: { readonly people: readonly string[]; readonly notices: readonly string[] };
  /** The notice that is marked as sent here. */
  readonly marks?: string;
};

/** Where a function dies: at which call of the trace, and whether that call still takes effect. */
export type CrashPoint = { readonly at: number; readonly when: 'before' | 'after' };

export type Client = { readonly send: (command: object) => Promise<unknown> };
export type Clients = { readonly dynamoDb: Client; readonly sns: Client; readonly kms: Client };

/** The clients of one invocation, and a promise that resolves when it dies. */
export type Invocation = { readonly clients: Clients; readonly died: Promise<'died'> };

/** Of a process that is gone nothing is heard any more: neither an answer nor an error, and no `finally` runs. */
const nothingMore = new Promise<never>(() => undefined);

/**
 * Writes down every call that functions make, after those that were made before, and lets one die at one of them:
 * that call and all later ones of its invocation never come back. The calls
 * of one invocation are made one after the other, so that the trace is the
 * same each time.
 */
export function traceCalls(
  services: Clients,
  {
    before,
    crash,
    onCall,
  }: { before: readonly TracedCall[]; crash?: CrashPoint | undefined; onCall: () => void },
) {
  const trace: TracedCall[] = [...before];
  let invocations = Math.max(-1, ...before.map(({ invocation }) => invocation)) + 1;
  let reached = false;

  const begin = (functionName: string): Invocation => {
    const invocation = invocations++;
    const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
    let last: Promise<unknown> = Promise.resolve();
    const made = async (service: Client, command: object): Promise<unknown> => {
      const at = trace.push({ functionName, invocation, ...described(command) }) - 1;
      const isHere = crash?.at === at;
      if (isHere) reached = true;
      if (isHere && crash.when === 'before') {
        die('died');
        return nothingMore;
      }
      onCall();
      const [outcome] = await Promise.allSettled([service.send(command)]);
      if (isHere) {
        die('died');
        return nothingMore;
      }
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    };
    const over = (service: Client): Client => ({
      send: (command) => {
        const answer = last.then(() => made(service, command));
        last = answer.catch(() => undefined);
        return answer;
      },
    });
    const { dynamoDb, sns, kms } = services;
    return { clients: { dynamoDb: over(dynamoDb), sns: over(sns), kms: over(kms) }, died };
  };

  return { begin, trace: trace as readonly TracedCall[], wasReached: () => reached };
}

function described(command: object): Pick<TracedCall, 'name' | 'tells' | 'marks'> {
  const action = command.constructor.name.replace(/Command$/, '');
  if (command instanceof PublishCommand) {
    const { recipients, notices } = command.input.MessageAttributes ?? {};
    const tells = {
      people: JSON.parse(recipients!.StringValue!),
      notices: JSON.parse(notices!.StringValue!),
    };
    return { name: action, tells };
  }
  const { input } = command as { readonly input: object };
  if (!('TableName' in input || 'TransactItems' in input || 'RequestItems' in input)) return { name: action };
  const name = `${action} ${kindsIn(input as Parameters<typeof kindsIn>[0]).join(' ')}`;
  const marks = command instanceof TransactWriteItemsCommand ? markedIn(command) : undefined;
  return marks === undefined ? { name } : { name, marks };
}

/** A notice is marked as sent together with the row of the ledger that waits for it. */
function markedIn({ input: { TransactItems = [] } }: TransactWriteItemsCommand): string | undefined {
  const row = TransactItems.find(
    ({ Update }) => Update?.ExpressionAttributeValues?.[':sentAt'] !== undefined,
  );
  const { pk, sk } = row?.Update?.Key ?? {};
  return pk === undefined ? undefined : `${pk.S?.slice('AL#'.length)}#${Number(sk?.S?.slice('L#'.length))}`;
}

/** A crash point in words: which function, at which call, and on which side of it. */
export const nameOf = ({ functionName, name }: TracedCall, when: CrashPoint['when']): string =>
  `${functionName}, ${when} ${name}`;
