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
    if (Put === undefined) return JSON.stringify((Update ?? Delete ?? ConditionCheck)?.Key);
    const { pk, sk } = Put.Item ?? {};
    return JSON.stringify({ pk, sk });
  });

/** Whether a key is one that items of the table can have; none here is so long that it is not. */
const isKey = (text: string): boolean =>
  /^\{"pk":\{"S":"[^"]{1,1000}"\},"sk":\{"S":"[^"]{1,1000}"\}\}$/.test(text);

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
    what: 'A transaction with a key that no item can have is refused before its token is looked at.',
    why: 'DynamoDB Local looks at the token first.',
    right: 'both: AWS promises neither',
    leavesOut: (command) =>
      command instanceof TransactWriteItemsCommand &&
      command.input.ClientRequestToken !== undefined &&
      !keysOf(command).every(isKey),
  },
  {
    what: 'A transaction with an update that its item does not allow is cancelled, with ValidationError as the reason.',
    why: 'DynamoDB Local answers ValidationException for most of these, and ValidationError for keys that the model refuses as such.',
    right: 'the model, as AWS documents it',
    takes: (command, outcome) =>
      command instanceof TransactWriteItemsCommand && /ValidationE/.test(outcome.kind)
        ? { kind: 'refused as invalid', told: {} }
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
