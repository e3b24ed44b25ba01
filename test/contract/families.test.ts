import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReferralLedger } from '../../core/ports/referral-ledger.ts';
import { mostReferralsRead, type TimelineReferral } from '../../core/timeline/timeline.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import {
  type ContractStore,
  contractStores,
  type TestTable,
  testTables,
} from '../support/contract-stores.ts';

describe.each(contractStores('familiesContract'))('families on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
  });

  test('know nothing of a family or a timeline that was never written', async () => {
    expect(await store.families.family('nobody')).toBeUndefined();
    expect(await store.families.timeline('nothing')).toBeUndefined();
  });

  test('bring every field of a referral back as it was recorded', async () => {
    const { referral } = anEntry('whole');
    const whole = {
      ...referral,
      stage: 'referral' as const,
      incidentDate: '2026-11-01',
      incidentRef: 'I-1',
      referrer: { sourceCode: '3A' as const, referrerRef: 'P-1', organisationRef: 'O-1' },
      household: { children: [{ dateOfBirth: '2020-02-29' }, { expectedDateOfBirth: '2027-01-05' }] },
      concerns: [{ kind: 'other' as const, subject: 'parent' as const }],
      level: 2,
      screening: {
        outcome: 'nfa' as const,
        decidedAt: '2026-11-02T09:30:00.000Z',
        levelApplied: 1,
        basis: 'consent' as const,
        historyConsidered: false,
      },
      team: 'north',
    };
    await store.ledger.record(anEntry('whole', { referral: whole }));
    const read = await store.families.timeline('timeline-whole');
    expect(read?.timeline.referrals).toEqual([whole]);
  });

  test('order referrals made at one instant by key', async () => {
    await store.ledger.record(anEntry('ties'));
    for (const key of ['b', 'a', 'c']) {
      await store.ledger.record(aFurtherEntry('ties', key, '2026-11-02T09:00:00.000Z'));
    }
    const read = await store.families.timeline('timeline-ties');
    expect(read?.timeline.referrals.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'key-ties']);
  });

  test('read a timeline whole up to as many referrals as are read, and of a longer one the newest', async () => {
    await store.ledger.record(anEntry('many'));
    await recordFurther(store.ledger, 'many', mostReferralsRead - 1);
    const whole = await store.families.timeline('timeline-many');
    expect(whole?.timeline.referrals.map(({ key }) => key)).toEqual([
      ...furtherKeys('many', mostReferralsRead - 1),
      'key-many',
    ]);
    expect(whole?.isComplete).toBe(true);
    await recordFurther(store.ledger, 'many', 520, mostReferralsRead);
    const newest = await store.families.timeline('timeline-many');
    expect(newest?.timeline.referrals.map(({ key }) => key)).toEqual([
      ...furtherKeys('many', 520).slice(-mostReferralsRead + 1),
      'key-many',
    ]);
    expect(newest).toMatchObject({ isComplete: false, familyId: 'family-many', examinationFailed: false });
  });
});

const furtherKeys = (name: string, to: number, from = 1): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${name}-${String(from + index).padStart(3, '0')}`);

/** Records further referrals of a family, one a minute from the beginning of the year, before its first. */
async function recordFurther(
  ledger: ReferralLedger,
  name: string,
  to: number,
  from = 1,
  stated: Partial<TimelineReferral> = {},
): Promise<void> {
  for (const [index, key] of furtherKeys(name, to, from).entries()) {
    const entry = aFurtherEntry(name, key, new Date(Date.UTC(2026, 0, 1, 0, from + index)).toISOString());
    const result = await ledger.record({ ...entry, referral: { ...entry.referral, ...stated } });
    expect(result).toEqual({ code: 'recorded' });
  }
}

/** Every field about as long as the schema allows: some two kilobytes. */
const large: Partial<TimelineReferral> = {
  source: 's'.repeat(40),
  referralId: 'r'.repeat(64),
  incidentDate: '2026-01-01',
  incidentRef: 'i'.repeat(64),
  referrer: { sourceCode: '2A', organisationRef: 'o'.repeat(64), referrerRef: 'r'.repeat(64) },
  household: { children: Array.from({ length: 20 }, () => ({ expectedDateOfBirth: '2027-01-05' })) },
  concerns: Array.from({ length: 20 }, () => ({ kind: 'parental-separation', subject: 'parent' })),
  level: 1,
  screening: {
    outcome: 'passed-to-other-authority',
    decidedAt: '2026-11-02T09:30:00.000Z',
    levelApplied: 1,
    basis: 'safeguarding',
    historyConsidered: false,
  },
  team: 't'.repeat(40),
};

describe.each(testTables('familiesReads'))('families on $name', ({ create }) => {
  let table: TestTable;
  beforeAll(async () => {
    table = await create();
  });

  /** Reads a timeline and gives the queries that it took. */
  async function read(timelineId: string) {
    const before = table.sent.length;
    const found = await dynamoDbFamilies(table).timeline(timelineId);
    const sent = table.sent.slice(before);
    const queries = sent.filter((command) => command instanceof QueryCommand).map(({ input }) => input);
    expect(queries).toHaveLength(sent.length);
    return { found, queries };
  }

  test('read a timeline with its state by one query', async () => {
    await dynamoDbLedger(table).record(anEntry('ordinary'));
    await recordFurther(dynamoDbLedger(table), 'ordinary', 30);
    await dynamoDbDueWork(table).noteFailure(
      'timeline-ordinary',
      Date.UTC(2026, 10, 2),
      Date.UTC(2026, 10, 2),
    );
    const { found, queries } = await read('timeline-ordinary');
    expect(found?.timeline.referrals).toHaveLength(31);
    expect(found).toMatchObject({ isComplete: true, examinationFailed: true });
    expect(queries).toHaveLength(1);
  });

  test('read life events and when to examine next by the same query', async () => {
    await dynamoDbLedger(table).record(anEntry('eventful'));
    await recordFurther(dynamoDbLedger(table), 'eventful', 30);
    for (const number of [1, 2, 3]) {
      await dynamoDbLifeEvents(table).record(anEventEntry('eventful', `event-${number}`));
    }
    await dynamoDbDueWork(table).keepNextExamination('timeline-eventful', Date.UTC(2026, 11, 24));
    const { found, queries } = await read('timeline-eventful');
    expect(found?.timeline.lifeEvents.map(({ key }) => key)).toEqual(['event-1', 'event-2', 'event-3']);
    expect(found?.timeline.referrals).toHaveLength(31);
    expect(found).toMatchObject({ isComplete: true, nextExaminationAt: '2026-12-24T00:00:00.000Z' });
    expect(queries).toHaveLength(1);
  });

  test('read as many referrals beside life events as without them', async () => {
    await dynamoDbLedger(table).record(anEntry('full'));
    await recordFurther(dynamoDbLedger(table), 'full', mostReferralsRead);
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await dynamoDbLifeEvents(table).record(anEventEntry('full', `full-event-${number}`));
    }
    const { found, queries } = await read('timeline-full');
    expect(found?.timeline.lifeEvents).toHaveLength(6);
    expect(found?.timeline.referrals).toHaveLength(mostReferralsRead);
    expect(found?.isComplete).toBe(false);
    // The first look brings 6 life events and 499 other rows; 6 of the 505 are left.
    expect(queries.map(({ Limit }) => Limit)).toEqual([505, 6]);
  });

  test('read on after an answer of the service that is full, strongly consistent, as far as is read at all', async () => {
    await dynamoDbLedger(table).record(anEntry('long'));
    await recordFurther(dynamoDbLedger(table), 'long', mostReferralsRead - 1, 1, large);
    const { found, queries } = await read('timeline-long');
    expect(found?.timeline.referrals.map(({ key }) => key)).toEqual([
      ...furtherKeys('long', mostReferralsRead - 1),
      'key-long',
    ]);
    expect(found?.isComplete).toBe(true);
    expect(queries.length).toBeGreaterThan(1);
    expect(queries.every(({ ConsistentRead }) => ConsistentRead === true)).toBe(true);
    await recordFurther(dynamoDbLedger(table), 'long', 520, mostReferralsRead);
    const longer = await read('timeline-long');
    expect(longer.found?.timeline.referrals).toHaveLength(mostReferralsRead);
    expect(longer.found?.isComplete).toBe(false);
    const [first, second] = longer.queries.map(({ Limit }) => Limit);
    expect(first).toBe(505);
    expect(second).toBeLessThan(505);
    expect(longer.queries).toHaveLength(2);
  });
});
