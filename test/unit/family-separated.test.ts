import { describe, expect, it } from 'vitest';
import type { Answered } from '../../core/alert/answered.ts';
import { type Founded, separated } from '../../core/family/separate.ts';
import type { Family } from '../../core/ports/families.ts';

const family: Family = {
  familyId: 'family-a',
  timelines: ['timeline-a', 'timeline-b', 'timeline-c'],
  version: 5,
  epoch: 2,
  openAlertId: 'ALERT1',
  keptApartFrom: ['timeline-x'],
};
const was: Family = {
  familyId: 'family-c',
  timelines: ['timeline-c', 'timeline-old'],
  version: 8,
  epoch: 4,
  openAlertId: undefined,
  keptApartFrom: ['timeline-y'],
  joinedInto: 'family-a',
};
const founded = (name: string, left?: Family): Founded => ({
  timelineId: `timeline-${name}`,
  familyId: `family-${name}`,
  was: left,
});
const answered = (alertId: string): Answered => ({
  alertId,
  decidedAt: '2026-10-01T10:00:00.000Z',
  severity: 'escalate',
  evidence: { repeat: ['key-1'] },
  referrals: ['key-1'],
  agencyGroups: ['2'],
  children: [],
});
const at = '2026-11-05T10:00:00.000Z';
const separate = (timelines: readonly string[], all: readonly Founded[]) =>
  separated(family, all, { timelines, at, reason: 'wrong-identifier', by: 'client-1' });

describe('separating timelines from a family', () => {
  it('founds the family of the first of them where none was one before', () => {
    const link = {
      at,
      what: 'separated',
      timelines: ['timeline-b', 'timeline-c'],
      reason: 'wrong-identifier',
      by: 'client-1',
    };
    expect(separate(['timeline-b', 'timeline-c', 'timeline-b'], [founded('b'), founded('c')])).toEqual({
      ok: true,
      value: {
        alerts: [],
        families: [
          {
            family: {
              ...family,
              version: 6,
              timelines: ['timeline-a'],
              keptApartFrom: ['timeline-b', 'timeline-c', 'timeline-x'],
            },
            from: 5,
            link: { ...link, otherFamilyId: 'family-b' },
          },
          {
            family: {
              familyId: 'family-b',
              version: 0,
              epoch: 0,
              openAlertId: undefined,
              timelines: ['timeline-b', 'timeline-c'],
              keptApartFrom: ['timeline-a', 'timeline-x'],
            },
            from: undefined,
            link: { ...link, otherFamilyId: 'family-a' },
          },
        ],
        redirected: [],
        examine: ['timeline-a', 'timeline-b'],
      },
    });
  });

  it('brings one back that was joined before, with its decisions, and no longer leading elsewhere', () => {
    const outcome = separate(['timeline-b', 'timeline-c'], [founded('b'), founded('c', was)]);
    if (!outcome.ok) throw new Error(outcome.error.code);
    expect(outcome.value.families[1]).toMatchObject({ from: 8 });
    expect(outcome.value.families[1].family).toEqual({
      familyId: 'family-c',
      version: 9,
      epoch: 4,
      openAlertId: undefined,
      timelines: ['timeline-b', 'timeline-c'],
      keptApartFrom: ['timeline-a', 'timeline-x', 'timeline-y'],
    });
  });

  it('leaves the family that stays with what was answered about it alone, where nobody has decided since', () => {
    const answeredAfter = (answered: Answered | undefined) => {
      const joined = { ...family, ...(answered === undefined ? {} : { answered }) };
      const outcome = separated(joined, [founded('b'), founded('c', was)], {
        timelines: ['timeline-c'],
        at,
        reason: 'wrong-identifier',
        by: 'client-1',
      });
      if (!outcome.ok) throw new Error(outcome.error.code);
      return outcome.value.families[0].family;
    };
    const own = answered('ALERT1');
    expect(answeredAfter({ ...answered('ALERT9'), joined: { alone: own } }).answered).toEqual(own);
    expect(answeredAfter({ ...answered('ALERT9'), joined: {} })).not.toHaveProperty('answered');
    expect(answeredAfter(undefined)).not.toHaveProperty('answered');
    // Decided on after they were joined: that was about both.
    expect(answeredAfter(answered('ALERT3')).answered).toEqual(answered('ALERT3'));
  });

  it('gives the one that comes back the answer that it was left with', () => {
    const left = { ...was, answered: answered('ALERT4') };
    const joined = { ...family, answered: { ...answered('ALERT9'), joined: {} } };
    const outcome = separated(joined, [founded('c', left)], {
      timelines: ['timeline-c'],
      at,
      reason: 'wrong-identifier',
      by: 'client-1',
    });
    expect(outcome.ok && outcome.value.families[1].family.answered).toEqual(answered('ALERT4'));
  });

  it('lets every family that was joined lead to where its timeline is now', () => {
    const joined = (name: string, joinedInto: string): Founded =>
      founded(name, { ...was, familyId: `family-${name}`, joinedInto });
    const big = { ...family, timelines: ['a', 'b', 'c', 'd', 'e'].map((name) => `timeline-${name}`) };
    const all = [
      founded('a', big),
      joined('b', 'family-a'),
      joined('c', 'family-a'),
      joined('d', 'family-b'),
      joined('e', 'family-a'),
    ];
    const wanted = {
      timelines: ['timeline-b', 'timeline-c'],
      at,
      reason: 'wrong-identifier',
      by: 'client-1',
    };
    const outcome = separated(big, all, wanted);
    if (!outcome.ok) throw new Error(outcome.error.code);
    expect(outcome.value.families[1].family.familyId).toBe('family-b');
    expect(outcome.value.redirected).toEqual([
      { family: { ...was, version: 9, joinedInto: 'family-b' }, from: 8 },
      { family: { ...was, familyId: 'family-d', version: 9, joinedInto: 'family-a' }, from: 8 },
    ]);
  });

  it('is refused of a timeline that is not in the family, and of none', () => {
    const refused = { ok: false, error: { code: 'timeline-not-in-family' } };
    expect(separate(['timeline-b', 'timeline-z'], [founded('b'), founded('z')])).toEqual(refused);
    expect(separate([], [])).toEqual(refused);
  });

  it('is refused of the founding timeline, also among others that were a family before', () => {
    const refused = { ok: false, error: { code: 'founding-timeline' } };
    expect(separate(['timeline-a'], [founded('a', family)])).toEqual(refused);
    expect(separate(['timeline-c', 'timeline-a'], [founded('c', was), founded('a', family)])).toEqual(
      refused,
    );
  });
});
