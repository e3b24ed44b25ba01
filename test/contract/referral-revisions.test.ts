import { beforeAll, describe, expect, test } from 'vitest';
import type { Placing } from '../../core/ports/referral-ledger.ts';
import type { ReferralHistory, RevisionEntry } from '../../core/ports/referral-revisions.ts';
import { type Revision, standingOf } from '../../core/referral/revision.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const recordedAt = '2026-11-05T10:00:00.000Z';
const common = (revision: number, mark: string) => ({ revision, mark, recordedAt, by: 'client-1' });
const withdrawal = (revision: number, mark = `w${revision}`): Revision => ({
  ...common(revision, mark),
  kind: 'withdrawal',
  reason: 'error',
});

describe.each(contractStores('revisionsContract'))('what is said later, on $name', ({ create }) => {
  let store: ContractStore;
  beforeAll(async () => {
    store = await create();
  });

  const historyOf = async (name: string): Promise<ReferralHistory> => {
    const history = await store.revisions.history(`key-${name}`);
    if (history === undefined) throw new Error('There is no such referral.');
    return history;
  };
  const entryOf = (before: ReferralHistory, revision: Revision, placing?: Placing): RevisionEntry => ({
    before,
    revision,
    from: standingOf(before.first, before.revisions),
    to: standingOf(before.first, [...before.revisions, revision]),
    placing,
  });
  const keep = async (name: string, revision: Revision, placing?: Placing) =>
    store.revisions.keep(entryOf(await historyOf(name), revision, placing));
  const correction = (
    name: string,
    revision: number,
    stated: object,
    timelineId = `timeline-${name}`,
  ): Revision => {
    const { key: _, ...content } = { ...anEntry(name).referral, ...stated };
    return { ...common(revision, `c${revision}`), kind: 'correction', timelineId, content };
  };
  const rowsOf = async (name: string) =>
    (await store.families.timeline(`timeline-${name}`))?.timeline.referrals;

  test('is nothing of a referral that is not there, or of a life event', async () => {
    expect(await store.revisions.history('key-nobody')).toBeUndefined();
    await store.ledger.record(anEntry('eventful'));
    await store.lifeEvents.record(anEventEntry('eventful', 'key-event'));
    expect(await store.revisions.history('key-event')).toBeUndefined();
  });

  test('is nothing at first, and the referral is as it was sent', async () => {
    const { receipt, referral } = anEntry('silent');
    await store.ledger.record(anEntry('silent'));
    expect(await store.revisions.history('key-silent')).toEqual({
      key: 'key-silent',
      receipt,
      version: 0,
      first: { timelineId: 'timeline-silent', referral },
      revisions: [],
    });
  });

  test('is all kept, of every kind, and what was first sent stays as it was', async () => {
    await store.ledger.record(anEntry('whole'));
    const all: readonly Revision[] = [
      withdrawal(1),
      correction('whole', 2, { level: 2, household: { children: [{ dateOfBirth: '2020-02-29' }] } }),
      { ...common(1, 'n'), kind: 'annotation', annotation: 'judged-malicious', stands: true },
      {
        ...common(1, 's'),
        kind: 'screening',
        screening: { outcome: 'nfa', decidedAt: recordedAt, historyConsidered: true },
        sameEventAs: 'abcdefghijklmnopqrstuv',
      },
    ];
    for (const [index, revision] of all.entries()) {
      expect(await keep('whole', revision)).toEqual({ code: 'kept' });
      const history = await historyOf('whole');
      expect(history.version).toBe(index + 1);
      expect(history.first).toEqual({ timelineId: 'timeline-whole', referral: anEntry('whole').referral });
      expect(await rowsOf('whole')).toEqual([standingOf(history.first, history.revisions).referral]);
    }
    const { revisions } = await historyOf('whole');
    expect(revisions).toHaveLength(4);
    expect(revisions).toEqual(expect.arrayContaining([...all]));
    expect(await rowsOf('whole')).toEqual([
      {
        ...anEntry('whole').referral,
        level: 2,
        household: { children: [{ dateOfBirth: '2020-02-29' }] },
        screening: { outcome: 'nfa', decidedAt: recordedAt, historyConsidered: true },
        sameEventAs: 'abcdefghijklmnopqrstuv',
        annotations: ['judged-malicious'],
      },
    ]);
  });

  test('moves the row in time, and to another family, and leaves none behind', async () => {
    await store.ledger.record(anEntry('moving'));
    await store.ledger.record(anEntry('target'));
    await keep('moving', correction('moving', 1, { madeAt: '2026-10-01T09:00:00.000Z' }));
    expect((await rowsOf('moving'))?.map(({ madeAt }) => madeAt)).toEqual(['2026-10-01T09:00:00.000Z']);
    const placing: Placing = {
      timelineId: 'timeline-target',
      family: { code: 'known', familyId: 'family-target' },
      newIdentifiers: [{ kind: 'upn', id: 'identifier-corrected' }],
    };
    expect(await keep('moving', correction('moving', 2, {}, 'timeline-target'), placing)).toEqual({
      code: 'kept',
    });
    expect(await rowsOf('moving')).toEqual([]);
    expect((await rowsOf('target'))?.map(({ key }) => key)).toEqual(['key-moving', 'key-target']);
    const { byIdentifier } = await store.links.lookUp('timeline-none', placing.newIdentifiers);
    expect(byIdentifier.get('identifier-corrected')?.familyId).toBe('family-target');
  });

  test('founds the family that a correction is the first to name, and adds to one that is there', async () => {
    await store.ledger.record(anEntry('founder'));
    const family = { code: 'new', familyId: 'family-founded' } as const;
    const placing = { timelineId: 'timeline-founded', family, newIdentifiers: [] };
    await keep('founder', correction('founder', 1, {}, 'timeline-founded'), placing);
    expect(await store.families.timeline('timeline-founded')).toMatchObject({
      familyId: 'family-founded',
      timeline: { referrals: [{ key: 'key-founder' }] },
    });
    const slot = await store.links.slot('family-founded');
    const adding = {
      ...placing,
      timelineId: 'timeline-more',
      family: { code: 'added', family: slot },
    } as Placing;
    await keep('founder', correction('founder', 2, {}, 'timeline-more'), adding);
    expect((await store.families.family('family-founded'))?.timelines).toEqual([
      'timeline-founded',
      'timeline-more',
    ]);
    expect(await rowsOf('founded')).toEqual([]);
    expect(await rowsOf('more')).toHaveLength(1);
    expect((await store.links.linksOf('family-founded')).map(({ because }) => because)).toEqual([
      'key-founder',
    ]);
  });

  test('is not kept, and nothing is changed, where something else was said or its family has moved', async () => {
    await store.ledger.record(anEntry('stale'));
    const before = await historyOf('stale');
    await store.revisions.keep(entryOf(before, withdrawal(1)));
    expect(await store.revisions.keep(entryOf(before, withdrawal(2)))).toEqual({ code: 'moved' });
    const slot = await store.links.slot('family-stale');
    const family = { code: 'added', family: { ...slot, version: 9 } } as Placing['family'];
    const placing = { timelineId: 'timeline-stale-2', family, newIdentifiers: [] };
    const moved = correction('stale', 3, {}, 'timeline-stale-2');
    expect(await keep('stale', moved, placing)).toEqual({ code: 'moved' });
    expect((await historyOf('stale')).revisions).toEqual([withdrawal(1)]);
    expect(await store.families.timeline('timeline-stale-2')).toBeUndefined();
    expect((await rowsOf('stale'))?.map(({ withdrawn }) => withdrawn)).toEqual(['error']);
  });

  test('by many at once on what they have all read is kept of one', async () => {
    await store.ledger.record(anEntry('rush'));
    const before = await historyOf('rush');
    const codes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { code } = await store.revisions.keep(entryOf(before, withdrawal(index + 1)));
        return code;
      }),
    );
    expect(codes.filter((code) => code === 'kept')).toHaveLength(1);
    expect((await historyOf('rush')).version).toBe(1);
  });

  test('shares nothing with its callers', async () => {
    await store.ledger.record(anEntry('shared'));
    const said = { ...withdrawal(1) };
    await keep('shared', said);
    said.recordedAt = 'changed';
    expect((await historyOf('shared')).revisions[0]?.recordedAt).toBe(recordedAt);
  });
});
