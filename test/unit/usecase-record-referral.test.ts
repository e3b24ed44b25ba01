import { describe, expect, it } from 'vitest';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { LedgerEntry, RecordResult, ReferralLedger } from '../../core/ports/referral-ledger.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aSubmission } from '../support/timeline-builders.ts';

const clock = { now: () => Date.parse('2026-03-02T10:01:00Z') };
const bound = ['front-door'];

/** A ledger that answers what it is told to, and keeps what it was asked, over families that are known or not. */
function scriptedLedger(results: RecordResult[], families: (string | undefined)[] = []) {
  const entries: LedgerEntry[] = [];
  const links: FamilyLinks = {
    ...createMemoryStore().links,
    lookUp: async (timelineId) => {
      const familyId = families.shift();
      const timeline = familyId === undefined ? undefined : { timelineId, familyId, timelines: [timelineId] };
      return { timeline, byIdentifier: new Map() };
    },
  };
  const ledger: ReferralLedger = {
    first: async () => undefined,
    record: async (entry) => {
      entries.push(entry);
      return results.shift() ?? { code: 'busy' };
    },
  };
  return { ledger, links, alerts: createMemoryStore().alerts, entries };
}

describe('recording a referral', () => {
  it('gives it a receipt, a timeline and a family, all derived from what its source calls them', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({
      ok: true,
      value: {
        receipt: { receiptId: 'referral:front-door:R-1', recordedAt: '2026-03-02T10:01:00.000Z' },
        familyId: 'family:timeline%3Afamily-ref%3Afront-door%3AF-1',
        isFirst: true,
        standsAlone: false,
        linked: { joined: [], notJoined: [] },
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
          code: 'new',
          familyId: 'family:timeline%3Afamily-ref%3Afront-door%3AF-1',
        },
        newIdentifiers: [],
      },
    ]);
  });

  it('stops at an answer of the ledger that it does not know', async () => {
    const { entries: _, ...scripted } = scriptedLedger([{ code: 'lost' } as unknown as RecordResult]);
    await expect(recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound)).rejects.toThrow(
      'No such result: ',
    );
  });

  it('prints every field of it, each under the referral’s own name', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }]);
    const submission = aSubmission();
    await recordReferral({ ...scripted, pseudonyms, clock }, submission, bound);
    expect(Object.keys(entries[0]!.prints).sort()).toEqual(Object.keys(submission).sort());
    expect(entries[0]!.prints.stage).toBe('content:front-door:R-1:stage:%22contact%22');
  });

  it('puts it in the family its reference is known to belong to', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }], ['family-77']);
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toMatchObject({ ok: true, value: { familyId: 'family-77' } });
    expect(entries[0]?.family).toEqual({ code: 'known', familyId: 'family-77' });
  });

  it('lets one without a family reference stand alone, on a timeline of its own', async () => {
    const store = createMemoryStore();
    const { familyRef, ...alone } = aSubmission();
    const other = { ...alone, referralId: 'R-2' };
    const [first, second] = [
      await recordReferral({ ...store, pseudonyms, clock }, alone, bound),
      await recordReferral({ ...store, pseudonyms, clock }, other, bound),
    ];
    if (!first.ok || !second.ok) throw new Error('both are recorded');
    expect(familyRef).toBeDefined();
    expect(first.value.familyId).not.toBe(second.value.familyId);
    expect(
      (await store.families.timeline('timeline:referral:front-door:R-1'))?.timeline.referrals,
    ).toHaveLength(1);
  });

  it('stands alone apart from a family whose reference is the referral’s id', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }, { code: 'recorded' }]);
    const { familyRef, ...alone } = aSubmission({ referralId: 'X-1' });
    await recordReferral({ ...scripted, pseudonyms, clock }, alone, bound);
    await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission({ familyRef: 'X-1' }), bound);
    expect(familyRef).toBeDefined();
    expect(entries[0]?.timelineId).not.toBe(entries[1]?.timelineId);
  });

  it('answers the same again for the same content, however its instants are written', async () => {
    const store = createMemoryStore();
    const screening = { outcome: 'nfa', decidedAt: '2026-03-02T10:00:30Z' } as const;
    const first = await recordReferral({ ...store, pseudonyms, clock }, aSubmission({ screening }), bound);
    const later = { now: () => clock.now() + 86_400_000 };
    const again = await recordReferral(
      { ...store, pseudonyms, clock: later },
      aSubmission({
        madeAt: '2026-03-02T11:00:00.000+01:00',
        screening: { outcome: 'nfa', decidedAt: '2026-03-02T11:00:30+01:00' },
      }),
      bound,
    );
    if (!first.ok) throw new Error(first.error.code);
    expect(again).toEqual({ ok: true, value: { ...first.value, isFirst: false } });
  });

  it('refuses other content under the same id, naming the fields that differ and no value', async () => {
    const store = createMemoryStore();
    await recordReferral({ ...store, pseudonyms, clock }, aSubmission({ level: 2 }), bound);
    const { level, ...without } = aSubmission({ level: 2, stage: 'referral', team: 'north' });
    expect(level).toBe(2);
    expect(await recordReferral({ ...store, pseudonyms, clock }, without, bound)).toEqual({
      ok: false,
      error: { code: 'content-differs', fields: ['level', 'stage', 'team'] },
    });
  });

  it('refuses a source that the client is not bound to, and stores nothing', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), [
      'schools-portal',
    ]);
    expect(outcome).toEqual({ ok: false, error: { code: 'source-not-bound' } });
    expect(entries).toEqual([]);
  });

  it('refuses impossible dates by field and rule, and stores nothing', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'recorded' }]);
    const outcome = await recordReferral(
      { ...scripted, pseudonyms, clock },
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
    const { entries, ...scripted } = scriptedLedger(
      [{ code: 'family-appeared' }, { code: 'recorded' }],
      [undefined, 'family-77'],
    );
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toMatchObject({ ok: true, value: { familyId: 'family-77' } });
    expect(entries.map(({ family }) => family.code)).toEqual(['new', 'known']);
  });

  it('says that the store is busy where starting over three times does not help', async () => {
    const { entries, ...scripted } = scriptedLedger(
      Array.from({ length: 9 }, () => ({ code: 'family-appeared' as const })),
    );
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({ ok: false, error: { code: 'busy' } });
    expect(entries).toHaveLength(3);
  });

  it('passes on that the store is busy', async () => {
    const { entries, ...scripted } = scriptedLedger([{ code: 'busy' }, { code: 'recorded' }]);
    const outcome = await recordReferral({ ...scripted, pseudonyms, clock }, aSubmission(), bound);
    expect(outcome).toEqual({ ok: false, error: { code: 'busy' } });
    expect(entries).toHaveLength(1);
  });
});
