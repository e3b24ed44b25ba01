import { beforeAll, describe, expect, test } from 'vitest';
import type { Identifier } from '../../core/family/identifiers.ts';
import { separated } from '../../core/family/separate.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert } from '../support/an-alert.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';
import { joining, occasion } from '../support/families-joined.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const identifier = (name: string): Identifier => ({ kind: 'nhs-number', id: `identifier-${name}` });

describe.each(contractStores('familyLinksContract'))(
  'families and their timelines on $name',
  ({ create }) => {
    let store: ContractStore;
    beforeAll(async () => {
      store = await create();
    });

    const record = async (...names: readonly string[]): Promise<void> => {
      for (const name of names)
        expect(await store.ledger.record(anEntry(name))).toEqual({ code: 'recorded' });
    };
    const raise = async (name: string, alertId: string): Promise<void> => {
      const family = await store.links.slot(`family-${name}`);
      const alert = anAlert({ alertId, familyId: `family-${name}` });
      expect(await store.alerts.commit(family as never, alert, raised)).toEqual({ code: 'committed' });
    };

    test('are unknown where nothing was recorded', async () => {
      expect(await store.links.lookUp('timeline-nobody', [identifier('nobody')])).toEqual({
        timeline: undefined,
        byIdentifier: new Map(),
      });
      expect(await store.links.slot('family-nobody')).toBeUndefined();
      expect(await store.links.linksOf('family-nobody')).toEqual([]);
    });

    test('are found by each identifier, also where it leads to another family than the timeline', async () => {
      await record('found', 'elsewhere');
      const [found, elsewhere] = ['found', 'elsewhere'].map((name) => ({
        timelineId: `timeline-${name}`,
        familyId: `family-${name}`,
        timelines: [`timeline-${name}`],
      }));
      const wanted = ['found', 'unheard-of', 'elsewhere'].map(identifier);
      expect(await store.links.lookUp('timeline-found', wanted)).toEqual({
        timeline: found,
        byIdentifier: new Map([
          ['identifier-found', found],
          ['identifier-elsewhere', elsewhere],
        ]),
      });
      expect(await store.links.lookUp('timeline-new', [identifier('elsewhere')])).toEqual({
        timeline: undefined,
        byIdentifier: new Map([['identifier-elsewhere', elsewhere]]),
      });
    });

    test('are joined whole: both slots, every membership, and what is kept of it on both', async () => {
      await record('left', 'right');
      expect(await store.links.change(await joining(store, 'family-left', 'family-right'))).toEqual({
        code: 'changed',
      });
      const timelines = ['timeline-left', 'timeline-right'];
      const stays = { familyId: 'family-left', timelines, version: 1, epoch: 0, openAlertId: undefined };
      expect(await store.links.slot('family-left')).toEqual(stays);
      expect(await store.links.slot('family-right')).toEqual({
        familyId: 'family-right',
        timelines: ['timeline-right'],
        version: 1,
        epoch: 0,
        openAlertId: undefined,
        joinedInto: 'family-left',
      });
      expect(await store.families.family('family-right')).toEqual(stays);
      for (const timelineId of timelines) {
        expect(await store.families.timeline(timelineId)).toMatchObject({
          familyId: 'family-left',
          timelinesOfFamily: timelines,
          hasHadAlert: false,
        });
      }
      const { timeline, byIdentifier } = await store.links.lookUp('timeline-right', [identifier('left')]);
      expect(timeline).toEqual({ timelineId: 'timeline-right', familyId: 'family-left', timelines });
      expect(byIdentifier.get('identifier-left')).toEqual({
        timelineId: 'timeline-left',
        familyId: 'family-left',
        timelines,
      });
      const link = { ...occasion, what: 'joined', timelines: ['timeline-right'] };
      expect(await store.links.linksOf('family-left')).toEqual([{ ...link, otherFamilyId: 'family-right' }]);
      expect(await store.links.linksOf('family-right')).toEqual([{ ...link, otherFamilyId: 'family-left' }]);
    });

    test('that led to one another lead to the last of them', async () => {
      await record('one', 'two', 'three');
      await store.links.change(await joining(store, 'family-two', 'family-three'));
      await store.links.change(await joining(store, 'family-one', 'family-two'));
      expect((await store.families.family('family-three'))?.familyId).toBe('family-one');
      expect((await store.families.timeline('timeline-three'))?.timelinesOfFamily).toEqual([
        'timeline-one',
        'timeline-two',
        'timeline-three',
      ]);
    });

    test('have one open alert between them once joined, and every timeline tells that there was one', async () => {
      await record('crossed', 'crossed-too', 'quiet');
      await raise('crossed', 'CCCCCCCCCCCC');
      await raise('crossed-too', 'TTTTTTTTTTTT');
      await store.links.change(await joining(store, 'family-crossed', 'family-crossed-too'));
      expect(await store.alerts.alert('TTTTTTTTTTTT')).toMatchObject({
        state: 'merged-into',
        mergedInto: 'CCCCCCCCCCCC',
        version: 2,
      });
      expect((await store.historyOf('TTTTTTTTTTTT')).map(({ event }) => event)).toEqual([
        'raised',
        'merged-into',
      ]);
      expect(await store.alerts.alert('CCCCCCCCCCCC')).toMatchObject({ state: 'raised', version: 2 });
      expect(await store.historyOf('CCCCCCCCCCCC')).toMatchObject([
        { event: 'raised' },
        { event: 'changed', reason: 'families-joined', at: occasion.at },
      ]);
      expect((await store.links.slot('family-crossed-too'))?.openAlertId).toBeUndefined();
      await store.links.change(await joining(store, 'family-quiet', 'family-crossed'));
      expect(await store.families.family('family-quiet')).toMatchObject({
        familyId: 'family-crossed',
        openAlertId: 'CCCCCCCCCCCC',
      });
      for (const name of ['crossed', 'crossed-too', 'quiet']) {
        expect((await store.families.timeline(`timeline-${name}`))?.hasHadAlert).toBe(true);
      }
    });

    test.each(['slot', 'alert'])(
      'are not joined where a %s has moved since, and nothing is changed',
      async (what) => {
        const names = [`still-${what}`, `moves-${what}`] as const;
        await record(...names);
        const [still, moves] = [`SSSSSS${what}`, `MMMMMM${what}`];
        await raise(names[0], still);
        if (what === 'alert') await raise(names[1], moves);
        const change = await joining(store, `family-${names[0]}`, `family-${names[1]}`);
        if (what === 'slot') await raise(names[1], moves);
        const alert = await store.alerts.alert(moves);
        if (what === 'alert' && alert !== undefined) {
          const noted = { event: 'changed', reason: 'new-evidence', at: '2026-11-03T10:00:00.000Z' } as const;
          await store.alerts.advance({ ...alert, version: alert.version + 1 }, ['raised'], noted);
        }
        expect(await store.links.change(change)).toEqual({ code: 'moved' });
        expect(await store.families.family(`family-${names[1]}`)).toMatchObject({ openAlertId: moves });
        expect((await store.alerts.alert(moves))?.state).toBe('raised');
        expect(await store.links.linksOf(`family-${names[0]}`)).toEqual([]);
        expect((await store.families.timeline(`timeline-${names[1]}`))?.familyId).toBe(`family-${names[1]}`);
      },
    );

    test('that are joined by several at once are joined once', async () => {
      await record('once', 'only');
      const change = await joining(store, 'family-once', 'family-only');
      const codes = await Promise.all(Array.from({ length: 10 }, () => store.links.change(change)));
      expect(codes.filter(({ code }) => code === 'changed')).toHaveLength(1);
      expect((await store.links.slot('family-once'))?.version).toBe(1);
      expect(await store.links.linksOf('family-once')).toHaveLength(1);
    });

    test('lead to where their timelines are after they were separated from what they had been joined with', async () => {
      await record('root', 'branch', 'leaf');
      await store.links.change(await joining(store, 'family-branch', 'family-leaf'));
      await store.links.change(await joining(store, 'family-root', 'family-branch'));
      const family = await store.links.slot('family-root');
      const founded = await Promise.all(
        ['root', 'branch', 'leaf'].map(async (name) => ({
          timelineId: `timeline-${name}`,
          familyId: `family-${name}`,
          was: await store.links.slot(`family-${name}`),
        })),
      );
      const separation = {
        timelines: ['timeline-branch'],
        at: '2026-11-05T10:00:00.000Z',
        reason: 'r',
        by: 'c',
      };
      const change = separated(family as never, founded, separation);
      if (!change.ok) throw new Error(change.error.code);
      expect(await store.links.change(change.value)).toEqual({ code: 'changed' });
      const found = await Promise.all(
        ['root', 'branch', 'leaf'].map(
          async (name) => (await store.families.family(`family-${name}`))?.familyId,
        ),
      );
      expect(found).toEqual(['family-root', 'family-branch', 'family-root']);
    });

    test('are separated again as the other was left, and each keeps apart from what the other has', async () => {
      await record('stay', 'go');
      await store.links.change(await joining(store, 'family-stay', 'family-go'));
      const [family, was] = [await store.links.slot('family-stay'), await store.links.slot('family-go')];
      const at = '2026-11-05T10:00:00.000Z';
      const separation = { timelines: ['timeline-go'], at, reason: 'wrong-identifier', by: 'client-1' };
      const change = separated(
        family as never,
        [{ timelineId: 'timeline-go', familyId: 'family-go', was }],
        separation,
      );
      if (!change.ok) throw new Error(change.error.code);
      expect(await store.links.change(change.value)).toEqual({ code: 'changed' });
      expect(await store.links.change(change.value)).toEqual({ code: 'moved' });
      expect(await store.families.family('family-go')).toEqual({
        familyId: 'family-go',
        timelines: ['timeline-go'],
        version: 2,
        epoch: 0,
        openAlertId: undefined,
        keptApartFrom: ['timeline-stay'],
      });
      expect(await store.families.family('family-stay')).toMatchObject({
        timelines: ['timeline-stay'],
        version: 2,
        keptApartFrom: ['timeline-go'],
      });
      expect(await store.families.timeline('timeline-go')).toMatchObject({
        familyId: 'family-go',
        timelinesOfFamily: ['timeline-go'],
      });
      expect((await store.links.linksOf('family-go')).map(({ what }) => what)).toEqual([
        'joined',
        'separated',
      ]);
      expect((await store.links.linksOf('family-stay')).at(-1)).toEqual({
        at,
        what: 'separated',
        timelines: ['timeline-go'],
        otherFamilyId: 'family-go',
        reason: 'wrong-identifier',
        by: 'client-1',
      });
    });
  },
);
