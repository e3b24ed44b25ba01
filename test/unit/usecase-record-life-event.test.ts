import { describe, expect, it } from 'vitest';
import type { Family } from '../../core/ports/families.ts';
import type { LifeEventEntry, LifeEventRecordResult } from '../../core/ports/life-event-ledger.ts';
import { differingFields } from '../../core/usecases/differing-fields.ts';
import { recordLifeEvent, type SentEvent } from '../../core/usecases/record-life-event.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { anEventSubmission } from '../support/a-case-system.ts';

const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };

const family: Family = {
  familyId: 'family-1',
  timelines: ['timeline-2', 'timeline-1'],
  version: 0,
  epoch: 0,
  openAlertId: undefined,
};

/**
 * Records a life event of `family-1`, told under that or another id that leads to it,
 * on a ledger that answers so, and gives what the ledger was asked.
 */
async function record(
  result: LifeEventRecordResult,
  stated: object = {},
  {
    of = family,
    told = family.familyId,
    boundSources = ['front-door'],
  }: { of?: Family; told?: string; boundSources?: string[] } = {},
) {
  const entries: LifeEventEntry[] = [];
  const ledger = {
    record: async (entry: LifeEventEntry) => {
      entries.push(entry);
      return result;
    },
  };
  const names = [of.familyId, ...of.timelines.map((timelineId) => pseudonyms.of('family', timelineId))];
  const families = { family: async (id: string) => (names.includes(id) ? of : undefined) };
  const sent: SentEvent = { familyId: told, event: anEventSubmission(stated), boundSources };
  const outcome = await recordLifeEvent({ families, ledger, pseudonyms, clock }, sent);
  return { outcome, entries };
}

const recorded = { code: 'recorded' } as const;

/** What the ledger answers for the event of these tests where it lies on a timeline already. */
const already = (timelineId: string, prints: Record<string, string>): LifeEventRecordResult => ({
  code: 'already-recorded',
  receipt: { receiptId: 'life-event:front-door:E-1', recordedAt: '2026-10-02T08:00:00.000Z' },
  prints,
  timelineId,
});

const prints = {
  source: 'content:life-event:front-door:E-1:source:%22front-door%22',
  eventId: 'content:life-event:front-door:E-1:eventId:%22E-1%22',
  event: 'content:life-event:front-door:E-1:event:%22case-opened%22',
  happenedOn: 'content:life-event:front-door:E-1:happenedOn:%222026-10-01%22',
  caseKind: 'content:life-event:front-door:E-1:caseKind:%22early-help%22',
};

describe('recording a life event', () => {
  it('puts it on a timeline of its family, under a key derived from what its source calls it', async () => {
    const { outcome, entries } = await record(recorded);
    const receipt = { receiptId: 'life-event:front-door:E-1', recordedAt: '2026-11-02T10:00:00.000Z' };
    expect(outcome).toEqual({ ok: true, value: receipt });
    expect(entries).toEqual([
      {
        sourceKey: 'life-event:front-door:E-1',
        prints,
        receipt,
        timelineId: 'timeline-2',
        event: { ...anEventSubmission(), key: 'life-event:front-door:E-1' },
      },
    ]);
  });

  it('puts it on the timeline that founded the family it is told of, also under the id of before a join', async () => {
    for (const timelineId of ['timeline-1', 'timeline-2']) {
      const { entries } = await record(recorded, {}, { told: pseudonyms.of('family', timelineId) });
      expect(entries.map((entry) => entry.timelineId)).toEqual([timelineId]);
    }
  });

  it('gives the same life event again the first receipt', async () => {
    const { outcome } = await record(already('timeline-2', prints));
    expect(outcome).toEqual({
      ok: true,
      value: { receiptId: 'life-event:front-door:E-1', recordedAt: '2026-10-02T08:00:00.000Z' },
    });
  });

  it('takes it for the same where it lies on another timeline of the family', async () => {
    const { outcome } = await record(already('timeline-1', prints));
    expect(outcome.ok).toBe(true);
  });

  it('refuses it for another family', async () => {
    const { outcome } = await record(already('timeline-9', prints));
    expect(outcome).toEqual({
      ok: false,
      error: { code: 'content-differs', fields: [], otherFamily: true },
    });
  });

  it('refuses other content under the same id, naming the fields that differ and no value', async () => {
    const { caseKind: _changed, ...rest } = prints;
    const { outcome } = await record(already('timeline-2', { ...rest, team: 'print' }), {
      caseKind: 'family-help',
    });
    expect(outcome).toEqual({
      ok: false,
      error: { code: 'content-differs', fields: ['caseKind', 'team'], otherFamily: false },
    });
  });

  it('refuses a source that the client is not bound to, before it looks for the family', async () => {
    const of = { ...family, familyId: 'family-2' };
    const { outcome, entries } = await record(recorded, {}, { of, boundSources: ['other'] });
    expect(outcome).toEqual({ ok: false, error: { code: 'source-not-bound' } });
    expect(entries).toEqual([]);
  });

  it('refuses dates that cannot be by field and rule, and stores nothing', async () => {
    const { outcome, entries } = await record(recorded, { happenedOn: '2026-11-03' });
    expect(outcome).toEqual({
      ok: false,
      error: {
        code: 'impossible-dates',
        fields: [{ field: '/happenedOn', rule: 'future-date', detail: 'must not be in the future' }],
      },
    });
    expect(entries).toEqual([]);
  });

  it('refuses a family that is not there, and stores nothing', async () => {
    const { outcome, entries } = await record(recorded, {}, { of: { ...family, familyId: 'family-2' } });
    expect(outcome).toEqual({ ok: false, error: { code: 'family-unknown' } });
    expect(entries).toEqual([]);
  });

  it('passes on that the store is busy', async () => {
    const { outcome } = await record({ code: 'busy' });
    expect(outcome).toEqual({ ok: false, error: { code: 'busy' } });
  });

  it('throws for a family that has no timeline, which cannot be', async () => {
    await expect(record(recorded, {}, { of: { ...family, timelines: [] } })).rejects.toThrow(
      'A family has no timeline.',
    );
  });
});

describe('fields that differ', () => {
  it('are those that are not the same and those that only one has, in order', () => {
    expect(differingFields({ b: '1', a: '1', same: '1' }, { a: '2', same: '1', c: '1' })).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(differingFields({ same: '1' }, { same: '1' })).toEqual([]);
  });
});
