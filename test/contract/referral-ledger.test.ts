import { beforeAll, describe, expect, test } from 'vitest';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const countOf = (codes: readonly string[], wanted: string): number =>
  codes.filter((code) => code === wanted).length;

describe.each(contractStores('referralLedgerContract'))('a referral ledger on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
  });

  test('keeps a first referral and founds its family', async () => {
    const entry = anEntry('first');
    expect(await store.ledger.first('key-first')).toBeUndefined();
    expect(await store.ledger.record(entry)).toEqual({ code: 'recorded' });
    expect(await store.ledger.first('key-first')).toEqual({ receipt: entry.receipt, prints: entry.prints });
    const family = {
      timelineId: 'timeline-first',
      familyId: 'family-first',
      timelines: ['timeline-first'],
    };
    expect(await store.links.lookUp('timeline-first', entry.newIdentifiers)).toEqual({
      timeline: family,
      byIdentifier: new Map([['identifier-first', family]]),
    });
    expect(await store.families.timeline('timeline-first')).toEqual({
      timeline: { timelineId: 'timeline-first', referrals: [entry.referral], lifeEvents: [] },
      familyId: 'family-first',
      isComplete: true,
      hasHadAlert: false,
      examinationFailed: false,
      nextExaminationAt: undefined,
      timelinesOfFamily: ['timeline-first'],
    });
    expect(await store.families.family('family-first')).toEqual({
      familyId: 'family-first',
      timelines: ['timeline-first'],
      version: 0,
      epoch: 0,
      openAlertId: undefined,
    });
  });

  test('keeps a referral that names no family on a timeline of its own', async () => {
    expect(await store.ledger.record(anEntry('alone', { newIdentifiers: [] }))).toEqual({ code: 'recorded' });
    expect((await store.families.timeline('timeline-alone'))?.familyId).toBe('family-alone');
  });

  test('gives the first receipt and prints for the same referral again, whatever it holds now', async () => {
    await store.ledger.record(anEntry('again'));
    const again = anEntry('again', {
      receipt: { receiptId: 'key-again', recordedAt: '2026-12-24T00:00:00.000Z' },
      prints: { source: 'another' },
    });
    expect(await store.ledger.record(again)).toEqual({
      code: 'already-recorded',
      receipt: { receiptId: 'key-again', recordedAt: '2026-11-02T10:00:00.000Z' },
      prints: { source: 'print-source', referralId: 'print-id', concerns: 'print-concerns' },
    });
  });

  test('recognises the same referral again although its family is known by now', async () => {
    await store.ledger.record(anEntry('later'));
    const family = { code: 'known', familyId: 'family-later' } as const;
    expect((await store.ledger.record(anEntry('later', { family, newIdentifiers: [] }))).code).toBe(
      'already-recorded',
    );
    expect((await store.families.timeline('timeline-later'))?.timeline.referrals).toHaveLength(1);
  });

  test('adds referrals to a known family, in order of the time they were made', async () => {
    await store.ledger.record(anEntry('known'));
    await store.ledger.record(aFurtherEntry('known', 'latest', '2026-11-03T08:00:00.000Z'));
    await store.ledger.record(aFurtherEntry('known', 'earliest', '2025-01-01T08:00:00.000Z'));
    const read = await store.families.timeline('timeline-known');
    expect(read?.timeline.referrals.map(({ key }) => key)).toEqual(['earliest', 'key-known', 'latest']);
  });

  test('says that the family has appeared when another referral has just founded it, and stores nothing', async () => {
    await store.ledger.record(anEntry('race'));
    const late = anEntry('race', {
      sourceKey: 'key-race-late',
      referral: { ...anEntry('race').referral, key: 'key-race-late' },
    });
    expect(await store.ledger.record(late)).toEqual({ code: 'family-appeared' });
    expect((await store.families.timeline('timeline-race'))?.timeline.referrals).toHaveLength(1);
    const family = { code: 'known', familyId: 'family-race' } as const;
    const known = { ...late, family, newIdentifiers: [] };
    expect(await store.ledger.record(known)).toEqual({ code: 'recorded' });
  });

  test('stores one of a hundred identical referrals that arrive at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        store.ledger.record(
          anEntry('crowd', {
            receipt: {
              receiptId: 'key-crowd',
              recordedAt: new Date(Date.UTC(2026, 10, 2, 10, 0, index)).toISOString(),
            },
          }),
        ),
      ),
    );
    const codes = results.map(({ code }) => code);
    expect([countOf(codes, 'recorded'), countOf(codes, 'already-recorded')]).toEqual([1, 99]);
    const receipts = results.flatMap((result) => ('receipt' in result ? [result.receipt.recordedAt] : []));
    expect(new Set(receipts).size).toBe(1);
    expect((await store.families.timeline('timeline-crowd'))?.timeline.referrals).toHaveLength(1);
  });

  test('gives a hundred referrals of one new family that arrive at once the same family', async () => {
    const pseudonyms: Pseudonyms = keyedPseudonyms(new Uint8Array(32));
    const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        recordReferral(
          { ...store, pseudonyms, clock },
          {
            source: 'front-door',
            referralId: `R-${index}`,
            familyRef: 'F-crowd',
            stage: 'contact',
            purpose: 'concern',
            madeAt: '2026-11-02T09:00:00Z',
            referrer: { sourceCode: '2A' },
            concerns: [],
          },
          ['front-door'],
        ),
      ),
    );
    const families = outcomes.map((outcome) => (outcome.ok ? outcome.value.familyId : outcome.error.code));
    expect(new Set(families).size).toBe(1);
    const timelineId = pseudonyms.of('timeline', 'family-ref', 'front-door', 'F-crowd');
    const read = await store.families.timeline(timelineId);
    expect(read?.timeline.referrals).toHaveLength(100);
    expect([read?.familyId]).toEqual([...new Set(families)]);
  });

  test('shares nothing with its callers', async () => {
    const concerns = [{ kind: 'neglect' as const, subject: 'child' as const }];
    const entry = anEntry('shared');
    await store.ledger.record({ ...entry, referral: { ...entry.referral, concerns } });
    concerns.pop();
    const read = await store.families.timeline('timeline-shared');
    expect(read?.timeline.referrals[0]?.concerns).toHaveLength(1);
    const referrals = read?.timeline.referrals as unknown as { concerns: unknown[] }[];
    try {
      referrals[0]?.concerns.pop();
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
    const readAgain = await store.families.timeline('timeline-shared');
    expect(readAgain?.timeline.referrals[0]?.concerns).toHaveLength(1);
  });
});
