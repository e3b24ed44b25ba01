import { describe, expect, it } from 'vitest';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { readFamilyPage } from '../../core/usecases/read-family.ts';
import { readReferral, type Sight } from '../../core/usecases/read-referral.ts';
import { recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { clock, desk, familyOf, joined, lineOf, nhs, separation } from '../support/families-of-referrals.ts';

describe('a referral with identifiers', () => {
  it('joins the families to which it leads, and is recorded', async () => {
    const { bridge, timelinesOf, store } = await joined();
    expect(bridge).toMatchObject({
      ok: true,
      value: {
        familyId: familyOf('F-1'),
        isFirst: true,
        linked: { joined: [familyOf('F-2')], notJoined: [] },
      },
    });
    expect(await timelinesOf('F-2')).toEqual([lineOf('F-1'), lineOf('F-2')]);
    expect(await store.links.linksOf(familyOf('F-2'))).toMatchObject([
      {
        what: 'joined',
        because: 'referral:front-door:R-3',
        identifier: { kind: 'nhs-number', id: `identifier:nhs-number:${nhs}` },
      },
    ]);
  });

  it('is added to the family of its child, in whose name it answers, and stands alone without anything', async () => {
    const { send } = desk();
    await send('R-1', { familyRef: 'F-1', nhsNumbers: [nhs] });
    expect(await send('R-2', { familyRef: undefined, nhsNumbers: [nhs] })).toMatchObject({
      value: { familyId: familyOf('F-1'), standsAlone: false },
    });
    expect(await send('R-3', { familyRef: undefined })).toMatchObject({ value: { standsAlone: true } });
    expect(await send('R-3', { familyRef: undefined })).toMatchObject({
      value: { standsAlone: false, isFirst: false },
    });
  });

  it('that comes again with other content joins nobody, and is refused', async () => {
    const { send, timelinesOf } = desk();
    await send('R-1', { familyRef: 'F-1' });
    await send('R-2', { familyRef: 'F-2', nhsNumbers: [nhs] });
    expect(await send('R-1', { familyRef: 'F-1', nhsNumbers: [nhs] })).toEqual({
      ok: false,
      error: { code: 'content-differs', fields: ['nhsNumbers'] },
    });
    expect(await timelinesOf('F-1')).toEqual([lineOf('F-1')]);
  });

  it('that comes again after its families were separated has its receipt, and joins them no more', async () => {
    const { send, surroundings, timelinesOf, bridge } = await joined();
    await separateFamily(surroundings, familyOf('F-1'), separation, 'client-1');
    if (!bridge.ok) throw new Error(bridge.error.code);
    expect(await send('R-3', { familyRef: 'F-1', nhsNumbers: [nhs] })).toEqual({
      ok: true,
      value: { ...bridge.value, isFirst: false, linked: { joined: [], notJoined: [] } },
    });
    expect(await send('R-4', { familyRef: 'F-1', nhsNumbers: [nhs] })).toMatchObject({
      value: { familyId: familyOf('F-1'), linked: { joined: [], notJoined: ['kept-apart'] } },
    });
    expect(await timelinesOf('F-1')).toEqual([lineOf('F-1')]);
  });

  it('loses nothing where recording fails after its families were joined: it is sent again', async () => {
    const { send, store, timelinesOf } = desk();
    await send('R-1', { familyRef: 'F-1' });
    await send('R-2', { familyRef: 'F-2', nhsNumbers: [nhs] });
    const broken = {
      ...store.ledger,
      record: async () => {
        throw new Error('crashed');
      },
    };
    const bridge = { familyRef: 'F-1', nhsNumbers: [nhs] };
    await expect(send('R-3', bridge, { ledger: broken })).rejects.toThrow('crashed');
    expect(await timelinesOf('F-1')).toHaveLength(2);
    expect(await send('R-3', bridge)).toMatchObject({
      ok: true,
      value: { isFirst: true, linked: { joined: [], notJoined: [] } },
    });
    expect(await store.links.linksOf(familyOf('F-1'))).toHaveLength(1);
  });

  it('is busy where joining is, and stops where what was recorded has vanished', async () => {
    const { send, store } = desk();
    await send('R-1', { familyRef: 'F-1' });
    await send('R-2', { familyRef: 'F-2', nhsNumbers: [nhs] });
    const bridge = { familyRef: 'F-1', nhsNumbers: [nhs] };
    const links = { ...store.links, change: async () => ({ code: 'busy' }) };
    expect(await send('R-3', bridge, { links })).toEqual({ ok: false, error: { code: 'busy' } });
    const answers = [{}, undefined];
    const ledger = { ...store.ledger, first: async () => answers.shift() };
    await expect(send('R-3', bridge, { ledger })).rejects.toThrow('has vanished');
  });
});

describe('a family that takes no further timeline', () => {
  const fourInAYear = aLine({ severity: 'escalate', when: { all: [{ count: 'referrals', atLeast: 4 }] } });
  const policies = alwaysLive({ policy: aPolicy([fourInAYear]), hash: 'a1b2c3' });

  it('is alerted on for four concerns about its child, each under a reference that nobody knew', async () => {
    const { send, store, surroundings, timelinesOf } = desk();
    // What filled it was no concern.
    for (let number = 1; number <= 25; number += 1) {
      const asked = { familyRef: `F-${number}`, nhsNumbers: [nhs], purpose: 'information-request' };
      expect((await send(`asked-${number}`, asked)).ok).toBe(true);
    }
    expect(await timelinesOf('F-1')).toHaveLength(25);
    for (const day of [10, 20, 28]) {
      const stated = { familyRef: `G-${day}`, nhsNumbers: [nhs], madeAt: `2026-10-${day}T09:00:00Z` };
      expect(await send(`october-${day}`, stated)).toMatchObject({
        value: {
          familyId: familyOf('F-1'),
          isFirst: true,
          linked: { joined: [], notJoined: ['too-many-timelines'] },
        },
      });
    }
    const examined = () => examineFamily({ ...surroundings, policies }, lineOf('F-1'));
    expect(await examined()).toMatchObject({ decision: { kind: 'nothing', reason: 'below-line' } });
    await send('november', { familyRef: 'G-30', nhsNumbers: [nhs], madeAt: '2026-11-04T09:00:00Z' });
    expect(await examined()).toMatchObject({
      familyId: familyOf('F-1'),
      decision: {
        kind: 'raise',
        alert: {
          familyId: familyOf('F-1'),
          evidence: ['november', 'october-10', 'october-20', 'october-28'].map(
            (name) => `referral:front-door:${name}`,
          ),
        },
      },
    });
    expect(await store.families.timeline(lineOf('G-30'))).toBeUndefined();
  });
});

describe('life events of families that are joined', () => {
  it('told by the old name after the join go with that family when the two are separated', async () => {
    const { store, surroundings } = await joined();
    const tell = (familyRef: string, eventId: string) =>
      recordLifeEvent(
        { families: store.families, ledger: store.lifeEvents, pseudonyms, clock },
        {
          familyId: familyOf(familyRef),
          event: { source: 'front-door', eventId, event: 'new-adult', happenedOn: '2026-10-01' },
          boundSources: ['front-door'],
        },
      );
    await tell('F-1', 'E-1');
    const receipt = await tell('F-2', 'E-2');
    expect((await separateFamily(surroundings, familyOf('F-1'), separation, 'client-1')).ok).toBe(true);
    const eventsOf = async (ref: string) => {
      const page = await readFamilyPage(store, familyOf(ref), { limit: 1, after: undefined });
      return page.ok && page.value.lifeEvents.map(({ eventId }) => eventId);
    };
    expect([await eventsOf('F-1'), await eventsOf('F-2')]).toEqual([['E-1'], ['E-2']]);
    expect(await tell('F-2', 'E-2')).toEqual(receipt);
  });

  it('are read together, and one that is sent again by the old name has its receipt', async () => {
    const { store, send } = desk();
    await send('R-1', { familyRef: 'F-1' });
    await send('R-2', { familyRef: 'F-2', nhsNumbers: [nhs] });
    const tell = (eventId: string) =>
      recordLifeEvent(
        { families: store.families, ledger: store.lifeEvents, pseudonyms, clock },
        {
          familyId: familyOf('F-2'),
          event: { source: 'front-door', eventId, event: 'new-adult', happenedOn: '2026-10-01' },
          boundSources: ['front-door'],
        },
      );
    const before = await tell('E-1');
    await send('R-3', { familyRef: 'F-1', nhsNumbers: [nhs] });
    expect(await tell('E-1')).toEqual(before);
    expect((await tell('E-2')).ok).toBe(true);
    const page = await readFamilyPage(store, familyOf('F-2'), { limit: 1, after: undefined });
    expect(page).toMatchObject({ value: { lifeEvents: [{ eventId: 'E-1' }, { eventId: 'E-2' }] } });
  });
});

describe('reading', () => {
  it('a family page by page brings every referral once, and how its timelines came together', async () => {
    const { surroundings, send } = await joined();
    await send('R-4', { familyRef: 'F-2', madeAt: '2026-11-03T09:00:00Z' });
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await readFamilyPage(surroundings, familyOf('F-2'), { limit: 2, after });
      if (!page.ok) throw new Error(page.error.code);
      keys.push(...page.value.referrals.map(({ referralId }) => referralId));
      expect(page.value).toMatchObject({ familyId: familyOf('F-1'), joins: [{ what: 'joined' }] });
      after = page.value.next;
    } while (after !== undefined);
    expect(keys).toEqual(['R-1', 'R-2', 'R-3', 'R-4']);
    const all = await readFamilyPage(surroundings, familyOf('F-1'), { limit: 4, after: undefined });
    expect(all).toMatchObject({ ok: true, value: { next: undefined } });
    const last = { limit: 4, after: 'referral:front-door:R-4' };
    expect(await readFamilyPage(surroundings, familyOf('F-1'), last)).toMatchObject({
      value: { referrals: [] },
    });
  });

  it('a family tells how all that became part of it came together, each once and in order of time', async () => {
    const { surroundings, send } = desk();
    const on = (day: number) => ({ clock: { now: () => Date.parse(`2026-11-0${day}T10:00:00Z`) } });
    const [of2, of3, of4] = ['9434765919', '9434765870', '4010232137'];
    await send('R-1', { familyRef: 'F-1' }, on(3));
    await send('R-2', { familyRef: 'F-2', nhsNumbers: [of2] }, on(3));
    await send('R-3', { familyRef: 'F-3', nhsNumbers: [of3] }, on(3));
    await send('R-4', { familyRef: 'F-4', nhsNumbers: [of4] }, on(3));
    await send('R-5', { familyRef: 'F-5', nhsNumbers: [of3] }, on(4));
    await send('R-6', { familyRef: 'F-2', nhsNumbers: [of3] }, on(5));
    await send('R-7', { familyRef: 'F-1', nhsNumbers: [of4] }, on(6));
    await send('R-8', { familyRef: 'F-1', nhsNumbers: [of2] }, on(7));
    const page = await readFamilyPage(surroundings, familyOf('F-3'), { limit: 1, after: undefined });
    if (!page.ok) throw new Error(page.error.code);
    expect(page.value.familyId).toBe(familyOf('F-1'));
    expect(page.value.joins.map(({ at, what, timelines }) => ({ at, what, timelines }))).toEqual([
      { at: '2026-11-04T10:00:00.000Z', what: 'timeline-added', timelines: [lineOf('F-5')] },
      { at: '2026-11-05T10:00:00.000Z', what: 'joined', timelines: [lineOf('F-3'), lineOf('F-5')] },
      { at: '2026-11-06T10:00:00.000Z', what: 'joined', timelines: [lineOf('F-4')] },
      {
        at: '2026-11-07T10:00:00.000Z',
        what: 'joined',
        timelines: [lineOf('F-2'), lineOf('F-3'), lineOf('F-5')],
      },
    ]);
  });

  it('a family tells of its own joins whom it was joined with, and nothing of one that it was separated from since', async () => {
    const { surroundings, send } = await joined();
    await separateFamily(surroundings, familyOf('F-1'), separation, 'client-1');
    const on = { clock: { now: () => Date.parse('2026-11-06T10:00:00Z') } };
    const [of4, of5] = ['9434765870', '4010232137'];
    await send('R-4', { familyRef: 'F-4', nhsNumbers: [of4] }, on);
    await send('R-5', { familyRef: 'F-5', nhsNumbers: [of5] }, on);
    await send('R-6', { familyRef: 'F-1', nhsNumbers: [of4] }, on);
    await send('R-7', { familyRef: 'F-2', nhsNumbers: [of5] }, on);
    const joinsOf = async (ref: string) => {
      const page = await readFamilyPage(surroundings, familyOf(ref), { limit: 1, after: undefined });
      return page.ok && page.value.joins.map(({ what, otherFamilyId }) => [what, otherFamilyId]);
    };
    expect(await joinsOf('F-1')).toEqual([
      ['joined', familyOf('F-2')],
      ['separated', familyOf('F-2')],
      ['joined', familyOf('F-4')],
    ]);
    expect(await joinsOf('F-2')).toEqual([
      ['joined', familyOf('F-1')],
      ['separated', familyOf('F-1')],
      ['joined', familyOf('F-5')],
    ]);
  });

  it('a family goes on from no referral that it does not have, and is of no family that is not there', async () => {
    const { surroundings } = await joined();
    const page = (familyId: string, after?: string) =>
      readFamilyPage(surroundings, familyId, { limit: 2, after });
    expect(await page(familyOf('F-1'), 'gone')).toEqual({ ok: false, error: { code: 'after-unknown' } });
    expect(await page('nobody')).toEqual({ ok: false, error: { code: 'family-unknown' } });
  });

  it('a referral shows its family to whoever may see families, and nothing to another source', async () => {
    const { surroundings, store } = await joined();
    const read = (sight: Partial<Sight>, key = 'referral:front-door:R-2') =>
      readReferral(surroundings, key, { boundSources: [], seesAll: false, seesFamilies: false, ...sight });
    const unknown = { ok: false, error: { code: 'referral-unknown' } };
    expect(await read({ boundSources: ['schools'] })).toEqual(unknown);
    expect(await read({ seesAll: true }, 'referral:front-door:none')).toEqual(unknown);
    const own = await read({ boundSources: ['front-door'] });
    expect(own).toMatchObject({ ok: true, value: { receiptId: 'referral:front-door:R-2', revisions: [] } });
    expect(own.ok && own.value).not.toHaveProperty('familyId');
    expect(await read({ seesAll: true, seesFamilies: true })).toMatchObject({
      value: { familyId: familyOf('F-1') },
    });
    const lost = { ...store.links, lookUp: async () => ({ timeline: undefined, byIdentifier: new Map() }) };
    const sight = { boundSources: [], seesAll: true, seesFamilies: true };
    const reading = readReferral({ ...surroundings, links: lost }, 'referral:front-door:R-2', sight);
    await expect(reading).rejects.toThrow('lies on a timeline that does not exist');
  });
});
