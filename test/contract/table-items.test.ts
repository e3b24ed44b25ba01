import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { dynamoDbAlerts } from '../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from '../../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { dynamoDbNoticeLedger } from '../../functions/adapters/dynamodb/dynamodb-notice-ledger.ts';
import { decodeLedgerRow } from '../../functions/adapters/dynamodb/ledger-rows.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { type TestTable, testTables } from '../support/contract-stores.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const sent = { event: 'sent', reason: 'line-crossed', at: '2026-11-02T10:00:01.000Z' } as const;

/** What the last transaction consisted of. */
function lastTransaction(table: TestTable): readonly TransactWriteItem[] {
  const last = table.sent.findLast((command) => command instanceof TransactWriteItemsCommand);
  return last?.input.TransactItems ?? [];
}

const keysOf = (items: readonly TransactWriteItem[]): readonly string[] =>
  items.map(({ Put }) => `${Put?.Item?.pk?.S}/${Put?.Item?.sk?.S}`);

describe.each(testTables('tableItems'))('the items of a table of $name', ({ create }) => {
  let table: TestTable;
  beforeAll(async () => {
    table = await create();
  });

  test('a new family is five items and a further referral two, all of them puts that overwrite nothing', async () => {
    const ledger = dynamoDbLedger(table);
    await ledger.record(anEntry('cost'));
    expect(keysOf(lastTransaction(table))).toEqual([
      'SRC#key-cost/POINTER',
      'TL#timeline-cost/R#2026-11-02T09:00:00.000Z#key-cost',
      'ID#identifier-cost/POINTER',
      'FAM#family-cost/FAMILY',
      'TL#timeline-cost/S#FAMILY',
    ]);
    const before = table.sent.length;
    await ledger.record(aFurtherEntry('cost', 'further', '2026-11-02T09:30:00.000Z'));
    expect(table.sent.length - before).toBe(1);
    expect(keysOf(lastTransaction(table))).toEqual([
      'SRC#further/POINTER',
      'TL#timeline-cost/R#2026-11-02T09:30:00.000Z#further',
    ]);
    const conditions = lastTransaction(table).map(({ Put }) => Put?.ConditionExpression);
    expect(conditions).toEqual(['attribute_not_exists(#pk)', 'attribute_not_exists(#pk)']);
  });

  test('a life event is two items, both of them puts that overwrite nothing', async () => {
    await dynamoDbLedger(table).record(anEntry('event-cost'));
    const before = table.sent.length;
    await dynamoDbLifeEvents(table).record(anEventEntry('event-cost', 'event-cost'));
    expect(table.sent.length - before).toBe(1);
    expect(keysOf(lastTransaction(table))).toEqual([
      'SRC#event-cost/POINTER',
      'TL#timeline-event-cost/S#LIFE#event-cost',
    ]);
    const conditions = lastTransaction(table).map(({ Put }) => Put?.ConditionExpression);
    expect(conditions).toEqual(['attribute_not_exists(#pk)', 'attribute_not_exists(#pk)']);
    const items = await table.items();
    expect(items.find(({ sk }) => sk === 'S#LIFE#event-cost')).toEqual({
      pk: 'TL#timeline-event-cost',
      sk: 'S#LIFE#event-cost',
      schema: 1,
      key: 'event-cost',
      source: 'front-door',
      eventId: 'event-cost',
      event: 'new-adult',
      happenedOn: '2026-10-01',
      recordedAt: '2026-11-02T10:00:00.000Z',
    });
    expect(items.find(({ pk }) => pk === 'SRC#event-cost')).toEqual({
      pk: 'SRC#event-cost',
      sk: 'POINTER',
      schema: 1,
      receiptId: 'event-cost',
      recordedAt: '2026-11-02T10:00:00.000Z',
      timelineId: 'timeline-event-cost',
      prints: { source: 'print-source', eventId: 'print-event-cost' },
    });
  });

  test('every item carries the version of its schema and a key of a known kind', async () => {
    const alerts = dynamoDbAlerts(table);
    await dynamoDbLedger(table).record(anEntry('schema'));
    const family = await dynamoDbFamilies(table).family('family-schema');
    await alerts.commit(family!, anAlert({ familyId: 'family-schema' }), raised);
    const items = await table.items();
    const kinds = new Set(
      items.map(({ pk, sk }) => `${String(pk).split('#')[0]} ${String(sk).split('#')[0]}`),
    );
    expect([...kinds].sort()).toEqual([
      'AL ALERT',
      'AL H',
      'FAM FAMILY',
      'ID POINTER',
      'SRC POINTER',
      'TL R',
      'TL S',
    ]);
    expect(items.map(({ schema }) => schema)).toEqual(items.map(() => 1));
  });

  test('single items are read strongly consistent', async () => {
    await dynamoDbLedger(table).first('key-nobody');
    await dynamoDbFamilies(table).family('family-nobody');
    await dynamoDbAlerts(table).alert('ZZZZZZZZZZZZ');
    const reads = table.sent.filter((command) => command instanceof GetItemCommand);
    expect(reads.length).toBeGreaterThanOrEqual(3);
    expect(reads.every(({ input }) => input.ConsistentRead === true)).toBe(true);
  });

  test('an alert is found by its team and state, and is due until its notice has gone out', async () => {
    const alerts = dynamoDbAlerts(table);
    await dynamoDbLedger(table).record(anEntry('due'));
    const family = await dynamoDbFamilies(table).family('family-due');
    const alert = anAlert({ alertId: 'DDDDDDDDDDDD', familyId: 'family-due', team: 'east' });
    const found = async (index: string, partition: string, value: string): Promise<unknown> => {
      const { Items } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: index,
          KeyConditionExpression: '#partition = :value',
          ExpressionAttributeNames: { '#partition': partition },
          ExpressionAttributeValues: { ':value': { S: value } },
        }),
      );
      return Items?.map(({ pk, ownerSort, dueAt }) => [pk?.S, (ownerSort ?? dueAt)?.S]);
    };
    await alerts.commit(family!, alert, raised);
    expect(await found('byOwner', 'owner', 'east#raised')).toEqual([
      ['AL#DDDDDDDDDDDD', '2026-11-02T10:00:00.000Z#DDDDDDDDDDDD'],
    ]);
    const item = (await table.items()).find(({ pk, sk }) => pk === 'AL#DDDDDDDDDDDD' && sk === 'ALERT');
    expect(item?.dueShard).toMatch(/^due#[0-3]$/);
    expect(await found('due', 'dueShard', String(item?.dueShard))).toContainEqual([
      'AL#DDDDDDDDDDDD',
      '2026-11-02T10:02:00.000Z',
    ]);
    await alerts.advance(asSent(alert, sent.at), ['raised'], sent);
    expect(await found('byOwner', 'owner', 'east#raised')).toEqual([]);
    expect(await found('byOwner', 'owner', 'east#sent')).toHaveLength(1);
    const after = (await table.items()).find(({ pk, sk }) => pk === 'AL#DDDDDDDDDDDD' && sk === 'ALERT');
    expect([after?.dueShard, after?.dueAt]).toEqual([undefined, undefined]);
  });

  test('a notice that was sent has a row that waits for the ledger, and says what either knew', async () => {
    const alerts = dynamoDbAlerts(table);
    await dynamoDbLedger(table).record(anEntry('ledger'));
    const family = await dynamoDbFamilies(table).family('family-ledger');
    const alert = anAlert({ alertId: 'LLLLLLLLLLLL', familyId: 'family-ledger' });
    const row = async () =>
      (await table.items()).find(({ pk, sk }) => pk === 'AL#LLLLLLLLLLLL' && sk === 'L#00000001');
    await alerts.commit(family!, alert, raised);
    expect(await row()).toBeUndefined();
    await alerts.advance(asSent(alert, '2026-11-02T10:00:01.000Z'), ['raised'], sent);
    const known = { pk: 'AL#LLLLLLLLLLLL', sk: 'L#00000001', schema: 1 };
    const waiting = { ...known, sentAt: '2026-11-02T10:00:01.000Z', messageId: 'message-1' };
    expect(await row()).toEqual({
      ...waiting,
      dueShard: expect.stringMatching(/^due#[0-3]$/),
      dueAt: '2026-11-02T10:05:01.000Z',
    });
    const ledger = dynamoDbNoticeLedger(table);
    const first = Date.parse('2026-11-02T10:00:02Z');
    await ledger.see({ alertId: 'LLLLLLLLLLLL', sequence: 1 }, { at: first, messageId: 'message-0' });
    await ledger.see({ alertId: 'LLLLLLLLLLLL', sequence: 1 }, { at: first + 1, messageId: 'message-1' });
    expect(await row()).toEqual({
      ...waiting,
      seenAt: '2026-11-02T10:00:02.000Z',
      seenMessageId: 'message-0',
    });
    expect(decodeLedgerRow(await row())).toEqual(await row());
  });

  test('an alert of no team belongs to nobody by name: its owner could name no team', async () => {
    await dynamoDbLedger(table).record(anEntry('teamless'));
    const family = await dynamoDbFamilies(table).family('family-teamless');
    const { team: _left, ...teamless } = anAlert({ alertId: 'NNNNNNNNNNNN', familyId: 'family-teamless' });
    await dynamoDbAlerts(table).commit(family!, teamless, raised);
    const item = (await table.items()).find(({ pk, sk }) => pk === 'AL#NNNNNNNNNNNN' && sk === 'ALERT');
    expect(item?.owner).toBe('-#raised');
    expect(ReferralSubmission.shape.team.safeParse('-').success).toBe(false);
  });

  test('an entry of the history that is already there is never written over, and stops the change', async () => {
    await dynamoDbLedger(table).record(anEntry('audit'));
    const family = await dynamoDbFamilies(table).family('family-audit');
    const alert = anAlert({ alertId: 'HHHHHHHHHHHH', familyId: 'family-audit' });
    const there = { pk: 'AL#HHHHHHHHHHHH', sk: 'H#00000001', note: 'written before' };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(there) }));
    expect(await dynamoDbAlerts(table).commit(family!, alert, raised)).toEqual({ code: 'moved' });
    expect(await dynamoDbAlerts(table).alert('HHHHHHHHHHHH')).toBeUndefined();
    expect((await table.items()).filter(({ pk }) => pk === there.pk)).toEqual([there]);
  });

  test('what a source calls a referral, a family or a person appears in no key', async () => {
    const own = await create();
    await recordReferral(
      {
        ledger: dynamoDbLedger(own),
        links: dynamoDbFamilyLinks(own),
        alerts: dynamoDbAlerts(own),
        pseudonyms: keyedPseudonyms(new Uint8Array(32).fill(7)),
        clock: { now: () => Date.parse('2026-11-02T10:00:00Z') },
      },
      {
        source: 'front-door',
        referralId: 'OUTSIDE-1',
        familyRef: 'OUTSIDE-2',
        incidentRef: 'OUTSIDE-3',
        stage: 'contact',
        purpose: 'concern',
        madeAt: '2026-11-02T09:00:00Z',
        referrer: { sourceCode: '1A', referrerRef: 'OUTSIDE-4' },
        concerns: [],
      },
      ['front-door'],
    );
    const items = await own.items();
    expect(items).toHaveLength(4);
    const keys = items.flatMap(({ pk, sk }) => [String(pk), String(sk)]);
    expect(keys.filter((key) => /OUTSIDE|front-door/.test(key))).toEqual([]);
    expect(items.filter((item) => JSON.stringify(item).includes('OUTSIDE-2'))).toEqual([]);
  });

  test('what a source calls a life event appears in no key', async () => {
    const own = await create();
    await dynamoDbLedger(own).record(anEntry('outside'));
    const outcome = await recordLifeEvent(
      {
        families: dynamoDbFamilies(own),
        ledger: dynamoDbLifeEvents(own),
        pseudonyms: keyedPseudonyms(new Uint8Array(32).fill(7)),
        clock: { now: () => Date.parse('2026-11-02T10:00:00Z') },
      },
      {
        familyId: 'family-outside',
        event: { source: 'front-door', eventId: 'OUTSIDE-5', happenedOn: '2026-10-01', event: 'new-adult' },
        boundSources: ['front-door'],
      },
    );
    expect(outcome.ok).toBe(true);
    const items = await own.items();
    expect(items).toHaveLength(7);
    const keys = items.flatMap(({ pk, sk }) => [String(pk), String(sk)]);
    // Nor the date, which of a birth is a date of birth.
    expect(keys.filter((key) => /OUTSIDE|front-door|new-adult|2026-/.test(key.replace(/^R#.*/, '')))).toEqual(
      [],
    );
  });

  test.each([
    ['an older schema', { schema: 0 }],
    ['an attribute that nobody wrote', { surprise: 'private' }],
    ['an attribute of another kind of event', { caseKind: 'early-help' }],
    ['a value that cannot be', { happenedOn: 'private' }],
    ['a kind that this version does not know', { event: 'private' }],
  ])('a life event with %s is not read, and the error names no value', async (_what, wrong) => {
    const name = `wrong-event-${Object.keys(wrong)[0]}`;
    await dynamoDbLedger(table).record(anEntry(name));
    await dynamoDbLifeEvents(table).record(anEventEntry(name, name));
    const item = (await table.items()).find(({ sk }) => sk === `S#LIFE#${name}`);
    const spoilt = marshall({ ...item, ...wrong });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: spoilt }));
    const reading = dynamoDbFamilies(table).timeline(`timeline-${name}`);
    await expect(reading).rejects.toThrow(/^The life event item is not of the schema/);
    await expect(reading).rejects.not.toThrow(/private|early-help/);
  });

  test('a life event whose attributes are not of its kind is not written', async () => {
    const wrong = { ...anEventEntry('never', 'never').event, caseKind: 'early-help' };
    const entry = { ...anEventEntry('never', 'never'), event: wrong as never };
    await expect(dynamoDbLifeEvents(table).record(entry)).rejects.toThrow('The life event item is not of');
    expect((await table.items()).filter(({ pk }) => pk === 'SRC#never')).toEqual([]);
  });

  test.each(['familyRef', 'childRefs', 'nhsNumbers', 'upns'])(
    'a referral is written with what it regards, and never with %s',
    async (attribute) => {
      const name = `regarding-${attribute}`;
      const entry = anEntry(name);
      const stated = { ...entry, referral: { ...entry.referral, regarding: 'R-1' } };
      await dynamoDbLedger(table).record(stated);
      const read = await dynamoDbFamilies(table).timeline(`timeline-${name}`);
      expect(read?.timeline.referrals).toEqual([stated.referral]);
      const more = { ...stated.referral, key: 'more', [attribute]: 'error' };
      const further = { ...aFurtherEntry(name, 'more', entry.referral.madeAt), referral: more };
      await expect(dynamoDbLedger(table).record(further)).rejects.toThrow('The referral item is not of');
    },
  );

  test.each([
    ['an older schema', { schema: 0 }],
    ['an attribute that nobody wrote', { surprise: 'private' }],
    ['a value that cannot be', { madeAt: 'private' }],
  ])('a referral with %s is not read, and the error names no value', async (_what, wrong) => {
    const name = `wrong-${Object.keys(wrong)[0]}`;
    await dynamoDbLedger(table).record(anEntry(name));
    const item = (await table.items()).find(
      ({ pk, sk }) => pk === `TL#timeline-${name}` && String(sk).startsWith('R#'),
    );
    const spoilt = marshall({ ...item, ...wrong });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: spoilt }));
    const reading = dynamoDbFamilies(table).timeline(`timeline-${name}`);
    await expect(reading).rejects.toThrow(/^The referral item is not of the schema/);
    await expect(reading).rejects.not.toThrow(/private/);
  });

  test('a row of a kind that this version does not know stops the reading of a timeline', async () => {
    await dynamoDbLedger(table).record(anEntry('unknown'));
    const row = { pk: 'TL#timeline-unknown', sk: 'S#SOMETHING', schema: 1 };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(row) }));
    await expect(dynamoDbFamilies(table).timeline('timeline-unknown')).rejects.toThrow('unknown kind');
  });
});
