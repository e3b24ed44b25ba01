import { describe, expect, it } from 'vitest';
import type { LedgerEntry, RecordResult, ReferralLedger } from '../../core/ports/referral-ledger.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aSubmission } from '../support/timeline-builders.ts';

const clock = { now: () => Date.parse('2026-03-02T10:01:00Z') };
const bound = ['front-door'];

/** A ledger that answers what it is told to, and keeps what it was asked. */
function scriptedLedger(results: RecordResult[], families: (string | undefined)[] = []) {
  const entries: LedgerEntry[] = [];
  const ledger: ReferralLedger = {
    familyOf: async () => families.shift(),
    record: async (entry) => {
      entries.push(entry);
      return results.shift() ?? { code: 'busy' };
    },
  };
  return { ledger, entries };
}

describe('recording a referral', () => {
  it('gives it a receipt, a timeline and a family, all derived from what its source calls them', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({
      ok: true,
      value: {
        receipt: { receiptId: 'referral:front-door:R-1', recordedAt: '2026-03-02T10:01:00.000Z' },
        familyId: 'family:timeline%3Afamily-ref%3Afront-door%3AF-1',
      },
    });
    const { familyRef, ...kept } = aSubmission({ madeAt: '2026-03-02T10:00:00.000Z' });
    expect(familyRef).toBe('F-1');
    expect(entries).toEqual([
      {
        sourceKey: 'referral:front-door:R-1',
        prints: expect.objectContaining({ madeAt: expect.stringContaining('madeAt') }),
        receipt: { receiptId: 'referral:front-door:R-1', recordedAt: '2026-03-02T10:01:00.000Z' },
        timelineId: 'timeline:family-ref:front-door:F-1',
        referral: { ...kept, key: 'referral:front-door:R-1' },
        family: {
          known: false,
          familyId: 'family:timeline%3Afamily-ref%3Afront-door%3AF-1',
          identifier: 'identifier:family-ref:front-door:F-1',
        },
      },
    ]);
  });

  it('stops at an answer of the ledger that it does not know', async () => {
    const { ledger } = scriptedLedger([{ code: 'lost' } as unknown as RecordResult]);
    await expect(recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound)).rejects.toThrow(
      'No such result: ',
    );
  });

  it('prints every field of it, each under the referral’s own name', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }]);
    const submission = aSubmission();
    await recordReferral({ ledger, pseudonyms, clock }, submission, bound);
    expect(Object.keys(entries[0]!.prints).sort()).toEqual(Object.keys(submission).sort());
    expect(entries[0]!.prints.stage).toBe('content:front-door:R-1:stage:%22contact%22');
  });

  it('puts it in the family its reference is known to belong to', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }], ['family-77']);
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toMatchObject({ ok: true, value: { familyId: 'family-77' } });
    expect(entries[0]?.family).toEqual({ known: true, familyId: 'family-77' });
  });

  it('lets one without a family reference stand alone, on a timeline of its own', async () => {
    const store = createMemoryStore();
    const { familyRef, ...alone } = aSubmission();
    const other = { ...alone, referralId: 'R-2' };
    const [first, second] = [
      await recordReferral({ ledger: store.ledger, pseudonyms, clock }, alone, bound),
      await recordReferral({ ledger: store.ledger, pseudonyms, clock }, other, bound),
    ];
    if (!first.ok || !second.ok) throw new Error('both are recorded');
    expect(familyRef).toBeDefined();
    expect(first.value.familyId).not.toBe(second.value.familyId);
    expect(
      (await store.families.timeline('timeline:referral:front-door:R-1'))?.timeline.referrals,
    ).toHaveLength(1);
  });

  it('stands alone apart from a family whose reference is the referral’s id', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }, { code: 'recorded' }]);
    const { familyRef, ...alone } = aSubmission({ referralId: 'X-1' });
    await recordReferral({ ledger, pseudonyms, clock }, alone, bound);
    await recordReferral({ ledger, pseudonyms, clock }, aSubmission({ familyRef: 'X-1' }), bound);
    expect(familyRef).toBeDefined();
    expect(entries[0]?.family).toMatchObject({ identifier: undefined });
    expect(entries[0]?.timelineId).not.toBe(entries[1]?.timelineId);
  });

  it('answers the same again for the same content, however its instants are written', async () => {
    const { ledger } = createMemoryStore();
    const screening = { outcome: 'nfa', decidedAt: '2026-03-02T10:00:30Z' } as const;
    const first = await recordReferral({ ledger, pseudonyms, clock }, aSubmission({ screening }), bound);
    const later = { now: () => clock.now() + 86_400_000 };
    const again = await recordReferral(
      { ledger, pseudonyms, clock: later },
      aSubmission({
        madeAt: '2026-03-02T11:00:00.000+01:00',
        screening: { outcome: 'nfa', decidedAt: '2026-03-02T11:00:30+01:00' },
      }),
      bound,
    );
    expect(again).toEqual(first);
    expect(first.ok).toBe(true);
  });

  it('refuses other content under the same id, naming the fields that differ and no value', async () => {
    const { ledger } = createMemoryStore();
    await recordReferral({ ledger, pseudonyms, clock }, aSubmission({ level: 2 }), bound);
    const { level, ...without } = aSubmission({ level: 2, stage: 'referral', team: 'north' });
    expect(level).toBe(2);
    expect(await recordReferral({ ledger, pseudonyms, clock }, without, bound)).toEqual({
      ok: false,
      error: { code: 'content-differs', fields: ['level', 'stage', 'team'] },
    });
  });

  it('refuses a source that the client is not bound to, and stores nothing', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), ['schools-portal']);
    expect(outcome).toEqual({ ok: false, error: { code: 'source-not-bound' } });
    expect(entries).toEqual([]);
  });

  it('refuses impossible dates by field and rule, and stores nothing', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral(
      { ledger, pseudonyms, clock },
      aSubmission({ madeAt: '2026-03-02T10:06:00.001Z' }),
      bound,
    );
    expect(outcome).toEqual({
      ok: false,
      error: {
        code: 'impossible-dates',
        fields: [
          { field: '/madeAt', rule: 'future-date', detail: 'must not be more than five minutes ahead' },
        ],
      },
    });
    expect(entries).toEqual([]);
  });

  it('starts over when the family has just appeared, and joins it', async () => {
    const { ledger, entries } = scriptedLedger(
      [{ code: 'family-appeared' }, { code: 'recorded' }],
      [undefined, 'family-77'],
    );
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toMatchObject({ ok: true, value: { familyId: 'family-77' } });
    expect(entries.map(({ family }) => family.known)).toEqual([false, true]);
  });

  it('says that the store is busy where starting over three times does not help', async () => {
    const { ledger, entries } = scriptedLedger(
      Array.from({ length: 9 }, () => ({ code: 'family-appeared' as const })),
    );
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({ ok: false, error: { code: 'busy' } });
    expect(entries).toHaveLength(3);
  });

  it('passes on that the store is busy', async () => {
    const { ledger, entries } = scriptedLedger([{ code: 'busy' }, { code: 'recorded' }]);
    const outcome = await recordReferral({ ledger, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({ ok: false, error: { code: 'busy' } });
    expect(entries).toHaveLength(1);
  });
});
