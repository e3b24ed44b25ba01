import { beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../core/ports/referral-ledger.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert } from '../support/an-alert.ts';
import { type ContractStore, contractStores } from '../support/contract-stores.ts';

const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;

describe.each(contractStores('placingContract'))(
  'a new timeline of a known family on $name',
  ({ create }) => {
    let store: ContractStore;
    beforeAll(async () => {
      store = await create();
    });

    /** A referral on a timeline of its own, to be added to a family as it is now. */
    const added = async (name: string, familyId: string): Promise<LedgerEntry> => {
      const family = await store.links.slot(familyId);
      if (family === undefined) throw new Error('There is no such family.');
      return anEntry(name, { family: { code: 'added', family } });
    };

    test('is on the slot and on every timeline of the family, and it is kept why', async () => {
      await store.ledger.record(anEntry('base'));
      for (const name of ['second', 'third']) {
        expect(await store.ledger.record(await added(name, 'family-base'))).toEqual({ code: 'recorded' });
      }
      const timelines = ['timeline-base', 'timeline-second', 'timeline-third'];
      expect(await store.families.family('family-base')).toMatchObject({ timelines, version: 2 });
      for (const timelineId of timelines) {
        expect(await store.families.timeline(timelineId)).toMatchObject({
          familyId: 'family-base',
          timelinesOfFamily: timelines,
          hasHadAlert: false,
        });
      }
      expect(await store.links.linksOf('family-base')).toEqual(
        ['second', 'third'].map((name) => ({
          at: '2026-11-02T10:00:00.000Z',
          what: 'timeline-added',
          timelines: [`timeline-${name}`],
          because: `key-${name}`,
        })),
      );
      const identifier = { kind: 'upn', id: 'identifier-third' } as const;
      const { byIdentifier } = await store.links.lookUp('timeline-new', [identifier]);
      expect(byIdentifier.get('identifier-third')?.timelineId).toBe('timeline-third');
    });

    test('knows that its family has had an alert', async () => {
      await store.ledger.record(anEntry('alerted'));
      const slot = await store.links.slot('family-alerted');
      const alert = anAlert({ alertId: 'PPPPPPPPPPPP', familyId: 'family-alerted' });
      await store.alerts.commit(slot as never, alert, raised);
      await store.ledger.record(await added('alerted-too', 'family-alerted'));
      expect((await store.families.timeline('timeline-alerted-too'))?.hasHadAlert).toBe(true);
      expect((await store.families.family('family-alerted'))?.openAlertId).toBe('PPPPPPPPPPPP');
    });

    test('is not added, and nothing is stored, where the slot has moved since', async () => {
      await store.ledger.record(anEntry('moved'));
      const [late, early] = [await added('late', 'family-moved'), await added('early', 'family-moved')];
      await store.ledger.record(early);
      expect(await store.ledger.record(late)).toEqual({ code: 'family-appeared' });
      expect(await store.ledger.first('key-late')).toBeUndefined();
      expect(await store.families.timeline('timeline-late')).toBeUndefined();
      expect((await store.links.lookUp('timeline-late', late.newIdentifiers)).byIdentifier.size).toBe(0);
      expect(await store.families.family('family-moved')).toMatchObject({ version: 1 });
      expect(await store.ledger.record(await added('late', 'family-moved'))).toEqual({ code: 'recorded' });
    });

    test.each(['known', 'new', 'added'] as const)(
      'and none that is %s, is stored where one of its identifiers leads elsewhere by now',
      async (code) => {
        await store.ledger.record(anEntry(`taken-${code}`));
        await store.ledger.record(anEntry(`home-${code}`));
        const before = await added(`taker-${code}`, `family-home-${code}`);
        const family =
          code === 'added' ? before.family : ({ code, familyId: `family-${code}-of-its-own` } as const);
        const entry: LedgerEntry = {
          ...before,
          family,
          ...(code === 'known' ? { timelineId: `timeline-home-${code}` } : {}),
          newIdentifiers: [...before.newIdentifiers, { kind: 'child-ref', id: `identifier-taken-${code}` }],
        };
        expect(await store.ledger.record(entry)).toEqual({ code: 'family-appeared' });
        expect(await store.ledger.first(entry.sourceKey)).toBeUndefined();
        expect((await store.links.slot(`family-home-${code}`))?.version).toBe(0);
        const found = await store.links.lookUp(`timeline-taker-${code}`, before.newIdentifiers);
        expect([found.timeline, found.byIdentifier.size]).toEqual([undefined, 0]);
      },
    );

    test('that is added by many at once is added by one', async () => {
      await store.ledger.record(anEntry('many'));
      const entries = await Promise.all(
        Array.from({ length: 10 }, (_, index) => added(`many-${index}`, 'family-many')),
      );
      const codes = await Promise.all(entries.map(async (entry) => (await store.ledger.record(entry)).code));
      expect(codes.filter((code) => code === 'recorded')).toHaveLength(1);
      expect((await store.families.family('family-many'))?.timelines).toHaveLength(2);
    });
  },
);
