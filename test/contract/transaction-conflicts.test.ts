import { TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { DueWork } from '../../core/ports/due-work.ts';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { encodeSourcePointer } from '../../functions/adapters/dynamodb/source-pointer-items.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { cancelled, conflict, none, tableThatFails } from '../support/a-table-that-fails.ts';
import { anAlert } from '../support/an-alert.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const family = {
  familyId: 'family-1',
  timelines: ['timeline-1'],
  version: 0,
  epoch: 0,
  openAlertId: undefined,
};

const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
const inProgress = new TransactionInProgressException({ message: 'in progress', $metadata: {} });

describe('a write on DynamoDB that meets another transaction', () => {
  test.each([
    ['a conflict on one of the items', cancelled(none, conflict)],
    ['a throttled item', cancelled({ Code: 'ThrottlingError' }, none)],
    ['an item without capacity', cancelled({ Code: 'ProvisionedThroughputExceeded' }, none)],
    ['the same transaction still in progress', inProgress],
    ['a throttled call', throttled],
  ])('is tried again after %s', async (_what, failure) => {
    const table = tableThatFails(failure);
    expect(await dynamoDbLedger(table).record(anEntry('1'))).toEqual({ code: 'recorded' });
    expect(table.attempts()).toBe(2);
  });

  test('waits at random, twice as long each time, and is busy when it has tried four times', async () => {
    const table = tableThatFails(...Array.from({ length: 9 }, () => cancelled(conflict)));
    expect(await dynamoDbLedger(table).record(anEntry('1'))).toEqual({ code: 'busy' });
    expect(table.attempts()).toBe(4);
    expect(table.waits).toEqual([25, 50, 100]);
  });

  test('is answered by a condition that did not hold, which comes before a conflict', async () => {
    const entry = anEntry('1');
    const there = marshall(encodeSourcePointer(entry));
    const table = tableThatFails(cancelled({ Code: 'ConditionalCheckFailed', Item: there }, conflict));
    expect((await dynamoDbLedger(table).record(entry)).code).toBe('already-recorded');
    expect(table.attempts()).toBe(1);
  });

  test.each([
    ['identifier', 2],
    ['family', 3],
    ['membership', 4],
  ])('says that the family has appeared when its %s is there', async (_item, index) => {
    const reasons = Array.from({ length: 5 }, (_, at) =>
      at === index ? { Code: 'ConditionalCheckFailed' } : none,
    );
    expect(await dynamoDbLedger(tableThatFails(cancelled(...reasons))).record(anEntry('1'))).toEqual({
      code: 'family-appeared',
    });
  });

  test.each([
    ['a row that no source points to', cancelled(none, { Code: 'ConditionalCheckFailed' })],
    ['a reason that waiting does not mend', cancelled({ Code: 'ValidationError' })],
    ['no reasons at all', cancelled()],
    ['a failure of another kind', new Error('broken')],
  ])('throws on %s', async (_what, failure) => {
    const table = tableThatFails(failure);
    await expect(dynamoDbLedger(table).record(anEntry('1'))).rejects.toThrow(Error);
    expect(table.attempts()).toBe(1);
  });

  test('of a life event is answered by the pointer of its source, before a conflict on its row', async () => {
    const entry = anEventEntry('1', 'event-1');
    const there = marshall(encodeSourcePointer(entry));
    const table = tableThatFails(cancelled({ Code: 'ConditionalCheckFailed', Item: there }, conflict));
    const { receipt, prints, timelineId } = entry;
    expect(await dynamoDbLifeEvents(table).record(entry)).toEqual({
      code: 'already-recorded',
      receipt,
      prints,
      timelineId,
    });
    expect(table.attempts()).toBe(1);
  });

  test.each([
    ['a row that no source points to', cancelled(none, { Code: 'ConditionalCheckFailed' })],
    ['a reason that waiting does not mend', cancelled({ Code: 'ValidationError' })],
    ['a failure of another kind', new Error('broken')],
  ])('of a life event throws on %s', async (_what, failure) => {
    const table = tableThatFails(failure);
    await expect(dynamoDbLifeEvents(table).record(anEventEntry('1', 'event-1'))).rejects.toThrow(Error);
    expect(table.attempts()).toBe(1);
  });

  test('throws for an alert that stays busy, so that the record is delivered again', async () => {
    const table = tableThatFails(...Array.from({ length: 4 }, () => cancelled(conflict)));
    await expect(dynamoDbAlerts(table).commit(family, anAlert(), raised)).rejects.toThrow('busy');
    expect(table.attempts()).toBe(4);
  });
});

type Ports = {
  readonly ledger: ReferralLedger;
  readonly alerts: Alerts;
  readonly due: DueWork;
};

/** Both stores, made to meet a conflict so many times. */
const stores: readonly { readonly name: string; readonly create: (conflicts: number) => Ports }[] = [
  {
    name: 'memory',
    create: (conflicts) => {
      let met = 0;
      return createMemoryStore({
        conflicts: () => {
          met += 1;
          return met <= conflicts;
        },
      });
    },
  },
  {
    name: 'DynamoDB',
    create: (conflicts) => {
      const table = tableThatFails(...Array.from({ length: conflicts }, () => cancelled(conflict)));
      return {
        ledger: dynamoDbLedger(table),
        alerts: dynamoDbAlerts(table),
        due: dynamoDbDueWork(table),
      };
    },
  },
];

describe.each(stores)('conflicts on $name', ({ create }) => {
  test('three are overcome', async () => {
    expect(await create(3).ledger.record(anEntry('1'))).toEqual({ code: 'recorded' });
  });

  test('a fourth makes the ledger busy', async () => {
    expect(await create(4).ledger.record(anEntry('1'))).toEqual({ code: 'busy' });
  });

  test('three delay keeping when to examine next, and a fourth makes it throw', async () => {
    const at = Date.parse('2026-12-01T00:00:00Z');
    await expect(create(3).due.keepNextExamination('timeline-1', at)).resolves.toBeUndefined();
    await expect(create(3).due.keepNextExamination('timeline-1', undefined)).resolves.toBeUndefined();
    const failing = 'Due work could not be written';
    await expect(create(4).due.keepNextExamination('timeline-1', at)).rejects.toThrow(failing);
    await expect(create(4).due.keepNextExamination('timeline-1', undefined)).rejects.toThrow(failing);
  });

  test('a fourth makes raising and advancing an alert throw', async () => {
    await expect(create(4).alerts.commit(family, anAlert(), raised)).rejects.toThrow('busy');
    await expect(create(4).alerts.advance(anAlert({ version: 2 }), ['raised'], raised)).rejects.toThrow(
      'busy',
    );
  });
});

test('a write that stays busy in memory has stored nothing', async () => {
  const store = createMemoryStore({ conflicts: ({ operation }) => operation === 'record' });
  await store.ledger.record(anEntry('1'));
  expect(await store.families.family('family-1')).toBeUndefined();
  expect([...store.changes()]).toEqual([]);
});

test('a life event that meets three conflicts is recorded, and one that meets a fourth is busy and not stored', async () => {
  const recorded = async (conflicts: number) => {
    let met = 0;
    const store = createMemoryStore({
      conflicts: () => {
        met += 1;
        return met > 1 && met <= conflicts + 1;
      },
    });
    await store.ledger.record(anEntry('1'));
    const result = await store.lifeEvents.record(anEventEntry('1', 'event-1'));
    return [result.code, (await store.families.timeline('timeline-1'))?.timeline.lifeEvents.length];
  };
  expect(await recorded(3)).toEqual(['recorded', 1]);
  expect(await recorded(4)).toEqual(['busy', 0]);
});

test('a life event that meets three conflicts on DynamoDB is recorded, and one that meets a fourth is busy', async () => {
  const record = (conflicts: number) =>
    dynamoDbLifeEvents(
      tableThatFails(...Array.from({ length: conflicts }, () => cancelled(none, conflict))),
    ).record(anEventEntry('1', 'event-1'));
  expect(await record(3)).toEqual({ code: 'recorded' });
  expect(await record(4)).toEqual({ code: 'busy' });
});
