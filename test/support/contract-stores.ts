import { DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { inject } from 'vitest';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { DueWork } from '../../core/ports/due-work.ts';
import type { Families } from '../../core/ports/families.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { FamilyList } from '../../core/ports/family-list.ts';
import type { LifeEventLedger } from '../../core/ports/life-event-ledger.ts';
import type { NoticeLedger } from '../../core/ports/notice-ledger.ts';
import type { PendingNotices } from '../../core/ports/pending-notices.ts';
import type { ReexamineMarks } from '../../core/ports/reexamine-marks.ts';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import type { ReferralRevisions } from '../../core/ports/referral-revisions.ts';
import type { AlertHistoryEntry } from '../../functions/adapters/alert-history.ts';
import { decodeAlertHistory } from '../../functions/adapters/dynamodb/alert-items.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from '../../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbFamilyList } from '../../functions/adapters/dynamodb/dynamodb-family-list.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { dynamoDbNoticeLedger } from '../../functions/adapters/dynamodb/dynamodb-notice-ledger.ts';
import { dynamoDbPendingNotices } from '../../functions/adapters/dynamodb/dynamodb-pending-notices.ts';
import { dynamoDbReexamineMarks } from '../../functions/adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { dynamoDbRevisions } from '../../functions/adapters/dynamodb/dynamodb-revisions.ts';
import type { Table } from '../../functions/adapters/dynamodb/table.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { createStoreModel } from '../simulator/store/store-model.ts';
import { createTable } from './create-table.ts';

/** A store as a contract suite sees it: the ports, and what was kept of an alert's changes. */
export type ContractStore = {
  readonly ledger: ReferralLedger;
  readonly revisions: ReferralRevisions;
  readonly links: FamilyLinks;
  readonly lifeEvents: LifeEventLedger;
  readonly families: Families;
  readonly alerts: Alerts;
  readonly due: DueWork;
  readonly noticeLedger: NoticeLedger;
  readonly pending: PendingNotices;
  readonly list: FamilyList;
  readonly marks: ReexamineMarks;
  readonly historyOf: (alertId: string) => Promise<readonly AlertHistoryEntry[]>;
  /** What is kept of the failed examination of a timeline's family; undefined where none is. */
  readonly failureOf: (timelineId: string) => Promise<unknown>;
};

/** A table of a database of its own, with every command that was sent to it. */
export type TestTable = Table & {
  readonly sent: readonly object[];
  readonly items: () => Promise<readonly Record<string, unknown>[]>;
};

/** Creates a table in a database that belongs to `owner` alone: letters and digits, one for each test file. */
export async function createTestTable(owner: string): Promise<TestTable> {
  const client = new DynamoDBClient({
    endpoint: inject('dynamoDbUrl'),
    region: 'eu-west-2',
    credentials: { accessKeyId: owner, secretAccessKey: 'unused' },
  });
  await createTable(client, tableName);
  return testTable(client);
}

/** Creates a table of the model of DynamoDB. */
export const createModelTable = async (): Promise<TestTable> =>
  testTable(createStoreModel({ tableName, now: () => 0 }).client as Pick<DynamoDBClient, 'send'>);

const tableName = 'tideline';

function testTable(client: Pick<DynamoDBClient, 'send'>): TestTable {
  const sent: object[] = [];
  const recording = {
    send: (command: object) => {
      sent.push(command);
      return client.send(command as never);
    },
  } as Pick<DynamoDBClient, 'send'>;
  const noWait = { attempts: 4, delay: async () => undefined, random: () => 0 };
  return {
    client: recording,
    name: tableName,
    retry: noWait,
    sent,
    items: () => scan(client, tableName),
  };
}

/** Where a test of the table itself runs; each table that is created is empty. */
export type TestTables = {
  readonly name: string;
  readonly create: () => Promise<TestTable>;
};

/** DynamoDB Local, in databases that belong to `owner` alone, and the model of it. */
export function testTables(owner: string): readonly TestTables[] {
  let tables = 0;
  const createOwn = (): Promise<TestTable> => {
    tables += 1;
    return createTestTable(`${owner}${tables}`);
  };
  return [
    { name: 'DynamoDB', create: createOwn },
    { name: 'the model of DynamoDB', create: createModelTable },
  ];
}

async function scan(
  client: Pick<DynamoDBClient, 'send'>,
  name: string,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  return items;
}

/** The ports on a table. */
export const dynamoDbStore = (table: TestTable): ContractStore => ({
  ledger: dynamoDbLedger(table),
  revisions: dynamoDbRevisions(table),
  links: dynamoDbFamilyLinks(table),
  lifeEvents: dynamoDbLifeEvents(table),
  families: dynamoDbFamilies(table),
  alerts: dynamoDbAlerts(table),
  due: dynamoDbDueWork(table),
  noticeLedger: dynamoDbNoticeLedger(table),
  pending: dynamoDbPendingNotices(table),
  list: dynamoDbFamilyList(table),
  marks: dynamoDbReexamineMarks(table),
  historyOf: async (alertId) => {
    const { Items } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: `AL#${alertId}` }, ':sk': { S: 'H#' } },
      }),
    );
    return (Items ?? []).map((item) => decodeAlertHistory(unmarshall(item)));
  },
  failureOf: async (timelineId) => {
    const items = await table.items();
    const item = items.find(({ pk, sk }) => pk === `TL#${timelineId}` && sk === 'S#FAILED');
    if (item?.attempts === undefined) return undefined;
    const { firstFailedAt, attempts, dueAt } = item;
    return { firstFailedAt, attempts, dueAt };
  },
});

function memoryStore(): ContractStore {
  const { historyOf, failureOf, ...ports } = createMemoryStore();
  return {
    ...ports,
    historyOf: async (alertId) => historyOf(alertId),
    failureOf: async (timelineId) => failureOf(timelineId),
  };
}

/** Every store that a contract suite runs on; each that is created is empty. */
export function contractStores(
  owner: string,
): readonly { readonly name: string; readonly create: () => Promise<ContractStore> }[] {
  return [
    { name: 'memory', create: async () => memoryStore() },
    ...testTables(owner).map(({ name, create }) => ({
      name,
      create: async () => dynamoDbStore(await create()),
    })),
  ];
}
