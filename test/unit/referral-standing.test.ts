import { describe, expect, it } from 'vitest';
import type { ReferralHistory } from '../../core/ports/referral-revisions.ts';
import { viewOfAuthority, viewOfSource } from '../../core/referral/referral-view.ts';
import { isStanding, type Revision, standingOf } from '../../core/referral/revision.ts';
import type { Annotation } from '../../core/referral/revision-submissions.ts';
import { aReferral } from '../support/a-family.ts';

const nfa = { outcome: 'nfa', decidedAt: '2026-11-03T09:00:00.000Z' } as const;
const assessment = { outcome: 'assessment', decidedAt: '2026-11-04T09:00:00.000Z' } as const;
const referral = aReferral('key-1', '2026-11-02T09:00:00.000Z', {
  level: 1,
  screening: nfa,
  sameEventAs: 'key-9',
});
const first = { timelineId: 'timeline-1', referral };
const { key: _, screening: __, sameEventAs: ___, ...content } = referral;

const common = (revision: number, mark: string) => ({
  revision,
  mark,
  by: 'client-1',
  recordedAt: `2026-11-05T10:00:0${revision}.000Z`,
});
const correction = (revision: number, level: number, mark = 'c'): Revision => ({
  ...common(revision, mark),
  kind: 'correction',
  timelineId: `timeline-${level}`,
  content: { ...content, level },
});
const withdrawal = (revision: number, reason: 'error' | 'test' = 'error', mark = 'w'): Revision => ({
  ...common(revision, mark),
  kind: 'withdrawal',
  reason,
});
const note = (revision: number, annotation: Annotation, stands: boolean, mark = 'n'): Revision => ({
  ...common(revision, mark),
  kind: 'annotation',
  annotation,
  stands,
});
const screening = (
  revision: number,
  decided: typeof assessment | typeof nfa,
  sameEventAs?: string,
): Revision => ({
  ...common(revision, 's'),
  kind: 'screening',
  screening: decided,
  ...(sameEventAs === undefined ? {} : { sameEventAs }),
});

/** What it amounts to in every order of the revisions, which must be the same. */
function standing(...revisions: readonly Revision[]) {
  const forth = standingOf(first, revisions);
  expect(standingOf(first, revisions.toReversed())).toEqual(forth);
  return forth;
}

describe('what a referral amounts to', () => {
  it('is what was first sent where nothing was said later', () => {
    expect(standing()).toEqual(first);
  });

  it('is what the highest correction says, with the decision on it, which is not the sender’s', () => {
    expect(standing(correction(1, 4), correction(3, 2), correction(2, 3))).toEqual({
      timelineId: 'timeline-2',
      referral: { ...referral, level: 2 },
    });
  });

  it('is withdrawn where that is the highest, and keeps the last correction', () => {
    expect(standing(correction(1, 2), withdrawal(2), withdrawal(3, 'test'))).toEqual({
      timelineId: 'timeline-2',
      referral: { ...referral, level: 2, withdrawn: 'test' },
    });
  });

  it('is brought back by a correction that is higher, or as high', () => {
    expect(standing(withdrawal(1), correction(2, 2)).referral).not.toHaveProperty('withdrawn');
    expect(standing(withdrawal(2, 'error', 'z'), correction(2, 2, 'a')).referral).not.toHaveProperty(
      'withdrawn',
    );
  });

  it('is put in order by the marks of two that count alike', () => {
    expect(standing(correction(1, 2, 'b'), correction(1, 3, 'a')).referral.level).toBe(2);
    expect(standing(withdrawal(1, 'error', 'a'), withdrawal(1, 'test', 'b')).referral.withdrawn).toBe('test');
  });

  it('has the last decision on it, which says anew of which event it tells', () => {
    expect(standing(screening(1, nfa, 'key-8'), screening(2, assessment)).referral).toEqual({
      ...content,
      key: 'key-1',
      screening: assessment,
    });
    expect(standing(screening(1, assessment, 'key-8'), correction(5, 2)).referral).toMatchObject({
      screening: assessment,
      sameEventAs: 'key-8',
    });
  });

  it('has the notes that stand, each counted apart', () => {
    const both = standing(note(1, 'retracted-by-sender', true), note(9, 'judged-malicious', true));
    expect(both.referral.annotations).toEqual(['judged-malicious', 'retracted-by-sender']);
    const one = standing(
      note(1, 'retracted-by-sender', true),
      note(2, 'retracted-by-sender', false),
      note(1, 'judged-malicious', true),
    );
    expect(one.referral.annotations).toEqual(['judged-malicious']);
    expect(standing(note(1, 'judged-malicious', false)).referral).not.toHaveProperty('annotations');
    expect(standing(withdrawal(1), note(2, 'judged-malicious', true)).referral).toMatchObject({
      withdrawn: 'error',
      annotations: ['judged-malicious'],
    });
  });

  it('is not what lay there before: only what is kept counts', () => {
    const lying = {
      ...first,
      referral: { ...referral, withdrawn: 'error', annotations: ['judged-malicious'] },
    } as const;
    expect(standingOf(lying, [])).toEqual(first);
  });
});

describe('a revision stands among those that were kept', () => {
  /** Whether each of some revisions stands, each marked by itself as it is when it is kept. */
  const whichStand = (...revisions: readonly Revision[]): readonly boolean[] => {
    const all = revisions.map((one, index) => ({ ...one, mark: `${one.mark}-${index}` }));
    expect(all.map((one) => isStanding(one, all.toReversed()))).toEqual(
      all.map((one) => isStanding(one, all)),
    );
    return all.map((one) => isStanding(one, all));
  };

  it('where none of those that it is counted with is higher', () => {
    expect(whichStand(correction(1, 2))).toEqual([true]);
    expect(whichStand(correction(2, 3), correction(1, 2))).toEqual([true, false]);
    expect(whichStand(screening(1, nfa), screening(2, assessment))).toEqual([false, true]);
  });

  it('where corrections and withdrawals are counted together, a correction first of two that are level', () => {
    expect(whichStand(correction(1, 2), withdrawal(2))).toEqual([false, true]);
    expect(whichStand(withdrawal(2), correction(2, 2))).toEqual([false, true]);
    expect(whichStand(correction(3, 2), withdrawal(2), correction(1, 2))).toEqual([true, false, false]);
  });

  it('where screenings, and each kind of note, are counted by themselves', () => {
    expect(
      whichStand(
        correction(9, 2),
        screening(2, assessment),
        note(3, 'judged-malicious', true),
        note(1, 'retracted-by-sender', true),
      ),
    ).toEqual([true, true, true, true]);
    expect(
      whichStand(
        note(3, 'judged-malicious', true),
        note(1, 'retracted-by-sender', true),
        note(2, 'judged-malicious', false),
        note(2, 'retracted-by-sender', false),
      ),
    ).toEqual([true, false, false, true]);
  });

  it('as one alone of two that say different things under one number', () => {
    expect(whichStand(correction(1, 2), correction(1, 3))).toEqual([false, true]);
  });
});

describe('what is shown of a referral', () => {
  const history: ReferralHistory = {
    key: 'key-1',
    receipt: { receiptId: 'key-1', recordedAt: '2026-11-02T10:00:00.000Z' },
    version: 6,
    first,
    revisions: [
      note(6, 'judged-malicious', true),
      screening(2, assessment, 'key-8'),
      note(1, 'judged-malicious', true),
      correction(2, 2),
      withdrawal(3),
      note(1, 'retracted-by-sender', true),
    ],
  };
  const { key, ...shown } = referral;

  it('to the authority is everything, in the order in which it was kept', () => {
    const { sameEventAs: before, screening: _, ...rest } = shown;
    expect([key, before]).toEqual(['key-1', 'key-9']);
    expect(viewOfAuthority(history)).toEqual({
      receiptId: 'key-1',
      recordedAt: '2026-11-02T10:00:00.000Z',
      withdrawn: 'error',
      referral: { ...rest, level: 2 },
      screening: assessment,
      sameEventAs: 'key-8',
      annotations: ['judged-malicious', 'retracted-by-sender'],
      revisions: [
        {
          kind: 'annotation',
          revision: 1,
          recordedAt: '2026-11-05T10:00:01.000Z',
          annotation: 'judged-malicious',
        },
        {
          kind: 'annotation',
          revision: 1,
          recordedAt: '2026-11-05T10:00:01.000Z',
          annotation: 'retracted-by-sender',
        },
        { kind: 'correction', revision: 2, recordedAt: '2026-11-05T10:00:02.000Z' },
        { kind: 'screening', revision: 2, recordedAt: '2026-11-05T10:00:02.000Z' },
        { kind: 'withdrawal', revision: 3, recordedAt: '2026-11-05T10:00:03.000Z' },
        {
          kind: 'annotation',
          revision: 6,
          recordedAt: '2026-11-05T10:00:06.000Z',
          annotation: 'judged-malicious',
        },
      ],
    });
  });

  it('to its source is the same whatever the authority has decided or noted', () => {
    const own = history.revisions.filter(
      (one) =>
        one.kind !== 'screening' && !(one.kind === 'annotation' && one.annotation === 'judged-malicious'),
    );
    const { revisions, ...view } = viewOfSource(history);
    expect({ ...view, revisions }).toEqual(viewOfAuthority({ ...history, revisions: own }));
    expect(revisions.map(({ kind }) => kind)).toEqual(['annotation', 'correction', 'withdrawal']);
    expect(view).toMatchObject({ annotations: ['retracted-by-sender'], screening: nfa });
  });

  it('is to nobody who said it', () => {
    for (const view of [viewOfAuthority(history), viewOfSource(history)]) {
      expect(JSON.stringify(view)).not.toContain('client-1');
      for (const revision of view.revisions) expect(revision).not.toHaveProperty('by');
    }
  });

  it('is nothing that is not there', () => {
    const plain = { ...first, referral: aReferral('key-1', '2026-11-02T09:00:00.000Z') };
    expect(Object.keys(viewOfSource({ ...history, first: plain, revisions: [] }))).toEqual([
      'receiptId',
      'recordedAt',
      'referral',
      'revisions',
    ]);
  });
});
