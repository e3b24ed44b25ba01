import { describe, expect, it } from 'vitest';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { familyOf, joined, lineOf, nhs, separation } from '../support/families-of-referrals.ts';

describe('a person who separates timelines', () => {
  it('gets the family that they were, by any of its names, and both are examined', async () => {
    const { surroundings, store, timelinesOf } = await joined();
    Array.from(store.changes());
    expect(await separateFamily(surroundings, familyOf('F-2'), separation, 'client-1')).toEqual({
      ok: true,
      value: { familyId: familyOf('F-2'), recordedAt: '2026-11-05T10:00:00.000Z' },
    });
    expect([await timelinesOf('F-1'), await timelinesOf('F-2')]).toEqual([[lineOf('F-1')], [lineOf('F-2')]]);
    expect([...store.changes()]).toEqual([{ timelineId: lineOf('F-1') }, { timelineId: lineOf('F-2') }]);
    expect((await store.links.linksOf(familyOf('F-1'))).at(-1)).toMatchObject({
      what: 'separated',
      reason: 'wrong-identifier',
      by: 'client-1',
    });
  });

  it('is told of a family or a timeline that is not there, and that a founding timeline stays', async () => {
    const { surroundings } = await joined();
    const separate = (familyId: string, timelines: string[]) =>
      separateFamily(surroundings, familyId, { ...separation, timelines }, 'client-1');
    const [unknown, elsewhere, founding] = [
      'family-unknown',
      'timeline-not-in-family',
      'founding-timeline',
    ].map((code) => ({ ok: false, error: { code } }));
    expect(await separate('nobody', [lineOf('F-2')])).toEqual(unknown);
    expect(await separate(familyOf('F-1'), [lineOf('F-2'), lineOf('F-9')])).toEqual(elsewhere);
    expect(await separate(familyOf('F-1'), [lineOf('F-1')])).toEqual(founding);
  });

  it('has the same answer when asking again, by any name of either family, and nothing is changed', async () => {
    let now = Date.parse('2026-11-05T10:00:00.000Z');
    const { surroundings, store, timelinesOf } = await joined();
    const ticking = { ...surroundings, clock: { now: () => now } };
    const separate = (name: string, altered = {}) =>
      separateFamily(ticking, familyOf(name), { ...separation, ...altered }, 'client-1');
    const first = await separate('F-1');
    expect(first).toEqual({
      ok: true,
      value: { familyId: familyOf('F-2'), recordedAt: '2026-11-05T10:00:00.000Z' },
    });
    now += 60_000;
    Array.from(store.changes());
    expect(await separate('F-1')).toEqual(first);
    expect(await separate('F-2')).toEqual(first);
    expect(await separate('F-1', { timelines: [lineOf('F-2'), lineOf('F-2')] })).toEqual(first);
    expect([...store.changes()]).toEqual([]);
    expect(await store.links.linksOf(familyOf('F-1'))).toHaveLength(2);
    expect([await timelinesOf('F-1'), await timelinesOf('F-2')]).toEqual([[lineOf('F-1')], [lineOf('F-2')]]);
  });

  it('has the same answer when the family has become part of another one since', async () => {
    const { surroundings, send } = await joined();
    const separate = () => separateFamily(surroundings, familyOf('F-1'), separation, 'client-1');
    const first = await separate();
    expect(first.ok).toBe(true);
    const nhsNumbers = ['9434765870'];
    await send('R-4', { familyRef: 'F-1', nhsNumbers });
    await send('R-5', { familyRef: 'F-0' });
    expect(await send('R-6', { familyRef: 'F-0', nhsNumbers })).toMatchObject({
      value: { linked: { joined: [familyOf('F-1')] } },
    });
    expect(await separate()).toEqual(first);
  });

  it('is refused what differs from what was done: other timelines, another reason, another client or another family', async () => {
    const { surroundings, send } = await joined();
    await send('R-4', { familyRef: 'F-3', nhsNumbers: [nhs] });
    await send('R-9', { familyRef: 'F-9' });
    const both = [lineOf('F-2'), lineOf('F-3')];
    const separate = (name: string, altered = {}, by = 'client-1') =>
      separateFamily(surroundings, familyOf(name), { ...separation, timelines: both, ...altered }, by);
    expect((await separate('F-1')).ok).toBe(true);
    const elsewhere = { ok: false, error: { code: 'timeline-not-in-family' } };
    expect(await separate('F-1', { timelines: [lineOf('F-2'), lineOf('F-9')] })).toEqual(elsewhere);
    expect(await separate('F-1', { timelines: [...both, lineOf('F-9')] })).toEqual(elsewhere);
    expect(await separate('F-1', { timelines: [lineOf('F-2')] })).toEqual(elsewhere);
    expect(await separate('F-1', { reason: 'not-one-household' })).toEqual(elsewhere);
    expect(await separate('F-1', {}, 'client-2')).toEqual(elsewhere);
    expect(await separate('F-9')).toEqual(elsewhere);
  });

  it('starts over where the family has moved, up to five times, and is told where the store is busy', async () => {
    const { surroundings, store } = await joined();
    const meeting = (times: number, code: 'moved' | 'busy') => {
      let tried = 0;
      const change: FamilyLinks['change'] = async (given) => {
        tried += 1;
        return tried <= times ? { code } : store.links.change(given);
      };
      const links = { ...store.links, change };
      return separateFamily({ ...surroundings, links }, familyOf('F-1'), separation, 'client-1');
    };
    const busy = { ok: false, error: { code: 'busy' } };
    expect(await meeting(5, 'moved')).toEqual(busy);
    expect(await meeting(1, 'busy')).toEqual(busy);
    expect((await meeting(4, 'moved')).ok).toBe(true);
  });
});
