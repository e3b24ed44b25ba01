import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { dueShards } from '../../functions/adapters/dynamodb/due-shards.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbPolicies } from '../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { dynamoDbReachStore } from '../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { dynamoDbReachability } from '../../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { livePolicies } from '../../functions/adapters/policy/live-policies.ts';
import { getAlerts } from '../../functions/http/get-alerts.ts';
import { examineTimelines } from '../../functions/stream/examine-timeline.ts';
import { sendPendingNotices } from '../../functions/stream/send-pending-notices.ts';
import { streamBatchHandler, streamHandler } from '../../functions/stream/stream-handler.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { anAlert } from '../support/an-alert.ts';
import { createTestTable, dynamoDbStore, type TestTable } from '../support/contract-stores.ts';
import { anEvent, ask } from '../support/http-event.ts';
import { sendingTo } from '../support/sending-to.ts';
import { keyMark, mark } from './mutate.ts';

/** What can be wrong with an item: written by another version, more in it, less, or of another type. */
const poisons: readonly (readonly [string, (item: Item) => Item])[] = [
  ['of an older version', (item) => ({ ...item, schema: 0 })],
  ['of a newer version', (item) => ({ ...item, schema: 2 })],
  ['with an attribute that nobody knows', (item) => ({ ...item, [keyMark]: mark })],
  ['without its content', ({ pk, sk, schema, ...index }) => ({ pk, sk, schema, ...keysIn(index) })],
  ['of other types', ({ pk, sk, schema, ...rest }) => ({ pk, sk, schema, ...otherTypes(rest) })],
];

type Item = Readonly<Record<string, unknown>>;

/** Attributes that an index needs as they are: without them it would not be found at all. */
const indexed = ['state', 'changedSort', 'dueShard', 'dueAt', 'owner', 'ownerSort'];

const keysIn = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => indexed.includes(name)));

const otherTypes = (item: Item): Item => ({
  ...Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'string' ? 7 : mark]),
  ),
  ...keysIn(item),
});

const now = Date.parse('2026-11-02T10:00:00Z');
const clock = { now: () => now };
const context = { awsRequestId: 'invocation-1' };

async function spoil(
  table: TestTable,
  isIt: (item: Item) => boolean,
  poison: (item: Item) => Item,
): Promise<void> {
  const found = (await table.items()).filter(isIt);
  if (found.length === 0) throw new Error('There is nothing to be spoilt.');
  for (const item of found) {
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(poison(item)) }));
  }
}

const streamOf = (prefix: string, ids: readonly string[]) => ({
  Records: ids.map((id, index) => ({
    dynamodb: { SequenceNumber: `${index}`, Keys: { pk: { S: `${prefix}${id}` } } },
  })),
});

describe.each(poisons)('beside an item %s', (what, poison) => {
  let table: TestTable;
  let lines: string[];
  const write = (line: string) => void lines.push(line);
  let tables = 0;
  beforeEach(async () => {
    tables += 1;
    table = await createTestTable(`neighbours${tables}${what.replaceAll(/\W/g, '')}`);
    lines = [];
  });

  test('other timelines are examined, and that one is kept to be examined again', async () => {
    const store = dynamoDbStore(table);
    for (const name of ['first', 'spoilt', 'last']) {
      await store.ledger.record(anEntry(name));
      await store.ledger.record(aFurtherEntry(name, `more-${name}`, '2026-11-01T09:00:00.000Z'));
    }
    await spoil(
      table,
      ({ pk, sk }) => pk === 'TL#timeline-spoilt' && String(sk).startsWith('R#2026-11-02'),
      poison,
    );
    const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });
    const handler = streamHandler({
      prefix: 'TL#',
      begin: examineTimelines({ ...store, policies, clock }),
      clock,
      write,
    });
    const ids = ['timeline-first', 'timeline-spoilt', 'timeline-last'];
    expect(await handler(streamOf('TL#', ids), context)).toEqual({ batchItemFailures: [] });
    const open = await Promise.all(
      ['first', 'spoilt', 'last'].map((name) => store.families.family(`family-${name}`)),
    );
    expect(open.map((family) => family?.openAlertId !== undefined)).toEqual([true, false, true]);
    expect(await store.failureOf('timeline-spoilt')).toMatchObject({ attempts: 1 });
    expect(lines.filter((line) => line.includes('examination-failed'))).toHaveLength(1);
    expect(lines.join()).not.toContain(mark);
  });

  test('other alerts are sent and shown, and of that one it is told', async () => {
    const store = dynamoDbStore(table);
    const ids = ['AAAAAAAAAAA1', 'AAAAAAAAAAA2', 'AAAAAAAAAAA3'];
    for (const alertId of ids)
      await store.alerts.advance(raised(alertId), [], {
        event: 'raised',
        reason: 'line-crossed',
        at: raisedAt,
      });
    await spoil(table, ({ pk, sk }) => pk === `AL#${ids[1]}` && sk === 'ALERT', poison);
    const shown = await ask(
      getAlerts(store),
      anEvent({ query: { state: 'raised', since: raisedAt }, scope: 'tideline/pattern:read' }),
    );
    expect(shown.status).toBe(200);
    expect(shown.body.alerts.map(({ alertId }: Alert) => alertId)).toEqual([ids[0], ids[2]]);
    expect(shown.log).toContainEqual(
      expect.objectContaining({ code: 'alert-unreadable', level: 'error', alertId: ids[1] }),
    );
    const notifier = createMemoryNotifier();
    let passed = 0;
    const moving = { now: () => now + passed };
    const delay = async (milliseconds: number) => {
      passed += milliseconds;
    };
    const work = sendPendingNotices({ ...sendingTo(everybody, moving), ...store, notifier, delay });
    const handler = streamBatchHandler({ prefix: 'AL#', work, clock, write });
    expect(await handler(streamOf('AL#', ids), context)).toEqual({ batchItemFailures: [] });
    expect(notifier.published().flatMap(({ notices }) => notices.map(({ alertId }) => alertId))).toEqual([
      ids[0],
      ids[2],
    ]);
    const failed = lines
      .filter((line) => line.includes('notice-failed'))
      .map((line) => JSON.parse(line).alertId);
    expect(failed).toEqual([ids[1]]);
    expect(lines.join()).not.toContain(mark);
    // What was pending of that one is due as before.
    const due = await store.due.dueBy(now + 3_600_000);
    expect(due.map((item) => ('alertId' in item ? item.alertId : ''))).toContain(ids[1]);
  });

  test('the last good policy stays live where it is the pointer or the policy', async () => {
    const store = dynamoDbPolicies(table);
    const live = bundledPolicy('sensitive');
    await store.keep(live.hash, live.policy);
    await store.point(
      { hash: live.hash, policyId: 'sensitive', version: 1, activatedAt: raisedAt },
      await store.pointer(),
    );
    const told: string[] = [];
    const policies = livePolicies({
      store,
      bundled: bundledPolicy('default'),
      tell: (fault) => void told.push(fault),
    });
    const afresh = livePolicies({
      store,
      bundled: bundledPolicy('default'),
      tell: (fault) => void told.push(fault),
    });
    expect((await policies.inForce()).live.policy.id).toBe('sensitive');
    await spoil(table, ({ sk, document }) => sk !== 'POINTER' && document !== undefined, poison);
    expect((await afresh.inForce()).live.policy.id).toBe('default');
    await spoil(table, ({ pk }) => pk === 'POL#LIVE', poison);
    expect((await policies.inForce()).live.policy.id).toBe('sensitive');
    expect(told).toHaveLength(2);
  });

  test('nobody is told wrongly where it says who can be reached: what is pending stays so', async () => {
    const store = dynamoDbStore(table);
    const alertId = 'AAAAAAAAAAA9';
    await store.alerts.advance(raised(alertId), [], {
      event: 'raised',
      reason: 'line-crossed',
      at: raisedAt,
    });
    await dynamoDbReachStore(table).keep({
      asOf: raisedAt,
      channels: [{ person: 'person-1', channel: 'email', standing: 'confirmed', since: raisedAt }],
    });
    await spoil(table, ({ pk }) => String(pk).startsWith('RCH#'), poison);
    const notifier = createMemoryNotifier();
    const reachability = dynamoDbReachability(table);
    const work = sendPendingNotices({ ...sendingTo(everybody, clock), ...store, notifier, reachability });
    await streamBatchHandler({ prefix: 'AL#', work, clock, write })(streamOf('AL#', [alertId]), context);
    expect(notifier.published()).toEqual([]);
    expect(lines.filter((line) => line.includes('notice-failed'))).toHaveLength(1);
    expect((await store.alerts.alert(alertId))?.pendingNotice).toBeDefined();
  });
});

const raisedAt = '2026-11-02T10:00:00.000Z';
const raised = (alertId: string): Alert => anAlert({ alertId, familyId: alertId });
const everybody = [
  {
    id: 'person-1',
    areaWide: true,
    teams: [],
    severities: ['escalate' as const],
    channels: ['email' as const],
  },
];

test('more due items of kinds that nobody knows than are looked at hold up none that is known', async () => {
  const table = await createTestTable('neighboursDue');
  const due = dynamoDbDueWork(table);
  const unknown = dueShards.flatMap((dueShard) =>
    Array.from({ length: 60 }, (_, index) => ({
      pk: `NEW#${dueShard}${index}`,
      sk: 'NEW',
      dueShard,
      dueAt: '2026-11-01T10:00:00.000Z',
    })),
  );
  await Promise.all(
    unknown.map((item) =>
      table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) })),
    ),
  );
  const timelines = Array.from({ length: 12 }, (_, index) => `timeline-${index}`);
  for (const timelineId of timelines) await due.noteFailure(timelineId, now, now);
  const found = await due.dueBy(now);
  expect(found.map((item) => ('timelineId' in item ? item.timelineId : '')).toSorted()).toEqual(
    timelines.toSorted(),
  );
  console.info(`${found.length} due items were found behind ${unknown.length} of a kind that nobody knows.`);
});
