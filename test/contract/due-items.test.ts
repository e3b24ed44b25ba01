import {
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { sweep } from '../../core/usecases/sweep.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { examineTimeline } from '../../functions/stream/examine-timeline.ts';
import { streamHandler } from '../../functions/stream/stream-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { type TestTable, testTables } from '../support/contract-stores.ts';
import { undoneWork } from '../support/undone-work.ts';

const at = Date.parse('2026-11-02T10:00:00Z');

const failedItem = async (table: TestTable): Promise<Record<string, unknown> | undefined> =>
  (await table.items()).find(({ sk }) => sk === 'S#FAILED');

describe.each(testTables('dueItems'))('the items of due work on $name', ({ create }) => {
  test('are a failure in the index and a mark beside it, and nothing is ever deleted', async () => {
    const table = await create();
    const due = dynamoDbDueWork(table);
    await due.noteFailure('timeline-1', at, at + 120_000);
    expect(await failedItem(table)).toEqual({
      pk: 'TL#timeline-1',
      sk: 'S#FAILED',
      schema: 1,
      dueShard: expect.stringMatching(/^due#[0-3]$/),
      dueAt: '2026-11-02T10:02:00.000Z',
      firstFailedAt: '2026-11-02T10:00:00.000Z',
      attempts: 1,
    });
    const [item] = undoneWork(await due.dueBy(at + 120_000));
    if (item !== undefined) await due.bring(item, at + 120_000, at + 420_000);
    expect((await table.items()).find(({ sk }) => sk === 'S#REEXAMINE')).toEqual({
      pk: 'TL#timeline-1',
      sk: 'S#REEXAMINE',
      schema: 1,
      markedAt: '2026-11-02T10:02:00.000Z',
      marks: 1,
    });
    await due.clearFailure('timeline-1');
    expect(await failedItem(table)).toEqual({ pk: 'TL#timeline-1', sk: 'S#FAILED', schema: 1 });
    const writes = table.sent
      .filter((command) => command instanceof TransactWriteItemsCommand)
      .flatMap(({ input }) => input.TransactItems ?? []);
    expect(writes.map((write) => Object.keys(write))).toEqual(writes.map(() => ['Update']));
    expect(writes).toHaveLength(4);
  });

  test('are the next examination in the index, emptied where there is none, and never deleted', async () => {
    const table = await create();
    const due = dynamoDbDueWork(table);
    const nextItem = async () => (await table.items()).find(({ sk }) => sk === 'S#NEXT');
    await due.keepNextExamination('timeline-1', undefined);
    expect(await table.items()).toEqual([]);
    await due.keepNextExamination('timeline-1', at);
    expect(await nextItem()).toEqual({
      pk: 'TL#timeline-1',
      sk: 'S#NEXT',
      schema: 1,
      dueShard: expect.stringMatching(/^due#[0-3]$/),
      dueAt: '2026-11-02T10:00:00.000Z',
    });
    const [item] = undoneWork(await due.dueBy(at));
    expect(item).toEqual({
      kind: 'next-examination',
      timelineId: 'timeline-1',
      dueAt: '2026-11-02T10:00:00.000Z',
    });
    if (item !== undefined) await due.bring(item, at, at + 300_000);
    expect((await nextItem())?.dueAt).toBe('2026-11-02T10:05:00.000Z');
    expect((await table.items()).find(({ sk }) => sk === 'S#REEXAMINE')).toMatchObject({
      pk: 'TL#timeline-1',
      markedAt: '2026-11-02T10:00:00.000Z',
    });
    await due.keepNextExamination('timeline-1', undefined);
    expect(await nextItem()).toEqual({ pk: 'TL#timeline-1', sk: 'S#NEXT', schema: 1 });
    const writes = table.sent
      .filter((command) => command instanceof TransactWriteItemsCommand)
      .flatMap(({ input }) => input.TransactItems ?? []);
    expect(writes.map((write) => Object.keys(write))).toEqual(Array.from({ length: 5 }, () => ['Update']));
  });

  test('a mark that meets a failure already done with is not made', async () => {
    const table = await create();
    const due = dynamoDbDueWork(table);
    const item = {
      kind: 'failed-examination',
      timelineId: 'gone',
      dueAt: '2026-11-02T10:02:00.000Z',
    } as const;
    expect(await due.bring(item, at, at + 1)).toBe('gone');
    await due.clearFailure('gone');
    expect(await table.items()).toEqual([]);
  });

  test('are looked for in each of four partitions, so many at a time', async () => {
    const table = await create();
    const due = dynamoDbDueWork(table);
    const timelines = Array.from({ length: 230 }, (_, index) => `timeline-${index}`);
    for (const timelineId of timelines) await due.noteFailure(timelineId, at, at);
    const before = table.sent.length;
    const found = await due.dueBy(at);
    const queries = table.sent.slice(before).filter((command) => command instanceof QueryCommand);
    expect(queries.map(({ input }) => input.ExpressionAttributeValues?.[':shard']?.S)).toEqual([
      'due#0',
      'due#1',
      'due#2',
      'due#3',
    ]);
    expect(queries.map(({ input }) => input.IndexName)).toEqual(['due', 'due', 'due', 'due']);
    expect(found.length).toBeGreaterThan(150);
    expect(found.length).toBeLessThanOrEqual(200);
    const swept = { done: 0, sweeps: 0 };
    for (let minute = 0; minute < 4; minute += 1) {
      const { failedExaminations } = await sweep({ due, clock: { now: () => at + minute } });
      swept.done += failedExaminations;
      swept.sweeps += 1;
    }
    expect(swept).toEqual({ done: 230, sweeps: 4 });
  });

  test('of a kind that this version does not know are left to the version that does', async () => {
    const table = await create();
    const due = { dueShard: 'due#0', dueAt: '2026-11-02T09:00:00.000Z' };
    for (const key of [
      { pk: 'JOB#1', sk: 'JOB' },
      { pk: 'TL#1', sk: 'S#SOMETHING' },
      { pk: 'AL#1', sk: 'S#NEXT' },
      { pk: 'AL#1', sk: 'LAPSED' },
    ]) {
      const Item = marshall({ ...key, ...due, schema: 2 });
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    }
    expect(await dynamoDbDueWork(table).dueBy(at)).toEqual([]);
  });

  test('say so where the table stays busy', async () => {
    const table = await create();
    const busy = {
      ...table,
      client: {
        send: async () => {
          throw new TransactionCanceledException({
            $metadata: {},
            message: 'busy',
            CancellationReasons: [{ Code: 'TransactionConflict' }],
          });
        },
      } as unknown as TestTable['client'],
    };
    const failing = 'Due work could not be written: the table stayed busy.';
    await expect(dynamoDbDueWork(busy).noteFailure('timeline-1', at, at)).rejects.toThrow(failing);
    const item = { kind: 'unsent-notice', alertId: 'A', dueAt: '2026-11-02T10:02:00.000Z' } as const;
    await expect(dynamoDbDueWork(busy).bring(item, at, at)).rejects.toThrow(failing);
  });
});

describe.each(testTables('poisonRow'))('a row that nothing can read, on $name', ({ create }) => {
  const poison = {
    pk: 'TL#timeline-poison',
    sk: 'R#2026-11-02T09:30:00.000Z#bad',
    schema: 1,
    madeAt: 'never',
  };

  test('stops its own family alone, is kept, and is examined once it is mended', async () => {
    const table = await create();
    const [ledger, families] = [dynamoDbLedger(table), dynamoDbFamilies(table)];
    const [alerts, due] = [dynamoDbAlerts(table), dynamoDbDueWork(table)];
    const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });
    const clock = { now: () => at };
    for (const name of ['poison', 'sound']) {
      await ledger.record(anEntry(name));
      await ledger.record(aFurtherEntry(name, `further-${name}`, '2026-11-01T09:00:00.000Z'));
    }
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(poison) }));
    const lines: string[] = [];
    const work = examineTimeline({ families, alerts, due, policies, clock });
    const handler = streamHandler({
      prefix: 'TL#',
      begin: () => work,
      clock,
      write: (line) => lines.push(line),
    });
    const examine = () =>
      handler({ Records: ['poison', 'sound'].map(aRecord) }, { awsRequestId: 'invocation-1' });

    expect(await examine()).toEqual({ batchItemFailures: [] });
    expect((await families.family('family-sound'))?.openAlertId).toBeDefined();
    expect((await families.family('family-poison'))?.openAlertId).toBeUndefined();
    expect(await due.dueBy(at + 120_000)).toContainEqual({
      kind: 'failed-examination',
      timelineId: 'timeline-poison',
      dueAt: '2026-11-02T10:02:00.000Z',
    });
    expect((await table.items()).find(({ sk }) => sk === poison.sk)).toEqual(poison);
    expect(lines.filter((line) => line.includes('examination-failed'))).toHaveLength(1);
    expect(lines.join()).not.toContain('never');

    const { referral } = anEntry('mended');
    const mended = {
      ...referral,
      ...poison,
      key: 'bad',
      madeAt: '2026-11-02T09:30:00.000Z',
      recordedAt: '2026-11-02T09:30:00.000Z',
    };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(mended) }));
    const [item] = undoneWork(await due.dueBy(at + 120_000));
    expect(item === undefined ? 'nothing' : await due.bring(item, at, at + 300_000)).toBe('brought');
    expect(await examine()).toEqual({ batchItemFailures: [] });
    expect((await families.family('family-poison'))?.openAlertId).toBeDefined();
    const still = await due.dueBy(at + 3_600_000);
    expect(still.filter(({ kind }) => kind === 'failed-examination')).toEqual([]);
  });
});

const aRecord = (name: string, index: number): object => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(index + 1),
    Keys: { pk: { S: `TL#timeline-${name}` }, sk: { S: 'R#1' } },
  },
});
