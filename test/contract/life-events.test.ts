import { beforeAll, describe, expect, test } from 'vitest';
import type { LifeEventLedger } from '../../core/ports/life-event-ledger.ts';
import { recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { aLifeEvent } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry, everyKindOfEvent } from '../support/a-life-event-entry.ts';
import { aSubmission } from '../support/a-submission.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
const boundSources = ['front-door'];

describe.each(contractStores('lifeEvents'))('life events on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
  });

  const eventsOf = async (name: string) =>
    (await store.families.timeline(`timeline-${name}`))?.timeline.lifeEvents;

  /** The use case on this store. */
  const record = (familyId: string, event = aLifeEvent('E-1', '2026-10-01')) => {
    const { key: _ours, ...sent } = event;
    const surroundings = { families: store.families, ledger: store.lifeEvents, pseudonyms, clock };
    return recordLifeEvent(surroundings, { familyId, event: sent, boundSources });
  };

  test('lie on the timeline of the family beside its referrals', async () => {
    await store.ledger.record(anEntry('first'));
    expect(await eventsOf('first')).toEqual([]);
    const entry = anEventEntry('first', 'event-1');
    expect(await store.lifeEvents.record(entry)).toEqual({ code: 'recorded' });
    const read = await store.families.timeline('timeline-first');
    expect(read?.timeline).toEqual({
      timelineId: 'timeline-first',
      referrals: [anEntry('first').referral],
      lifeEvents: [entry.event],
    });
    expect(read).toMatchObject({ isComplete: true, examinationFailed: false, nextExaminationAt: undefined });
  });

  test('come back as they were recorded, every kind of them with all that it says', async () => {
    await store.ledger.record(anEntry('whole'));
    const events = everyKindOfEvent.map((event) => ({ ...event, key: `whole-${event.eventId}` }));
    for (const event of events) await store.lifeEvents.record(anEventEntry('whole', event.key, event));
    expect(await eventsOf('whole')).toEqual(events.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    expect(events.length).toBeGreaterThanOrEqual(23);
  });

  test('come in the order of the days they happened on, those of one day by key', async () => {
    await store.ledger.record(anEntry('order'));
    const happened = [
      ['order-b', '2026-10-01'],
      ['order-latest', '2026-10-02'],
      ['order-a', '2026-10-01'],
      ['order-earliest', '1999-12-31'],
    ] as const;
    for (const [key, day] of happened) {
      await store.lifeEvents.record(anEventEntry('order', key, aLifeEvent(key, day)));
    }
    expect((await eventsOf('order'))?.map(({ key }) => key)).toEqual([
      'order-earliest',
      'order-a',
      'order-b',
      'order-latest',
    ]);
  });

  test('once recorded give the first receipt, prints and timeline, whatever is recorded now', async () => {
    await store.ledger.record(anEntry('again'));
    await store.ledger.record(anEntry('other'));
    await store.lifeEvents.record(anEventEntry('again', 'event-again'));
    const again = {
      ...anEventEntry('other', 'event-again', aLifeEvent('event-again', '2026-10-31')),
      receipt: { receiptId: 'event-again', recordedAt: '2026-12-24T00:00:00.000Z' },
      prints: { source: 'another' },
    };
    expect(await store.lifeEvents.record(again)).toEqual({
      code: 'already-recorded',
      receipt: { receiptId: 'event-again', recordedAt: '2026-11-02T10:00:00.000Z' },
      prints: { source: 'print-source', eventId: 'print-event-again' },
      timelineId: 'timeline-again',
    });
    expect((await eventsOf('again'))?.map(({ happenedOn }) => happenedOn)).toEqual(['2026-10-01']);
    expect(await eventsOf('other')).toEqual([]);
  });

  test('are stored once of a hundred identical ones that arrive at once', async () => {
    await store.ledger.record(anEntry('crowd'));
    const results = await Promise.all(
      Array.from({ length: 100 }, () => store.lifeEvents.record(anEventEntry('crowd', 'event-crowd'))),
    );
    const codes = results.map(({ code }) => code);
    expect([...new Set(codes)].sort()).toEqual(['already-recorded', 'recorded']);
    expect(codes.filter((code) => code === 'recorded')).toHaveLength(1);
    expect(await eventsOf('crowd')).toHaveLength(1);
  });

  test('are all read, however many there are, with every referral that is read', async () => {
    await store.ledger.record(anEntry('many'));
    await store.ledger.record(aFurtherEntry('many', 'many-further', '2026-11-01T09:00:00.000Z'));
    await recordMany(store.lifeEvents, 'many', 620);
    const read = await store.families.timeline('timeline-many');
    expect(read?.timeline.lifeEvents.map(({ key }) => key)).toEqual(manyKeys('many', 620));
    expect(read?.timeline.referrals.map(({ key }) => key)).toEqual(['many-further', 'key-many']);
    expect(read?.isComplete).toBe(true);
  });

  test('share nothing with their callers', async () => {
    await store.ledger.record(anEntry('shared'));
    const event = { ...aLifeEvent('event-shared', '2026-10-01') };
    await store.lifeEvents.record(anEventEntry('shared', 'event-shared', event));
    event.happenedOn = '1999-12-31';
    expect((await eventsOf('shared'))?.map(({ happenedOn }) => happenedOn)).toEqual(['2026-10-01']);
  });

  test('and referrals of one source may have the same id: neither stands in the way of the other', async () => {
    const referral = aSubmission({ referralId: 'X-1', familyRef: 'F-same' });
    const recorded = await recordReferral({ ...store, pseudonyms, clock }, referral, boundSources);
    if (!recorded.ok) throw new Error('The referral of the test was not recorded.');
    const { familyId, receipt } = recorded.value;
    const event = await record(familyId, aLifeEvent('X-1', '2026-10-01'));
    expect(event).toMatchObject({ ok: true, value: { recordedAt: '2026-11-02T10:00:00.000Z' } });
    expect(event.ok && event.value.receiptId).not.toBe(receipt.receiptId);
    expect(await record(familyId, aLifeEvent('X-1', '2026-10-01'))).toEqual(event);
  });

  test('that arrive for two families at once belong to one of them, and the other is told', async () => {
    await store.ledger.record(anEntry('left'));
    await store.ledger.record(anEntry('right'));
    const outcomes = await Promise.all(['family-left', 'family-right'].map((familyId) => record(familyId)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      ok: false,
      error: { code: 'content-differs', fields: [], otherFamily: true },
    });
    const stored = [await eventsOf('left'), await eventsOf('right')].map((events) => events?.length);
    expect(stored.toSorted()).toEqual([0, 1]);
  });
});

const manyKeys = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-event-${String(index).padStart(4, '0')}`);

/** Records so many life events of a family, all of one day. */
async function recordMany(ledger: LifeEventLedger, name: string, count: number): Promise<void> {
  for (const key of manyKeys(name, count)) {
    expect(await ledger.record(anEventEntry(name, key))).toEqual({ code: 'recorded' });
  }
}
