import { describe, expect, it } from 'vitest';
import { Answered } from '../../core/alert/answered.ts';
import { type FamilyWithAlert, joined, mostTimelines } from '../../core/family/join.ts';
import type { Family } from '../../core/ports/families.ts';
import { anAlert } from '../support/an-alert.ts';

const occasion = {
  at: '2026-11-04T10:00:00.000Z',
  because: 'key-1',
  identifier: { kind: 'nhs-number', id: 'identifier-1' },
} as const;

const aSlot = (name: string, stated: Partial<Family> = {}): Family => ({
  familyId: `family-${name}`,
  timelines: [`timeline-${name}`],
  version: 3,
  epoch: 0,
  openAlertId: undefined,
  ...stated,
});
const without = (name: string, stated: Partial<Family> = {}): FamilyWithAlert => ({
  family: aSlot(name, stated),
  open: undefined,
});
const withAlert = (name: string): FamilyWithAlert => ({
  family: aSlot(name, { epoch: 1, openAlertId: `alert-${name}` }),
  open: anAlert({ alertId: `alert-${name}`, familyId: `family-${name}` }),
});

function changeOf(first: FamilyWithAlert, other: FamilyWithAlert) {
  const change = joined(first, other, occasion);
  if (!change.ok) throw new Error(change.error.code);
  return change.value;
}
const familiesAfter = (first: FamilyWithAlert, other: FamilyWithAlert) =>
  changeOf(first, other).families.map(({ family }) => family);

describe('two families that are joined', () => {
  it('are the first one, with the timelines of both, and the other leads to it as it was left', () => {
    const link = { ...occasion, what: 'joined', timelines: ['timeline-b'] };
    expect(changeOf(without('a'), without('b', { version: 7 }))).toEqual({
      families: [
        {
          family: aSlot('a', { version: 4, timelines: ['timeline-a', 'timeline-b'] }),
          from: 3,
          link: { ...link, otherFamilyId: 'family-b' },
        },
        {
          family: aSlot('b', { version: 8, joinedInto: 'family-a' }),
          from: 7,
          link: { ...link, otherFamilyId: 'family-a' },
        },
      ],
      alerts: [],
      examine: ['timeline-a'],
    });
  });

  it('are the one with the open alert where only one has one, whichever comes first', () => {
    for (const families of [
      familiesAfter(without('a'), withAlert('b')),
      familiesAfter(withAlert('b'), without('a')),
    ]) {
      expect(families).toMatchObject([
        { familyId: 'family-b', openAlertId: 'alert-b', timelines: ['timeline-b', 'timeline-a'] },
        { familyId: 'family-a', joinedInto: 'family-b', openAlertId: undefined },
      ]);
    }
    expect(changeOf(without('a'), withAlert('b')).alerts).toEqual([]);
  });

  it('have the first one’s alert where both have one, and the other’s ends in its favour', () => {
    const { families, alerts } = changeOf(withAlert('a'), withAlert('b'));
    expect(families.map(({ family }) => family.openAlertId)).toEqual(['alert-a', undefined]);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toMatchObject({
      alert: {
        alertId: 'alert-b',
        state: 'merged-into',
        mergedInto: 'alert-a',
        version: 2,
        changedAt: occasion.at,
      },
      event: { event: 'merged-into', reason: 'families-joined', at: occasion.at },
    });
    expect(alerts[1]).toMatchObject({
      alert: { alertId: 'alert-a', state: 'raised', version: 2, changedAt: occasion.at },
      event: { event: 'changed', reason: 'families-joined', at: occasion.at },
    });
  });

  it('lose no line: the alert that stays has those of the one that ends', () => {
    const [line] = anAlert().lines;
    const onOther = anAlert({
      alertId: 'alert-b',
      lines: [{ ...line!, line: 'baby', evidence: ['referral-b'] }],
      evidence: ['referral-b'],
    });
    const { alerts } = changeOf(withAlert('a'), { ...withAlert('b'), open: onOther });
    expect(alerts[1]?.alert.lines.map((one) => one.line)).toEqual(['repeat', 'baby']);
    expect(alerts[1]?.alert.evidence).toEqual(['referral-1', 'referral-2', 'referral-b']);
  });

  it('cannot be where the alert in a slot has ended: that is not a slot', () => {
    const ended = { ...withAlert('b'), open: anAlert({ state: 'closed' }) };
    expect(() => joined(withAlert('a'), ended, occasion)).toThrow('The open alert of a family is closed.');
  });

  it('stay two where more timelines than a family has would be one', () => {
    const timelines = Array.from({ length: mostTimelines - 1 }, (_, index) => `timeline-${index}`);
    expect(mostTimelines).toBe(25);
    expect(joined(without('a', { timelines }), without('b'), occasion).ok).toBe(true);
    expect(joined(without('a', { timelines: [...timelines, 'one-more'] }), without('b'), occasion)).toEqual({
      ok: false,
      error: { code: 'too-many-timelines' },
    });
  });
});

describe('two families that a person has separated', () => {
  const apart = { ok: false, error: { code: 'kept-apart' } };

  it('stay two, whichever of them knows and whichever comes first', () => {
    const knows = without('a', { keptApartFrom: ['timeline-b'] });
    expect(joined(knows, without('b'), occasion)).toEqual(apart);
    expect(joined(without('b'), knows, occasion)).toEqual(apart);
    expect(joined(knows, without('c'), occasion).ok).toBe(true);
  });

  it('stay two also after each was joined with a third', () => {
    const a = without('a', { keptApartFrom: ['timeline-b'] });
    const b = without('b', { keptApartFrom: ['timeline-a'] });
    const [withThird] = familiesAfter(without('c', { keptApartFrom: ['timeline-x'] }), a);
    const [withFourth] = familiesAfter(without('d'), b);
    expect(withThird?.keptApartFrom).toEqual(['timeline-b', 'timeline-x']);
    const both = [withThird, withFourth].map((family) => ({ family: family as Family, open: undefined }));
    expect(joined(both[0] as FamilyWithAlert, both[1] as FamilyWithAlert, occasion)).toEqual(apart);
  });
});

describe('what was answered before families were joined', () => {
  const answered = (name: string, decidedAt: string, stated: Partial<Answered> = {}): Answered => ({
    alertId: `alert-${name}`,
    decidedAt,
    severity: 'watch',
    evidence: { [`line-${name}`]: [`key-${name}`], both: [`key-${name}`, 'key-both'] },
    referrals: [`key-${name}`],
    agencyGroups: ['2'],
    children: [`born ${name}`],
    ...stated,
  });
  const together = (a: Answered | undefined, b: Answered | undefined) =>
    familiesAfter(
      without('a', a === undefined ? {} : { answered: a }),
      without('b', b === undefined ? {} : { answered: b }),
    )[0]?.answered;

  /** What was answered of the two as one, whoever stays. */
  const ofBoth = (a: Answered | undefined, b: Answered | undefined) => {
    const { joined: _, ...both } = together(a, b) as Answered;
    return both;
  };

  it('is what either answered, under the last of the two, whichever family stays', () => {
    const a = answered('a', '2026-03-01T10:00:00.000Z', { severity: 'urgent' });
    const b = answered('b', '2026-04-01T10:00:00.000Z');
    expect(ofBoth(a, b)).toEqual({
      alertId: 'alert-b',
      decidedAt: '2026-04-01T10:00:00.000Z',
      severity: 'urgent',
      evidence: { both: ['key-a', 'key-b', 'key-both'], 'line-a': ['key-a'], 'line-b': ['key-b'] },
      referrals: ['key-a', 'key-b'],
      agencyGroups: ['2'],
      children: ['born a', 'born b'],
    });
    expect(ofBoth(b, a)).toEqual(ofBoth(a, b));
    const atOnce = { ...a, decidedAt: b.decidedAt };
    expect(ofBoth(b, atOnce)).toEqual(ofBoth(atOnce, b));
  });

  it('is that of one where the other has answered nothing', () => {
    const a = answered('a', '2026-03-01T10:00:00.000Z');
    expect(ofBoth(a, undefined)).toEqual(a);
    expect(ofBoth(undefined, a)).toEqual(a);
    expect(together(undefined, undefined)).toBeUndefined();
  });

  it('is marked as not answered about both, beside what was answered about the family that stays', () => {
    const a = answered('a', '2026-03-01T10:00:00.000Z');
    const b = answered('b', '2026-04-01T10:00:00.000Z');
    expect(together(a, b)?.joined).toEqual({ alone: a });
    expect(together(b, a)?.joined).toEqual({ alone: b });
    expect(together(a, undefined)?.joined).toEqual({ alone: a });
    expect(together(undefined, b)?.joined).toEqual({});
    expect(Answered.parse(together(a, b))).toEqual(together(a, b));
  });

  it('is still that of the family alone where it is joined with one after another', () => {
    const a = answered('a', '2026-03-01T10:00:00.000Z');
    const b = answered('b', '2026-04-01T10:00:00.000Z');
    const c = answered('c', '2026-05-01T10:00:00.000Z');
    expect(together(together(a, b), c)?.joined).toEqual({ alone: a });
    expect(together(together(undefined, b), c)?.joined).toEqual({});
    expect(together(a, together(b, c))?.joined).toEqual({ alone: a });
  });

  it('holds the last decision to do nothing, also where the other family decided later', () => {
    const early = { decidedBy: 'person-1', decidedAt: '2026-01-01T10:00:00.000Z' };
    const late = { decidedBy: 'person-2', decidedAt: '2026-02-01T10:00:00.000Z' };
    const a = answered('a', '2026-03-01T10:00:00.000Z', { noFurtherAction: late });
    const b = answered('b', '2026-04-01T10:00:00.000Z', { noFurtherAction: early });
    expect(together(a, b)?.noFurtherAction).toEqual(late);
    expect(together(b, a)?.noFurtherAction).toEqual(late);
    expect(together(a, answered('b', '2026-04-01T10:00:00.000Z'))?.noFurtherAction).toEqual(late);
    const sameMoment = answered('b', '2026-04-01T10:00:00.000Z', {
      noFurtherAction: { ...late, decidedBy: 'person-3' },
    });
    expect(ofBoth(a, sameMoment)).toEqual(ofBoth(sameMoment, a));
  });
});
