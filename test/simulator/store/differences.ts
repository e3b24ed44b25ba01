import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Outcome } from './agreement/send-to-both.ts';

/** Something in which the model and DynamoDB Local are known to differ, and what the comparison of both does about it. */
export type Difference = {
  readonly what: string;
  readonly why: string;
  readonly right: 'the model, as AWS documents it' | 'both: AWS promises neither';
  /** Commands that are not sent, since both would go on from different tables. */
  readonly leavesOut?: (command: object) => boolean;
  /** What an outcome is taken for. */
  readonly takes?: (command: object, outcome: Outcome) => Outcome;
  /** Outcomes that differ, and change nothing on either side. */
  readonly isSame?: (command: object, database: Outcome, model: Outcome) => boolean;
};

/** The expressions of a command and of the parts of a transaction. */
function textsOf(input: object): readonly string[] {
  return Object.entries(input).flatMap(([name, value]): readonly string[] => {
    if (typeof value === 'string') return name.endsWith('Expression') ? [value] : [];
    return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
      ? textsOf(value)
      : [];
  });
}

/** The keys that a transaction names, as JSON. */
const keysOf = ({ input }: TransactWriteItemsCommand): readonly string[] =>
  (input.TransactItems ?? []).map(({ Put, Update, Delete, ConditionCheck }) => {
    const { pk, sk } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
    return JSON.stringify({ pk, sk });
  });

/** What is taken of a transaction that is refused for what it asks. */
const refused = 'refused as invalid';

export const differences: readonly Difference[] = [
  {
    what: 'CONVERT and SIZE are reserved words, and name no attribute.',
    why: 'DynamoDB Local does not have them on its list; AWS has.',
    right: 'the model, as AWS documents it',
    leavesOut: (command) =>
      textsOf((command as { readonly input: object }).input).some((text) =>
        /(?<![#:\w])(?:convert|size)\b(?!\s*\()/i.test(text),
      ),
  },
  {
    what: 'A transaction that names an item twice is refused before any condition is looked at.',
    why: 'DynamoDB Local looks at conditions first, and cancels it where one does not hold.',
    right: 'the model, as AWS documents it',
    leavesOut: (command) => {
      if (!(command instanceof TransactWriteItemsCommand)) return false;
      const keys = keysOf(command);
      return new Set(keys).size < keys.length;
    },
  },
  {
    what: 'What is wrong with a transaction, whatever the table holds, is said before its token is looked at.',
    why: 'DynamoDB Local looks at the token before some of it.',
    right: 'both: AWS promises neither',
    isSame: (command, database, model) =>
      command instanceof TransactWriteItemsCommand &&
      command.input.ClientRequestToken !== undefined &&
      database.kind === 'IdempotentParameterMismatchException' &&
      model.kind === refused,
  },
  {
    what: 'A transaction with an update that its item does not allow is cancelled, with ValidationError as the reason.',
    why: 'DynamoDB Local answers ValidationException for most of these, and ValidationError for keys that the model refuses as such.',
    right: 'the model, as AWS documents it',
    takes: (command, outcome) =>
      command instanceof TransactWriteItemsCommand && /ValidationE/.test(outcome.kind)
        ? { kind: refused, told: {} }
        : outcome,
  },
  {
    what: 'A number comes back in one way of writing, however it was sent.',
    why: 'DynamoDB Local gives back what an update expression brought as it was sent.',
    right: 'the model, as AWS documents it',
  },
  {
    what: 'A scan, and items of an index that have one sort key, come in an order that says nothing.',
    why: 'AWS promises none, so the model has one of its own: code that rests on the order of DynamoDB Local fails here.',
    right: 'both: AWS promises neither',
  },
  {
    what: 'A page that is full says that there is more, though there may be nothing more.',
    why: 'DynamoDB Local says so too, but not where a query ends at its own bound. AWS promises neither.',
    right: 'both: AWS promises neither',
  },
  {
    what: 'An index, and a read that is not strongly consistent, can show a write later.',
    why: 'DynamoDB Local shows each at once. The comparison reads strongly consistent, and lets the model show everything at once.',
    right: 'the model, as AWS documents it',
  },
  {
    what: 'A record of the stream tells the second in which the item changed.',
    why: 'DynamoDB Local tells the minute.',
    right: 'the model, as AWS documents it',
  },
  {
    what: 'Nothing tells of consumed capacity that was not asked for.',
    why: 'DynamoDB Local tells of it where a delete finds nothing.',
    right: 'the model, as AWS documents it',
  },
];

export const isLeftOut = (command: object): boolean =>
  differences.some(({ leavesOut }) => leavesOut?.(command) === true);

/** An outcome, without what is known to differ. */
export const takenFor = (command: object, outcome: Outcome): Outcome =>
  differences.reduce((taken, { takes }) => takes?.(command, taken) ?? taken, outcome);

/** Whether two outcomes are the same, or differ as is known. */
export const isSame = (command: object, database: Outcome, model: Outcome): boolean =>
  JSON.stringify(database) === JSON.stringify(model) ||
  differences.some((difference) => difference.isSame?.(command, database, model) === true);
