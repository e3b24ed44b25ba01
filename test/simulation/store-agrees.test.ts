import {
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { createStreamReader } from '../../local/streams/stream-reader.ts';
import { seed } from '../property/arbitraries.ts';
import { firstDisagreement, type Tally } from '../simulator/store/agreement/agreement.ts';
import { anyCommand } from '../simulator/store/agreement/any-command.ts';
import { tableName } from '../simulator/store/agreement/any-item.ts';
import { atTheLimits } from '../simulator/store/agreement/at-the-limits.ts';
import { type Client, inOrder } from '../simulator/store/agreement/send-to-both.ts';
import { differences } from '../simulator/store/differences.ts';
import { isReserved, reservedWords } from '../simulator/store/expressions/reserved-words.ts';
import { createStoreModel } from '../simulator/store/store-model.ts';
import { createTable } from '../support/create-table.ts';

/**
 * The model of DynamoDB against DynamoDB Local: the same commands, one after the
 * other, get the same answers from both, and leave the same table and stream.
 */

const runs = 120;
const settings = {
  endpoint: inject('dynamoDbUrl'),
  region: 'eu-west-2',
  credentials: { accessKeyId: 'storeAgrees', secretAccessKey: 'unused' },
  maxAttempts: 1,
};
const local = new DynamoDBClient(settings);
const database: Client = { send: (command) => local.send(command as never) };
const streams = new DynamoDBStreamsClient(settings);

const aModel = () => createStoreModel({ tableName, now: () => 0 });

/** DynamoDB Local remembers tokens of tables that are gone. */
let tables = 0;
function withOwnTokens(commands: readonly object[]): readonly object[] {
  tables += 1;
  for (const { input } of commands as readonly { readonly input: { ClientRequestToken?: string } }[])
    if (input.ClientRequestToken !== undefined) input.ClientRequestToken += `-${tables}`;
  return commands;
}

/** Does something with an empty table of DynamoDB Local. */
async function onTable<Outcome>(work: (streamArn: string) => Promise<Outcome>): Promise<Outcome> {
  const streamArn = await createTable(local, tableName);
  try {
    return await work(streamArn);
  } finally {
    await local.send(new DeleteTableCommand({ TableName: tableName }));
  }
}

/** The records of a stream by item: in the order of each, since that of a transaction's items says nothing. */
async function recordsOf(streamArn: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const reader = createStreamReader(streams, streamArn, 'TRIM_HORIZON');
  const records: { key: string; eventName: string }[] = [];
  for (let read = await reader.read(); read.length > 0; read = await reader.read())
    for (const { eventName = '', dynamodb } of read)
      records.push({ key: JSON.stringify([dynamodb?.Keys?.pk?.S, dynamodb?.Keys?.sk?.S]), eventName });
  return byKey(records);
}

const byKey = (
  records: readonly { readonly key: string; readonly eventName: string }[],
): ReadonlyMap<string, readonly string[]> => {
  const groups = Map.groupBy(records, ({ key }) => key);
  return new Map([...groups].sort().map(([key, own]) => [key, own.map(({ eventName }) => eventName)]));
};

const everyCommands = fc.array(anyCommand, { minLength: 40, maxLength: 40 }).map(withOwnTokens);

/** What a property says of many commands. Where it fails, the commands that it failed with are not told: they would be pages. */
const checked = (property: (commands: readonly object[]) => Promise<void>) =>
  fc.check(fc.asyncProperty(everyCommands, property), { seed, numRuns: runs, endOnFailure: true });

describe('the model of DynamoDB', () => {
  test('answers every command as DynamoDB Local does, and keeps the same table and stream', async () => {
    const tally: Tally = { outcomes: new Map(), leftOut: 0 };
    let [items, records] = [0, 0];
    const agrees = async (commands: readonly object[]): Promise<void> =>
      onTable(async (streamArn) => {
        const model = aModel();
        expect(await firstDisagreement(commands, { database, model: model.client }, tally)).toBeUndefined();
        const scanned = await local.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
        expect(inOrder(model.items())).toEqual(inOrder(scanned.Items ?? []));
        items += model.items().length;
        const taken = model.takeRecords();
        const own = taken.map(({ pk, sk, eventName }) => ({ key: JSON.stringify([pk, sk]), eventName }));
        expect(byKey(own)).toEqual(await recordsOf(streamArn));
        records += own.length;
      });
    const outcome = await checked(agrees);
    if (outcome.failed) throw outcome.errorInstance;

    const sorted = [...tally.outcomes].sort(([one], [other]) => (one < other ? -1 : 1));
    const compared = sorted.reduce((sum, [, count]) => sum + count, 0);
    console.info(
      `store: ${compared} commands compared, ${tally.leftOut} left out, ${items} items and ${records} records at the end\n${sorted.map(([kind, count]) => `  ${kind}: ${count}`).join('\n')}`,
    );
    expect(compared).toBeGreaterThanOrEqual(4_000);
    expect(tally.leftOut).toBeLessThan(compared / 8);
    expect(items).toBeGreaterThanOrEqual(500);
    expect(records).toBeGreaterThanOrEqual(700);
    for (const [kind, atLeast] of Object.entries(expected))
      expect(tally.outcomes.get(kind) ?? 0, kind).toBeGreaterThanOrEqual(atLeast);
  }, 600_000);

  test('takes as much as DynamoDB Local takes, and no more', async () => {
    const tally: Tally = { outcomes: new Map(), leftOut: 0 };
    await onTable(async () => {
      const model = aModel();
      expect(await firstDisagreement(atTheLimits, { database, model: model.client }, tally)).toBeUndefined();
      expect(model.items().length).toBeGreaterThan(100);
    });
    console.info(`store: ${atTheLimits.length - tally.leftOut} commands at the limits compared`);
    expect(atTheLimits.length - tally.leftOut).toBeGreaterThanOrEqual(30);
  });

  test('refuses the words that DynamoDB Local refuses', async () => {
    const words = [...reservedWords, 'pk', 'version', 'text2', 'tables', 'a'];
    const named = words.map(
      (word) =>
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: 'A' }, sk: { S: '1' } },
          ConsistentRead: true,
          ProjectionExpression: word.toLowerCase(),
        }),
    );
    const tally: Tally = { outcomes: new Map(), leftOut: 0 };
    await onTable(async () => {
      const model = aModel();
      expect(await firstDisagreement(named, { database, model: model.client }, tally)).toBeUndefined();
    });
    expect(Object.fromEntries(tally.outcomes)).toEqual({
      'GetItem: ValidationException': 571,
      'GetItem: done': 5,
    });
    expect(tally.leftOut).toBe(2);
    for (const word of ['convert', 'size']) expect(isReserved(word)).toBe(true);
  });

  test('is found out where it does not look at conditions', async () => {
    const careless = (): Client => {
      const { client } = aModel();
      return {
        send: async (command) => {
          if (!(command instanceof PutItemCommand)) return client.send(command);
          const { TableName, Item, ReturnValues } = command.input;
          return client.send(new PutItemCommand({ TableName, Item, ReturnValues }));
        },
      };
    };
    const agrees = async (commands: readonly object[]): Promise<void> =>
      onTable(async () => {
        const tally: Tally = { outcomes: new Map(), leftOut: 0 };
        expect(await firstDisagreement(commands, { database, model: careless() }, tally)).toBeUndefined();
      });
    const found = await checked(agrees);
    expect(found.failed).toBe(true);
    expect(found.numRuns).toBeLessThan(10);
  }, 120_000);

  test('is known to differ in little', () => {
    expect(differences.length).toBeLessThanOrEqual(10);
    for (const { what, why } of differences) expect(`${what} ${why}`).toMatch(/^.{40,}$/);
  });
});

/** How often each of these has to come out, so that the comparison says something. */
const expected: Readonly<Record<string, number>> = {
  'GetItem: done': 150,
  'BatchGetItem: done': 100,
  'Query: done': 60,
  'Query: ValidationException': 100,
  'Scan: done': 50,
  'PutItem: done': 200,
  'PutItem: ConditionalCheckFailedException': 20,
  'PutItem: ValidationException': 100,
  'UpdateItem: done': 200,
  'UpdateItem: ConditionalCheckFailedException': 40,
  'UpdateItem: ValidationException': 200,
  'DeleteItem: done': 40,
  'DeleteItem: ConditionalCheckFailedException': 20,
  'BatchWriteItem: done': 20,
  'BatchWriteItem: ValidationException': 20,
  'TransactWriteItems: done': 100,
  'TransactWriteItems: refused as invalid': 300,
  'TransactWriteItems: cancelled: ConditionalCheckFailed': 25,
  'TransactWriteItems: cancelled: ConditionalCheckFailed, None': 10,
  'TransactWriteItems: IdempotentParameterMismatchException': 20,
};
