import { BatchGetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoDbPendingNotices } from '../../functions/adapters/dynamodb/dynamodb-pending-notices.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type ContractStore, contractStores, dynamoDbStore, testTables } from '../support/contract-stores.ts';
import { undoneWork } from '../support/undone-work.ts';

const at = Date.parse('2026-11-02T10:00:00Z');
/** A notice that was wanted then is due two minutes later. */
const dueBy = at + 120_000;
const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;

/** Raises alerts, each with a notice that was wanted so many seconds after 10:00. */
async function raise({ alerts }: ContractStore, given: Readonly<Record<string, number>>) {
  for (const [alertId, seconds] of Object.entries(given)) {
    const alert = anAlert({ alertId, familyId: alertId });
    const wantedAt = new Date(at + seconds * 1_000).toISOString();
    await alerts.advance({ ...alert, pendingNotice: { ...alert.pendingNotice!, wantedAt } }, [], raised);
  }
}

const idsOf = (alerts: readonly { readonly alertId: string }[]) => alerts.map(({ alertId }) => alertId);

describe.each(contractStores('pendingNotices'))('what is still to be told, on $name', ({ create }) => {
  test('is found by when it is due, what has waited longest first', async () => {
    const store = await create();
    await raise(store, { B: -10, A: 0, C: 1 });
    expect(idsOf(await store.pending.alerts([], dueBy, 10))).toEqual(['B', 'A']);
    expect(idsOf(await store.pending.alerts([], dueBy + 1_000, 10))).toEqual(['B', 'A', 'C']);
    const [alert] = await store.pending.alerts([], dueBy, 10);
    expect(alert).toEqual(await store.alerts.alert('B'));
  });

  test('is found of what is named first, whenever that is due, and each once', async () => {
    const store = await create();
    await raise(store, { A: -10, B: 0, LATER: 3_600 });
    expect(idsOf(await store.pending.alerts(['LATER', 'B'], dueBy, 10))).toEqual(['LATER', 'B', 'A']);
  });

  test('is no more than is looked at', async () => {
    const store = await create();
    await raise(store, { A: -10, B: -9, C: -8 });
    expect(idsOf(await store.pending.alerts(['C'], dueBy, 2))).toEqual(['C', 'A']);
  });

  test('is nothing that has been sent, or is not there', async () => {
    const store = await create();
    await raise(store, { A: 0, B: 0 });
    const alert = (await store.alerts.alert('A'))!;
    const sent = asSent(alert, '2026-11-02T10:00:01.000Z');
    await store.alerts.advance(sent, ['raised'], { ...raised, event: 'sent' });
    expect(idsOf(await store.pending.alerts(['A', 'NOWHERE'], dueBy, 10))).toEqual(['B']);
  });

  test('is also what the sweep has brought and made due later', async () => {
    const store = await create();
    await raise(store, { A: 0 });
    const [item] = undoneWork(await store.due.dueBy(dueBy));
    await store.due.bring(item!, dueBy, dueBy + 300_000);
    expect(await store.pending.alerts([], dueBy, 10)).toEqual([]);
    expect(idsOf(await store.pending.alerts([], dueBy + 300_000, 10))).toEqual(['A']);
  });

  test('is nothing else that is due', async () => {
    const store = await create();
    await store.due.noteFailure('timeline-1', at, at);
    await store.due.keepNextExamination('timeline-2', at);
    expect(await store.pending.alerts([], dueBy, 10)).toEqual([]);
  });
});

describe.each(testTables('pending'))('what is still to be told, on a table of $name', ({ create }) => {
  test('is read strongly consistent and a hundred at a time, wherever the index has it', async () => {
    const table = await create();
    const store = dynamoDbStore(table);
    const alertIds = Array.from({ length: 230 }, (_, index) => `ALERT${index}`);
    await raise(store, Object.fromEntries(alertIds.map((alertId) => [alertId, 0])));
    const before = table.sent.length;
    const found = await store.pending.alerts([], dueBy, 1_000);
    expect(idsOf(found).sort()).toEqual([...alertIds].sort());
    const sent = table.sent.slice(before);
    const queries = sent.filter((command) => command instanceof QueryCommand);
    expect(queries.map(({ input }) => input.ExpressionAttributeValues?.[':shard']?.S)).toEqual([
      'due#0',
      'due#1',
      'due#2',
      'due#3',
    ]);
    const reads = sent
      .filter((command) => command instanceof BatchGetItemCommand)
      .map(({ input }) => input.RequestItems?.[table.name]);
    expect(reads.map((read) => read?.Keys?.length)).toEqual([100, 100, 30]);
    expect(reads.map((read) => read?.ConsistentRead)).toEqual([true, true, true]);
  });

  test('goes on over the pages of the index until there are as many as are looked at', async () => {
    const pages = [
      { Items: [marshall({ pk: 'AL#1', sk: 'ALERT', dueAt: '1' })], LastEvaluatedKey: { pk: { S: '1' } } },
      { Items: [marshall({ pk: 'AL#2', sk: 'L#1', dueAt: '2' })], LastEvaluatedKey: { pk: { S: '2' } } },
      { Items: [marshall({ pk: 'AL#3', sk: 'ALERT', dueAt: '3' })], LastEvaluatedKey: { pk: { S: '3' } } },
    ];
    const asked: unknown[] = [];
    const client = {
      send: async (command: object) => {
        if (command instanceof QueryCommand) {
          if (command.input.ExpressionAttributeValues?.[':shard']?.S !== 'due#0') return {};
          asked.push(command.input.ExclusiveStartKey);
          return pages[asked.length - 1];
        }
        const { Keys } = (command as BatchGetItemCommand).input.RequestItems!.tideline!;
        expect(Keys).toEqual([marshall({ pk: 'AL#1', sk: 'ALERT' }), marshall({ pk: 'AL#3', sk: 'ALERT' })]);
        return {};
      },
    };
    const retry = { attempts: 1, delay: async () => undefined, random: () => 0 };
    const pending = dynamoDbPendingNotices({ client: client as never, name: 'tideline', retry });
    expect(await pending.alerts([], dueBy, 2)).toEqual([]);
    expect(asked).toEqual([undefined, { pk: { S: '1' } }, { pk: { S: '2' } }]);
  });

  test('is all but an alert that cannot be read', async () => {
    const table = await create();
    const store = dynamoDbStore(table);
    await raise(store, { A: 0 });
    const Item = marshall({
      ...{ pk: 'AL#POISON', sk: 'ALERT', schema: 2 },
      ...{ dueShard: 'due#0', dueAt: '2026-11-02T10:00:00.000Z' },
    });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    expect(idsOf(await store.pending.alerts([], dueBy, 10))).toEqual(['A']);
  });
});
