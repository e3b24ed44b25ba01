import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** What a step cost: calls by operation, and capacity units as AWS bills them. */
export type Cost = {
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
};

const Units = z.object({ CapacityUnits: z.number() });
const Consumed = Units.extend({
  Table: Units.optional(),
  GlobalSecondaryIndexes: z.record(z.string(), Units).optional(),
});
/** A batch tells of each table by itself. */
const Answer = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

/** Operations that are billed in write units; all others are reads. */
const writing: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** AWS bills an item of a transaction twice on the table, and once on an index. */
const transactionFactor = 2;

function unitsOf(answer: unknown, factor: number): number {
  const all = [Answer.parse(answer).ConsumedCapacity ?? []].flat();
  return all.reduce((sum, consumed) => {
    const onIndexes = Object.values(consumed.GlobalSecondaryIndexes ?? {});
    const onTable = (consumed.Table ?? consumed).CapacityUnits * factor;
    return sum + onTable + onIndexes.reduce((units, index) => units + index.CapacityUnits, 0);
  }, 0);
}

const Batch = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.unknown()) })) });

/** AWS bills a key that a batch asks for in vain as an item of the smallest size; the emulator does not. */
function keysAskedFor(input: unknown): number {
  const batch = Batch.safeParse(input);
  if (!batch.success) return 0;
  return Object.values(batch.data.RequestItems).reduce((sum, { Keys }) => sum + Keys.length, 0);
}

type Counting = Pick<DynamoDBClient, 'send'> & { readonly taken: () => Cost };

/**
 * A client that counts what it sends; `taken` gives the cost since it was last
 * asked. What the emulator reports of a transaction is not what AWS bills: it
 * adds up the *different* units among its items. So each item of a transaction
 * is also written singly into `mirror`, a table of the same shape, and doubled.
 */
export function countingClient(
  client: DynamoDBClient,
  mirrorClient: DynamoDBClient,
  mirror: string,
): Counting {
  let calls: Record<string, number> = {};
  let readUnits = 0;
  let writeUnits = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      calls = { ...calls, [operation]: (calls[operation] ?? 0) + 1 };
      if (operation === 'TransactWriteItems') {
        // Billed whether or not its conditions hold, so it is counted before it is sent.
        writeUnits += await transactionUnits(
          args.input as TransactWriteItemsCommandInput,
          mirrorClient,
          mirror,
        );
        return next(args);
      }
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      const result = await next(args);
      const units = Math.max(unitsOf(result.output, 1), keysAskedFor(args.input));
      if (writing.has(operation)) writeUnits += units;
      else readUnits += units;
      return result;
    },
    { step: 'initialize', name: 'countCapacity' },
  );
  return {
    send: client.send.bind(client),
    taken: () => {
      const cost = { calls, readUnits, writeUnits };
      [calls, readUnits, writeUnits] = [{}, 0, 0];
      return cost;
    },
  };
}

async function transactionUnits(
  { TransactItems }: TransactWriteItemsCommandInput,
  client: DynamoDBClient,
  mirror: string,
): Promise<number> {
  let units = 0;
  const counted = { TableName: mirror, ReturnConsumedCapacity: 'INDEXES' } as const;
  for (const { Put, Update, Delete, ...other } of TransactItems ?? []) {
    if (Put !== undefined) {
      const single = new PutItemCommand({ ...counted, Item: Put.Item });
      units += unitsOf(await client.send(single), transactionFactor);
    } else if (Update !== undefined) {
      const single = new UpdateItemCommand({ ...Update, ...counted });
      units += unitsOf(await client.send(single), transactionFactor);
    } else if (Delete !== undefined) {
      const single = new DeleteItemCommand({ ...counted, Key: Delete.Key });
      units += unitsOf(await client.send(single), transactionFactor);
    } else {
      throw new Error(`Only puts, updates and deletions are counted, not ${Object.keys(other).join()}.`);
    }
  }
  return units;
}
