import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import { alertIdFor } from '../../functions/adapters/alert-id.ts';
import { decodeAlert, encodeAlert } from '../../functions/adapters/dynamodb/alert-items.ts';
import { decodeLedgerRow } from '../../functions/adapters/dynamodb/ledger-rows.ts';
import type { InboxMessage } from '../../local/inbox/inbox-message.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { anAlert } from '../support/an-alert.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';

/**
 * Five hundred alerts for one manager at once, as after an import or a new
 * policy, through the real stream, bundle, topic and ledger. They are put into
 * the table as the examination leaves them, while the mapping to whoever sends
 * them stands still: by referrals, through the throttle of the front door, they
 * would come over minutes, which is a smaller burst than this one. That an
 * address which gets so many unpaced is switched off here, as SNS does it, is
 * shown in test/local/sns-flood.test.ts, where eleven within a second suffice.
 */

const burst = 500;
const ofTheNorth = 3;
const mostSingle = 5;
const spacingMilliseconds = 1_000;
const minute = 60_000;
const south = 'south.team.manager@example.com';
const north = ['north.team.manager@example.com', '+447700900123'];

let stack: LocalStack;
let database: DynamoDBClient;
let table: string;
const logged: string[] = [];
const raised: Alert[] = [];

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => logged.push(line),
  });
  // A Monday morning, and no quarter of an hour at which a canary flies.
  stack.clock.moveTo('2026-06-01T10:01:00Z');
  const { url: endpoint, region, accessKeyId } = stack.database;
  database = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'unused' },
  });
  table = stack.model.tables[0]!.name;
  await subscribedPeople(stack);
  await stack.settleAlarms();
});

afterAll(() => stack?.stop());

/** Raises all alerts before anybody sends one, and waits until every one is sent. */
async function raiseTogether(): Promise<void> {
  const mapping = stack.mappings.find(({ path }) => /AlertDelivery/.test(path))!;
  mapping.disable();
  const at = stack.clock.now().toISOString();
  for (let number = 1; number <= burst + ofTheNorth; number += 1) {
    const familyId = `burst-${number}`;
    const plain = anAlert({ alertId: alertIdFor(familyId, 1), familyId, raisedAt: at, changedAt: at });
    const pendingNotice = { ...plain.pendingNotice!, wantedAt: at };
    raised.push({ ...plain, team: number <= burst ? 'south' : 'north', pendingNotice });
  }
  for (let from = 0; from < raised.length; from += 25) {
    const puts = raised.slice(from, from + 25).map((alert) => ({
      PutRequest: { Item: marshall(encodeAlert(alert), { removeUndefinedValues: true }) },
    }));
    await database.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
  mapping.enable();
  const left = async (): Promise<number> => {
    const unsent = (await alertsNow()).filter(({ pendingNotice }) => pendingNotice !== undefined);
    const seen = (await itemsIn('AL#', 'L#')).filter(({ seenAt }) => seenAt !== undefined);
    return unsent.length + raised.length - seen.length;
  };
  await expect.poll(left, { timeout: 300_000, interval: 2_000 }).toBe(0);
  // The ledger is compared after five minutes; alarms look at the last ones.
  for (let minutes = 0; minutes < 7; minutes += 1) {
    await stack.idle();
    stack.clock.advance(minute);
    await stack.settleAlarms();
  }
}

async function itemsIn(partition: string, sort: string): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await database.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  return items.filter(({ pk, sk }) => String(pk).startsWith(partition) && String(sk).startsWith(sort));
}

const alertsNow = async (): Promise<readonly Alert[]> => (await itemsIn('AL#', 'ALERT')).map(decodeAlert);

const messagesTo = (endpoint: string): readonly InboxMessage[] =>
  stack.inbox.messages().filter((one) => one.endpoint === endpoint && one.confirmLink === undefined);
const referencesIn = ({ body }: InboxMessage): readonly string[] =>
  raised.map(({ alertId }) => referenceOf(alertId)).filter((reference) => body.includes(reference));

describe('five hundred alerts for one manager at once', () => {
  it('are all sent, and seen by the ledger', raiseTogether, 600_000);

  it('leave the manager subscribed', () => {
    const states = stack.subscriptions.list().filter(({ protocol }) => protocol !== 'sqs');
    expect(states.map(({ state }) => state)).toEqual(Array(4).fill('confirmed'));
    expect(states.map(({ endpoint }) => endpoint)).toContain(south);
  });

  it('come as a few single messages and one digest that names all the others', () => {
    const told = messagesTo(south).map(referencesIn);
    const singles = told.filter(({ length }) => length === 1).length;
    const digests = told.filter(({ length }) => length > 1);
    console.info(
      `burst: ${burst} alerts came as ${singles} single messages and a digest of ${digests[0]?.length}`,
    );
    expect(singles).toBeLessThanOrEqual(mostSingle);
    expect(digests.map(({ length }) => length)).toEqual([burst - singles]);
  });

  it('are each told of exactly once', () => {
    const told = messagesTo(south).flatMap(referencesIn);
    expect(told).toHaveLength(burst);
    expect(new Set(told).size).toBe(burst);
  });

  it('come no two within a second, by the clock of the stack', () => {
    const times = messagesTo(south).map(({ at }) => Date.parse(at));
    expect(times.length).toBeGreaterThan(1);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(spacingMilliseconds);
  });

  it('are all marked as sent, to that manager, and seen by the ledger', async () => {
    const alerts = await alertsNow();
    const ofSouth = alerts.filter(({ team }) => team === 'south');
    expect(ofSouth).toHaveLength(burst);
    expect(new Set(ofSouth.map(({ state }) => state))).toEqual(new Set(['sent']));
    expect(new Set(ofSouth.map(({ notices }) => notices.length))).toEqual(new Set([1]));
    const rows = (await itemsIn('AL#', 'L#')).map(decodeLedgerRow);
    console.info(
      `burst: the ledger has seen ${rows.filter(({ seenAt }) => seenAt !== undefined).length} notices`,
    );
    expect(rows).toHaveLength(burst + ofTheNorth);
    const amiss = rows.filter(
      ({ sentAt, seenAt, dueAt }) => sentAt === undefined || seenAt === undefined || dueAt !== undefined,
    );
    expect(amiss).toEqual([]);
  });

  it('let other managers have their own alerts, and none of these', () => {
    const own = raised.slice(burst).map(({ alertId }) => referenceOf(alertId));
    for (const endpoint of north)
      expect(messagesTo(endpoint).flatMap(referencesIn).sort(), endpoint).toEqual([...own].sort());
    expect(messagesTo('service.manager@example.com')).toEqual([]);
  });

  it('raise no alarm', () => {
    const isOfSending = ({ path }: { readonly path: string }): boolean =>
      /LedgerGaps|NoticesFailed/.test(path);
    expect(stack.alarms().filter(isOfSending)).toHaveLength(2);
    expect(stack.alarmHistory().filter((change) => isOfSending(change) && change.to === 'ALARM')).toEqual([]);
    expect(
      logged.filter((line) => line.includes('"notice-failed"') || line.includes('"ledger-gap"')),
    ).toEqual([]);
  });
});
