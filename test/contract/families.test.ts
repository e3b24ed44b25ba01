import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { dynamoDbFamilies } from '../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbLedger } from '../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { type ContractStore, contractStores, createTestTable } from '../support/contract-stores.ts';

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
      recordUrl: 'https://case.example/record/1',
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
});

describe('families on DynamoDB', () => {
  test('read a timeline that is longer than one answer of the service, whole and strongly consistent', async () => {
    const table = await createTestTable('familiesPaging');
    const ledger = dynamoDbLedger(table);
    await ledger.record(anEntry('long'));
    const referrals = 550;
    const big = {
      referrer: { sourceCode: '2A' as const, organisationRef: 'o'.repeat(64), referrerRef: 'r'.repeat(64) },
      household: { children: Array.from({ length: 20 }, () => ({ expectedDateOfBirth: '2027-01-05' })) },
      concerns: Array.from({ length: 20 }, () => ({
        kind: 'disability-support' as const,
        subject: 'parent' as const,
      })),
      recordUrl: `https://case.example/${'r'.repeat(270)}`,
    };
    for (let index = 1; index < referrals; index += 1) {
      const entry = aFurtherEntry(
        'long',
        `key-${index}`,
        new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
      );
      await ledger.record({ ...entry, referral: { ...entry.referral, ...big } });
    }
    const before = table.sent.length;
    const read = await dynamoDbFamilies(table).timeline('timeline-long');
    const pages = table.sent.slice(before).filter((command) => command instanceof QueryCommand);
    expect(read?.timeline.referrals).toHaveLength(referrals);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every(({ input }) => input.ConsistentRead === true)).toBe(true);
  });
});
