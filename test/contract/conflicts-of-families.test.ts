import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { ReferralHistory, ReferralRevisions } from '../../core/ports/referral-revisions.ts';
import type { Revision } from '../../core/referral/revision.ts';
import { dynamoDbFamilyLinks } from '../../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbRevisions } from '../../functions/adapters/dynamodb/dynamodb-revisions.ts';
import { encodeIdentifier, encodeMembership } from '../../functions/adapters/dynamodb/family-items.ts';
import { encodeFirst, encodeRevision } from '../../functions/adapters/dynamodb/revision-items.ts';
import { encodeSourcePointer } from '../../functions/adapters/dynamodb/source-pointer-items.ts';
import type { Table } from '../../functions/adapters/dynamodb/table.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { cancelled, conflict, none, tableThatFails } from '../support/a-table-that-fails.ts';
import { joining } from '../support/families-joined.ts';

const withdrawal: Revision = {
  revision: 1,
  mark: 'w',
  by: 'client-1',
  recordedAt: '2026-11-05T10:00:00.000Z',
  kind: 'withdrawal',
  reason: 'error',
};
const first = { timelineId: 'timeline-1', referral: anEntry('1').referral };
const entry = {
  before: { key: 'key-1', receipt: anEntry('1').receipt, version: 0, first, revisions: [] },
  revision: withdrawal,
  from: first,
  to: { ...first, referral: { ...first.referral, withdrawn: 'error' as const } },
};

type Ports = { readonly links: FamilyLinks; readonly revisions: ReferralRevisions };

/** Two families that can be joined, and the change that joins them. */
async function twoFamilies() {
  let met = 0;
  let conflicts = 0;
  const store = createMemoryStore({
    conflicts: () => {
      met += 1;
      return met <= conflicts;
    },
  });
  for (const name of ['1', '2']) await store.ledger.record(anEntry(name));
  const change = await joining(store, 'family-1', 'family-2');
  const meet = (times: number) => {
    [met, conflicts] = [0, times];
  };
  return { store, change, meet };
}

/** Both stores, made to meet a conflict so many times. */
const stores: readonly { readonly name: string; readonly create: (conflicts: number) => Promise<Ports> }[] = [
  {
    name: 'memory',
    create: async (conflicts) => {
      const { store, meet } = await twoFamilies();
      meet(conflicts);
      return store;
    },
  },
  {
    name: 'DynamoDB',
    create: async (conflicts) => {
      const failures = Array.from({ length: conflicts }, () => cancelled(none, conflict));
      return {
        links: dynamoDbFamilyLinks(tableThatFails(...failures)),
        revisions: dynamoDbRevisions(tableThatFails(...failures)),
      };
    },
  },
];

describe.each(stores)('conflicts on $name', ({ create }) => {
  test('delay a join three times, and a fourth makes it busy', async () => {
    const { change } = await twoFamilies();
    expect(await (await create(3)).links.change(change)).toEqual({ code: 'changed' });
    expect(await (await create(4)).links.change(change)).toEqual({ code: 'busy' });
  });

  test('delay what is said later three times, and a fourth makes it busy', async () => {
    expect(await (await create(3)).revisions.keep(entry)).toEqual({ code: 'kept' });
    expect(await (await create(4)).revisions.keep(entry)).toEqual({ code: 'busy' });
  });
});

test('what stays busy in memory has changed nothing', async () => {
  const { store, change, meet } = await twoFamilies();
  const history = await store.revisions.history('key-1');
  Array.from(store.changes());
  meet(99);
  await store.links.change(change);
  await store.revisions.keep(entry);
  expect(await store.revisions.history('key-1')).toEqual(history);
  expect(await store.links.slot('family-2')).toMatchObject({ version: 0 });
  expect([...store.changes()]).toEqual([]);
});

test('a condition that did not hold comes before a conflict', async () => {
  const { change } = await twoFamilies();
  const table = tableThatFails(
    cancelled({ Code: 'ConditionalCheckFailed' }, conflict),
    cancelled(conflict, { Code: 'ConditionalCheckFailed' }),
  );
  expect(await dynamoDbFamilyLinks(table).change(change)).toEqual({ code: 'moved' });
  expect(await dynamoDbRevisions(table).keep(entry)).toEqual({ code: 'moved' });
  expect(table.attempts()).toBe(2);
});

test.each([
  ['slot', 3],
  ['link', 4],
  ['membership', 5],
])('a family has changed where its %s is not as it was read', async (_item, index) => {
  const family = {
    familyId: 'family-0',
    timelines: ['timeline-0'],
    version: 0,
    epoch: 0,
    openAlertId: undefined,
  };
  const reasons = Array.from({ length: 7 }, (_, at) =>
    at === index ? { Code: 'ConditionalCheckFailed' } : none,
  );
  const adding = anEntry('1', { family: { code: 'added', family } });
  const table = tableThatFails(cancelled(...reasons));
  expect(await dynamoDbLedger(table).record(adding)).toEqual({ code: 'family-appeared' });
});

/** A table whose client gives these answers in turn, and then the last one for ever. */
function tableThatAnswers(...answers: readonly object[]) {
  const asked: (readonly unknown[])[] = [];
  const client = {
    send: async (command: object) => {
      if (command instanceof BatchGetItemCommand) {
        const request = command.input.RequestItems?.tideline;
        expect(request?.ConsistentRead).toBe(true);
        asked.push((request?.Keys ?? []).map(({ pk }) => pk?.S));
      }
      return answers[Math.min(asked.length, answers.length) - 1] ?? answers[0];
    },
  } as unknown as Pick<DynamoDBClient, 'send'>;
  const waits: number[] = [];
  const delay = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const table: Table = { client, name: 'tideline', retry: { attempts: 4, delay, random: () => 0.5 } };
  return { table, asked, waits };
}

describe('a look-up that the table answers in part', () => {
  const membership = marshall(
    encodeMembership({ timelineId: 'timeline-1', familyId: 'family-1', timelines: ['timeline-1'] }),
  );
  const identifier = marshall(encodeIdentifier('identifier-1', 'timeline-1'));
  const left = (pk: string) => ({
    tideline: { Keys: [{ pk: { S: pk }, sk: { S: 'POINTER' } }], ConsistentRead: true },
  });
  const identifiers = [{ kind: 'upn', id: 'identifier-1' }] as const;

  test('asks again for what is left, after a while, and puts both together', async () => {
    const { table, asked, waits } = tableThatAnswers(
      { Responses: { tideline: [membership] }, UnprocessedKeys: left('ID#identifier-1') },
      { Responses: { tideline: [identifier] }, UnprocessedKeys: {} },
    );
    const { timeline, byIdentifier } = await dynamoDbFamilyLinks(table).lookUp('timeline-1', identifiers);
    expect(timeline?.familyId).toBe('family-1');
    expect(byIdentifier.get('identifier-1')?.familyId).toBe('family-1');
    expect(asked).toEqual([['TL#timeline-1', 'ID#identifier-1'], ['ID#identifier-1']]);
    expect(waits).toEqual([25]);
  });

  test('fails as a table that is throttled where that does not end', async () => {
    const { table, asked } = tableThatAnswers({ UnprocessedKeys: left('ID#identifier-1') });
    await expect(dynamoDbFamilyLinks(table).lookUp('timeline-1', identifiers)).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    expect(asked).toHaveLength(4);
  });

  test('fails where an identifier leads to a timeline that is not there', async () => {
    const { table } = tableThatAnswers({ Responses: { tideline: [identifier] } }, { Responses: {} });
    await expect(dynamoDbFamilyLinks(table).lookUp('timeline-2', identifiers)).rejects.toThrow(
      'leads to a timeline that does not exist',
    );
  });
});

describe('a history of which a query brings what one transaction has written in part', () => {
  const said = anEntry('1');
  const pointer = encodeSourcePointer({ ...said, madeAt: said.referral.madeAt });
  const whole = [{ ...pointer, version: 1 }, encodeFirst(first), encodeRevision('key-1', withdrawal)];
  const rows = (...items: readonly object[]) => ({ Items: items.map((item) => marshall(item)) });
  const read = async (...parts: readonly object[][]): Promise<ReferralHistory | undefined> => {
    const left = parts.map((part) => rows(...part));
    const client = { send: async () => left.shift() ?? {} } as unknown as Pick<DynamoDBClient, 'send'>;
    const retry = { attempts: 4, delay: async () => undefined, random: () => 0.5 };
    return dynamoDbRevisions({ client, name: 'tideline', retry }).history('key-1');
  };

  test.each([
    ['the revision is missing', [0, 1]],
    ['what was first sent is missing', [0, 2]],
  ])('is read again where %s', async (_what, there) => {
    const part = whole.filter((_, index) => there.includes(index));
    expect(await read(part, part, whole)).toMatchObject({ version: 1, first, revisions: [withdrawal] });
    await expect(read(part, part, part)).rejects.toThrow('kept moving');
  });

  test('is read again where the pointer is older than the rest, or its row has just moved', async () => {
    const behind = [pointer, encodeFirst(first), encodeRevision('key-1', withdrawal)];
    expect(await read(behind, whole)).toMatchObject({ version: 1 });
    // The second answer is the read of a row that is no longer there.
    expect(await read([pointer], [], whole)).toMatchObject({ version: 1 });
  });
});
