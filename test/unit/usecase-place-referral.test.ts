import { describe, expect, it } from 'vitest';
import type { Identifier } from '../../core/family/identifiers.ts';
import { mostTimelines } from '../../core/family/join.ts';
import type { Family } from '../../core/ports/families.ts';
import type { FamiliesChange } from '../../core/ports/family-links.ts';
import { placeReferral } from '../../core/usecases/place-referral.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anAlert } from '../support/an-alert.ts';

const asOf = Date.parse('2026-11-05T10:00:00Z');
const raised = { event: 'raised', reason: 'line-crossed', at: '2026-11-02T10:00:00.000Z' } as const;
const known = (name: string): Identifier => ({ kind: 'child-ref', id: `identifier-${name}` });

/** A store that holds a family of one timeline for each name. */
async function storeWith(...names: readonly string[]): Promise<MemoryStore> {
  const store = createMemoryStore();
  for (const name of names) await store.ledger.record(anEntry(name));
  return store;
}

/** Places a referral; it is asked for how many joins whether it is wanted. */
async function place(
  store: Pick<MemoryStore, 'links' | 'alerts'>,
  timelineId: string,
  identifiers: readonly Identifier[] = [],
  wanted = true,
) {
  let asked = 0;
  const isWanted = async () => {
    asked += 1;
    return wanted;
  };
  const placed = await placeReferral(
    { ...store, pseudonyms },
    { key: 'key-new', timelineId, identifiers, asOf, isWanted },
  );
  return { placed, asked };
}
const slotOf = async (store: MemoryStore, name: string): Promise<Family> => {
  const slot = await store.links.slot(`family-${name}`);
  if (slot === undefined) throw new Error('There is no such family.');
  return slot;
};
/** Adds timelines to a family of one until it has so many. */
const fill = async (store: MemoryStore, name: string, size: number): Promise<void> => {
  for (let count = 1; count < size; count += 1) {
    const family = { code: 'added', family: await slotOf(store, name) } as const;
    await store.ledger.record(anEntry(`${name}-${count}`, { family }));
  }
};
const apart = async (store: MemoryStore, name: string, from: string): Promise<void> => {
  const families = await Promise.all(
    [name, `third-${name}`].map(async (one) => {
      const family = await slotOf(store, one);
      const keptApartFrom = [`timeline-${from}`];
      const link = {
        at: '2026-11-04T10:00:00.000Z',
        what: 'separated',
        timelines: family.timelines,
      } as const;
      return {
        family: { ...family, version: family.version + 1, keptApartFrom },
        from: family.version,
        link,
      };
    }),
  );
  await store.links.change({ families: families as never, alerts: [], examine: [] });
};

describe('a referral is placed', () => {
  it('in a family of its own where nothing is known of it, without asking whether it is wanted', async () => {
    expect(await place(createMemoryStore(), 'timeline-new', [known('a')])).toEqual({
      placed: {
        code: 'placed',
        placing: {
          timelineId: 'timeline-new',
          family: { code: 'new', familyId: 'family:timeline-new' },
          newIdentifiers: [known('a')],
        },
        joined: [],
        notJoined: [],
      },
      asked: 0,
    });
  });

  it('in the family of its timeline, to which what is new of it leads', async () => {
    const store = await storeWith('a');
    const { placed, asked } = await place(store, 'timeline-a', [known('a'), known('new')]);
    expect(placed).toEqual({
      code: 'placed',
      placing: {
        timelineId: 'timeline-a',
        family: { code: 'known', familyId: 'family-a' },
        newIdentifiers: [known('new')],
      },
      joined: [],
      notJoined: [],
    });
    expect(asked).toBe(0);
  });

  it('on a new timeline of the family to which its identifiers lead, as that is now', async () => {
    const store = await storeWith('a');
    const { placed } = await place(store, 'timeline-new', [known('new'), known('a')]);
    expect(placed).toMatchObject({
      placing: {
        family: { code: 'added', family: await slotOf(store, 'a') },
        newIdentifiers: [known('new')],
      },
    });
  });

  it('in the family that all of those become to which it leads, with the referral as the reason', async () => {
    const store = await storeWith('a', 'b', 'c');
    const { placed, asked } = await place(store, 'timeline-b', [known('c'), known('b'), known('a')]);
    expect(asked).toBe(2);
    expect(placed).toMatchObject({
      placing: { family: { code: 'known', familyId: 'family-b' }, newIdentifiers: [] },
      joined: ['family-c', 'family-a'],
      notJoined: [],
    });
    expect((await slotOf(store, 'b')).timelines).toEqual(['timeline-b', 'timeline-c', 'timeline-a']);
    expect(await store.links.linksOf('family-b')).toMatchObject([
      {
        at: '2026-11-05T10:00:00.000Z',
        because: 'key-new',
        identifier: known('c'),
        otherFamilyId: 'family-c',
      },
      { because: 'key-new', identifier: known('a'), otherFamilyId: 'family-a' },
    ]);
  });

  it('in the family that has the open alert, and another open one ends', async () => {
    const store = await storeWith('a', 'b');
    for (const name of ['a', 'b']) {
      const alert = anAlert({ alertId: `alert-${name}`, familyId: `family-${name}` });
      await store.alerts.commit(await slotOf(store, name), alert, raised);
    }
    await place(store, 'timeline-b', [known('a')]);
    expect((await store.alerts.alert('alert-a'))?.mergedInto).toBe('alert-b');
  });

  it('nowhere where it is not wanted, and joins nobody', async () => {
    const store = await storeWith('a', 'b');
    expect(await place(store, 'timeline-a', [known('b')], false)).toEqual({
      placed: { code: 'not-wanted', familyId: 'family-a' },
      asked: 1,
    });
    expect((await slotOf(store, 'b')).joinedInto).toBeUndefined();
  });
});

describe('families to which a referral leads stay apart', () => {
  it('where a person has separated them: the first one has it, and the others are joined', async () => {
    const store = await storeWith('a', 'third-a', 'b', 'c');
    await apart(store, 'a', 'b');
    const { placed } = await place(store, 'timeline-a', [known('b'), known('c')]);
    expect(placed).toMatchObject({
      placing: { family: { familyId: 'family-a' } },
      notJoined: ['kept-apart'],
    });
    expect((await slotOf(store, 'a')).timelines).toEqual(['timeline-a', 'timeline-c']);
    expect((await slotOf(store, 'b')).timelines).toEqual(['timeline-b']);
  });

  it('where one is full: what leads to it lies on the timeline that its identifier leads to', async () => {
    const store = await storeWith('big', 'small');
    await fill(store, 'big', mostTimelines);
    const alone = await place(store, 'timeline-new', [known('new'), known('big-7')]);
    expect(alone.placed).toEqual({
      code: 'placed',
      placing: {
        timelineId: 'timeline-big-7',
        family: { code: 'known', familyId: 'family-big' },
        newIdentifiers: [known('new')],
      },
      joined: [],
      notJoined: ['too-many-timelines'],
    });
    const both = await place(store, 'timeline-new', [known('big'), known('small')]);
    expect(both.placed).toMatchObject({
      placing: { timelineId: 'timeline-big', family: { code: 'known', familyId: 'family-big' } },
      notJoined: ['too-many-timelines', 'too-many-timelines'],
    });
    expect((await slotOf(store, 'small')).joinedInto).toBeUndefined();
    expect((await slotOf(store, 'big')).timelines).toHaveLength(25);
  });

  it('where one is full: what is of a timeline of its own stays there', async () => {
    const store = await storeWith('big', 'small');
    await fill(store, 'big', mostTimelines);
    const there = await place(store, 'timeline-big-3', [known('big')]);
    expect(there.placed).toMatchObject({
      placing: { timelineId: 'timeline-big-3', family: { code: 'known', familyId: 'family-big' } },
      notJoined: [],
    });
    const elsewhere = await place(store, 'timeline-small', [known('big')]);
    expect(elsewhere.placed).toMatchObject({
      placing: { timelineId: 'timeline-small', family: { code: 'known', familyId: 'family-small' } },
      joined: [],
      notJoined: ['too-many-timelines'],
    });
  });

  it('where one has room left for one: it is added there', async () => {
    const store = await storeWith('big');
    await fill(store, 'big', mostTimelines - 1);
    const { placed } = await place(store, 'timeline-new', [known('big')]);
    expect(placed).toMatchObject({
      placing: { timelineId: 'timeline-new', family: { code: 'added' } },
      notJoined: [],
    });
  });
});

describe('a family that changes while a referral is placed', () => {
  /** Links of which the first so many changes find that something has moved. */
  const moving = ({ links }: MemoryStore, times: number, code: 'moved' | 'busy' = 'moved') => {
    let tried = 0;
    return {
      tried: () => tried,
      links: {
        ...links,
        change: async (change: FamiliesChange) => {
          tried += 1;
          return tried <= times ? ({ code } as const) : links.change(change);
        },
      },
    };
  };

  it.each(['moved', 'busy'] as const)(
    'is looked up again where it has %s, up to five times',
    async (code) => {
      const store = await storeWith('a', 'b');
      const four = moving(store, 4, code);
      expect((await place({ ...store, ...four }, 'timeline-a', [known('b')])).placed.code).toBe('placed');
      expect(four.tried()).toBe(5);
      const other = await storeWith('a', 'b');
      const five = moving(other, 5, code);
      expect((await place({ ...other, ...five }, 'timeline-a', [known('b')])).placed).toEqual({
        code: 'busy',
      });
      expect(five.tried()).toBe(5);
    },
  );

  it.each([
    ['has become part of another', { joinedInto: 'family-b' }],
    ['no longer has the timeline', { timelines: ['timeline-other'] }],
  ])('is looked up again where it %s', async (_what, left) => {
    const store = await storeWith('a');
    let looks = 0;
    const slot = async (familyId: string) => {
      looks += 1;
      const family = await store.links.slot(familyId);
      return family === undefined || looks > 4 ? family : { ...family, ...left };
    };
    const links = { ...store.links, slot };
    expect((await place({ ...store, links }, 'timeline-new', [known('a')])).placed.code).toBe('placed');
    expect(looks).toBe(5);
    looks = -9;
    expect((await place({ ...store, links }, 'timeline-new', [known('a')])).placed).toEqual({ code: 'busy' });
  });

  it.each([0, 1])('is not joined where number %i of the two has become part of another', async (which) => {
    const store = await storeWith('a', 'b');
    const slot = async (familyId: string) => {
      const family = await store.links.slot(familyId);
      const isGone = familyId === ['family-a', 'family-b'][which];
      return family === undefined || !isGone ? family : { ...family, joinedInto: 'family-z' };
    };
    const links = { ...store.links, slot };
    expect((await place({ ...store, links }, 'timeline-a', [known('b')])).placed).toEqual({ code: 'busy' });
    expect((await slotOf(store, 'b')).joinedInto).toBeUndefined();
  });

  it('stops where a timeline names a family, or a family an alert, that is not there', async () => {
    const store = await storeWith('a', 'b');
    const lost = { ...store.links, slot: async () => undefined };
    const noFamily = 'A timeline names a family that does not exist.';
    await expect(place({ ...store, links: lost }, 'timeline-new', [known('a')])).rejects.toThrow(noFamily);
    await expect(place({ ...store, links: lost }, 'timeline-a', [known('b')])).rejects.toThrow(noFamily);
    await store.alerts.commit(await slotOf(store, 'a'), anAlert({ familyId: 'family-a' }), raised);
    const alerts = { ...store.alerts, alert: async () => undefined };
    await expect(place({ ...store, alerts }, 'timeline-a', [known('b')])).rejects.toThrow(
      'A family names an open alert that does not exist.',
    );
  });
});
