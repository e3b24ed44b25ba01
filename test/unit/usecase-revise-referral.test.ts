import { describe, expect, it } from 'vitest';
import type { ReferralRevisions } from '../../core/ports/referral-revisions.ts';
import type { CorrectionSubmission } from '../../core/referral/revision-submissions.ts';
import type { Said } from '../../core/usecases/draft-revision.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { mostRevisions, reviseReferral, type Saying } from '../../core/usecases/revise-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aSubmission } from '../support/a-submission.ts';

const at = (instant: string) => ({ now: () => Date.parse(instant) });
const clock = at('2026-11-05T10:00:00Z');
const key = 'referral:front-door:R-1';
const lineOf = (ref: string) => `timeline:family-ref:front-door:${ref}`;

const correction = (revision: number, stated: object = {}): Said => {
  const { source: _, referralId: __, ...content } = aSubmission(stated);
  return { kind: 'correction', sent: { ...content, revision } as CorrectionSubmission };
};
const withdrawal = (revision: number): Said => ({ kind: 'withdrawal', sent: { revision, reason: 'error' } });
const note = (revision: number, annotation: 'retracted-by-sender' | 'judged-malicious'): Said => ({
  kind: 'annotation',
  sent: { revision, annotation, stands: true },
});
const screening = (revision: number, stated: object = {}): Said => ({
  kind: 'screening',
  sent: { revision, outcome: 'nfa', decidedAt: '2026-11-04T11:00:00+01:00', ...stated },
});

/** A store that holds R-1 of family F-1 and R-2 of family F-2, and what can be said there. */
async function desk() {
  const store = createMemoryStore();
  for (const [referralId, familyRef] of [
    ['R-1', 'F-1'],
    ['R-2', 'F-2'],
  ]) {
    const submission = aSubmission({ referralId, familyRef, childRefs: [`child-of-${familyRef}`] });
    await recordReferral({ ...store, pseudonyms, clock }, submission, ['front-door']);
  }
  Array.from(store.changes());
  const say = (said: Said, more: Partial<Saying> = {}, surroundings: object = {}) =>
    reviseReferral(
      { ...store, pseudonyms, clock, ...surroundings },
      { key, said, by: 'client-1', maySpeakOf: () => true, isAsRead: () => true, ...more },
    );
  const rows = async (ref: string) => (await store.families.timeline(lineOf(ref)))?.timeline.referrals ?? [];
  const changed = () =>
    [...store.changes()].map((change) => ('timelineId' in change ? change.timelineId : ''));
  return { store, say, rows, changed };
}
const refused = (error: object) => ({ ok: false, error });
const kept = (revision: number, stands = true, joined: readonly string[] = []) => ({
  ok: true,
  value: {
    receipt: { receiptId: key, revision, recordedAt: '2026-11-05T10:00:00.000Z', stands },
    source: 'front-door',
    linked: { joined, notJoined: [] },
  },
});

describe('what is said of a referral is refused', () => {
  it('where there is none, and alike where it is of a source that the caller may not speak of', async () => {
    const { say, store } = await desk();
    expect(await say(withdrawal(1), { key: 'referral:front-door:none' })).toEqual(
      refused({ code: 'referral-unknown' }),
    );
    const asked: string[] = [];
    const maySpeakOf = (source: string) => {
      asked.push(source);
      return false;
    };
    expect(await say(withdrawal(1), { maySpeakOf })).toEqual(refused({ code: 'referral-unknown' }));
    expect(asked).toEqual(['front-door']);
    expect((await store.revisions.history(key))?.version).toBe(0);
  });

  it('where a date cannot be true', async () => {
    const { say } = await desk();
    const ahead = { rule: 'future-date', detail: 'must not be more than five minutes ahead' };
    expect(await say(correction(1, { madeAt: '2026-11-05T10:05:01Z' }))).toEqual(
      refused({ code: 'impossible-dates', fields: [{ field: '/madeAt', ...ahead }] }),
    );
    expect(await say(screening(1, { decidedAt: '2026-11-05T10:05:01Z' }))).toEqual(
      refused({ code: 'impossible-dates', fields: [{ field: '/decidedAt', ...ahead }] }),
    );
  });

  it('where the referral is not as the caller has read it, unless that was said before', async () => {
    const { say } = await desk();
    const isAsRead = ({ version }: { readonly version: number }) => version === 0;
    expect(await say(withdrawal(1), { isAsRead })).toEqual(kept(1));
    expect(await say(withdrawal(2), { isAsRead })).toEqual(refused({ code: 'changed-meanwhile' }));
    expect(await say(withdrawal(1), { isAsRead })).toEqual(kept(1));
  });

  it('where it would tell of the same event as a referral that is not there', async () => {
    const { say, rows } = await desk();
    expect(await say(screening(1, { sameEventAs: 'nothing' }))).toEqual(
      refused({ code: 'same-event-unknown' }),
    );
    expect(await say(screening(1, { sameEventAs: 'referral:front-door:R-2' }))).toEqual(kept(1));
    expect(await rows('F-1')).toMatchObject([{ sameEventAs: 'referral:front-door:R-2' }]);
  });

  it('where so much was said of one kind, and takes nothing from any other', async () => {
    const { say, store } = await desk();
    expect(mostRevisions).toBe(200);
    for (let revision = 1; revision <= mostRevisions; revision += 1) {
      expect((await say(note(revision, 'retracted-by-sender'))).ok).toBe(true);
      expect((await say(correction(revision))).ok).toBe(true);
    }
    const tooMany = refused({ code: 'too-many-revisions' });
    expect(await say(note(201, 'retracted-by-sender'))).toEqual(tooMany);
    expect(await say(correction(201))).toEqual(tooMany);
    expect(await say(correction(200))).toEqual(kept(200));
    for (const other of [note(1, 'judged-malicious'), screening(1)])
      expect(await say(other)).toEqual(kept(1));
    expect(await say(withdrawal(1))).toEqual(kept(1, false));
    expect((await store.revisions.history(key))?.version).toBe(403);
  });

  it('where the store stays busy, or something else is said five times meanwhile', async () => {
    const { say, store } = await desk();
    const revisions = (code: 'busy' | 'moved', times: number) => {
      let tried = 0;
      const keep: ReferralRevisions['keep'] = async (entry) => {
        tried += 1;
        return tried <= times ? { code } : store.revisions.keep(entry);
      };
      return { revisions: { ...store.revisions, keep }, tried: () => tried };
    };
    const [busy, five, four] = [revisions('busy', 1), revisions('moved', 5), revisions('moved', 4)];
    expect(await say(withdrawal(1), {}, busy)).toEqual(refused({ code: 'busy' }));
    expect(await say(withdrawal(1), {}, five)).toEqual(refused({ code: 'busy' }));
    expect([busy.tried(), five.tried()]).toEqual([1, 5]);
    expect(await say(withdrawal(1), {}, four)).toEqual(kept(1));
    const links = { ...store.links, change: async () => ({ code: 'busy' }) };
    const joins = correction(1, { childRefs: ['child-of-F-2'] });
    expect(await say(joins, {}, { links })).toEqual(refused({ code: 'busy' }));
    expect((await store.revisions.history(key))?.version).toBe(1);
  });

  it('by throwing where it is of a kind that nothing is known of', async () => {
    const { say } = await desk();
    const said = { kind: 'rumour', sent: { revision: 1 } } as never;
    await expect(say(said)).rejects.toThrow('No such thing can be said: ');
  });
});

describe('what is said of a referral', () => {
  it('is kept as it was said, with its instants in UTC, and is what the referral amounts to', async () => {
    const { say, store, rows, changed } = await desk();
    const level = {
      level: 3,
      madeAt: '2026-11-02T10:00:00+01:00',
      familyRef: 'F-1',
      nhsNumbers: ['9434765919'],
    };
    for (const said of [correction(1, level), note(1, 'judged-malicious'), screening(1), withdrawal(2)])
      expect((await say(said)).ok).toBe(true);
    const { familyRef: _, ...content } = aSubmission({ level: 3, madeAt: '2026-11-02T09:00:00.000Z' });
    const decided = { outcome: 'nfa', decidedAt: '2026-11-04T10:00:00.000Z' };
    const history = await store.revisions.history(key);
    const common = { recordedAt: '2026-11-05T10:00:00.000Z', mark: expect.any(String), by: 'client-1' };
    expect(history?.revisions).toEqual([
      { ...common, revision: 1, kind: 'correction', timelineId: lineOf('F-1'), content },
      { ...common, revision: 1, kind: 'annotation', annotation: 'judged-malicious', stands: true },
      { ...common, revision: 1, kind: 'screening', screening: decided },
      { ...common, revision: 2, kind: 'withdrawal', reason: 'error' },
    ]);
    expect(await rows('F-1')).toEqual([
      { ...content, key, screening: decided, annotations: ['judged-malicious'], withdrawn: 'error' },
    ]);
    expect(changed()).toEqual(Array(4).fill(lineOf('F-1')));
  });

  it('has the same receipt when it is said again, however its instants are written, and changes nothing', async () => {
    const { say, store, changed } = await desk();
    const decided = { decidedAt: '2026-11-04T10:00:00.000Z' };
    const made = { madeAt: '2026-11-02T10:00:00.000+01:00' };
    const first = [await say(screening(1)), await say(correction(1)), await say(note(1, 'judged-malicious'))];
    changed();
    const later = { clock: at('2026-12-01T10:00:00Z') };
    const again = [
      await say(screening(1, decided), {}, later),
      await say(correction(1, made), {}, later),
      await say(note(1, 'judged-malicious'), {}, later),
    ];
    expect(again).toEqual(first);
    expect((await store.revisions.history(key))?.version).toBe(3);
    expect(changed()).toEqual([]);
  });

  it('is marked by the referral, the kind and all that is said', async () => {
    const { say, store } = await desk();
    await say(withdrawal(1));
    const [said] = (await store.revisions.history(key))?.revisions ?? [];
    expect(said?.mark).toBe(
      pseudonyms.of('content', 'revision', key, 'withdrawal', '{"reason":"error","revision":1}'),
    );
    await say(note(1, 'judged-malicious'));
    await say({ kind: 'annotation', sent: { revision: 1, annotation: 'judged-malicious', stands: false } });
    await say(correction(1, { childRefs: ['C-1'] }));
    await say(correction(1, { childRefs: ['C-2'] }));
    await say(screening(1));
    await say(screening(1, { historyConsidered: true }));
    expect((await store.revisions.history(key))?.revisions).toHaveLength(7);
  });

  it('leaves a lower revision that comes late without effect on the row, and nobody is examined', async () => {
    const { say, store, rows, changed } = await desk();
    await say(correction(2, { level: 4 }));
    changed();
    const before = await rows('F-1');
    expect(await say(correction(1, { level: 2 }))).toEqual(kept(1, false));
    expect(await rows('F-1')).toEqual(before);
    expect(changed()).toEqual([]);
    expect((await store.revisions.history(key))?.version).toBe(2);
  });
});

describe('the receipt of what is said', () => {
  it('says whether it stands: a lower revision that comes late does not, of a screening as of a correction', async () => {
    const { say, rows } = await desk();
    expect(await say(screening(2, { outcome: 'assessment' }))).toEqual(kept(2));
    expect(await say(screening(1))).toEqual(kept(1, false));
    expect(await rows('F-1')).toMatchObject([{ screening: { outcome: 'assessment' } }]);
    expect(await say(withdrawal(3))).toEqual(kept(3));
    expect(await say(correction(2))).toEqual(kept(2, false));
    expect(await say(correction(4))).toEqual(kept(4));
    expect(await say(note(2, 'judged-malicious'))).toEqual(kept(2));
    expect(await say(note(1, 'retracted-by-sender'))).toEqual(kept(1));
    expect(await say(note(1, 'judged-malicious'))).toEqual(kept(1, false));
  });

  it('says of what is said again whether it stands by now', async () => {
    const { say } = await desk();
    expect(await say(correction(1, { level: 2 }))).toEqual(kept(1));
    expect(await say(correction(2, { level: 3 }))).toEqual(kept(2));
    expect(await say(correction(1, { level: 2 }))).toEqual(kept(1, false));
    expect(await say(correction(2, { level: 3 }))).toEqual(kept(2));
  });

  it('is that of whoever said it first, by whom it is kept', async () => {
    const { say, store } = await desk();
    await say(withdrawal(1), { by: 'client-1' });
    expect(await say(withdrawal(1), { by: 'client-2' })).toEqual(kept(1));
    await say(withdrawal(2), { by: 'client-2' });
    const history = await store.revisions.history(key);
    expect(history?.revisions.map(({ by }) => by)).toEqual(['client-1', 'client-2']);
  });
});

describe('a correction', () => {
  it('to another date has its family examined', async () => {
    const { say, rows, changed } = await desk();
    await say(correction(1, { madeAt: '2026-10-02T09:00:00Z' }));
    expect((await rows('F-1')).map(({ madeAt }) => madeAt)).toEqual(['2026-10-02T09:00:00.000Z']);
    expect(changed()).toEqual([lineOf('F-1')]);
  });

  it('to another family has both examined, and leaves nothing behind', async () => {
    const { say, rows, changed } = await desk();
    await say(correction(1, { familyRef: 'F-2' }));
    expect([(await rows('F-1')).length, (await rows('F-2')).length]).toEqual([0, 2]);
    expect(changed().sort()).toEqual([lineOf('F-1'), lineOf('F-2')]);
  });

  it('to a family that nobody knows founds it', async () => {
    const { say, store } = await desk();
    await say(correction(1, { familyRef: 'F-3', childRefs: ['C-3'] }));
    const { timeline, byIdentifier } = await store.links.lookUp(lineOf('F-3'), [
      { kind: 'child-ref', id: 'identifier:child-ref:front-door:C-3' },
    ]);
    expect(timeline?.timelines).toEqual([lineOf('F-3')]);
    expect(byIdentifier.size).toBe(1);
    await say(correction(2, { familyRef: 'F-4' }));
    expect((await store.families.timeline(lineOf('F-4')))?.timeline.referrals).toHaveLength(1);
  });

  it('with an identifier of another family joins the two, also where a later one has overtaken it', async () => {
    const { say, store, rows } = await desk();
    await say(correction(2, { level: 2 }));
    expect((await store.families.timeline(lineOf('F-1')))?.timelinesOfFamily).toHaveLength(1);
    expect(await say(correction(1, { childRefs: ['child-of-F-2'] }))).toEqual(
      kept(1, false, [pseudonyms.of('family', lineOf('F-2'))]),
    );
    expect((await store.families.timeline(lineOf('F-1')))?.timelinesOfFamily).toEqual([
      lineOf('F-1'),
      lineOf('F-2'),
    ]);
    expect(await rows('F-1')).toMatchObject([{ level: 2 }]);
  });

  it('says which families it leads to could not be joined', async () => {
    const { say, store } = await desk();
    const slot = async (familyId: string) => {
      const family = await store.links.slot(familyId);
      return family === undefined ? undefined : { ...family, keptApartFrom: [lineOf('F-2')] };
    };
    const links = { ...store.links, slot };
    expect(await say(correction(1, { childRefs: ['child-of-F-2'] }), {}, { links })).toMatchObject({
      ok: true,
      value: { linked: { joined: [], notJoined: ['kept-apart'] } },
    });
  });

  it('to a family that takes no further timeline lies on the one that its identifier leads to', async () => {
    const { say, store, rows, changed } = await desk();
    for (let number = 2; number <= 25; number += 1) {
      const stated = { referralId: `G-${number}`, familyRef: `G-${number}`, childRefs: ['child-of-F-2'] };
      await recordReferral({ ...store, pseudonyms, clock }, aSubmission(stated), ['front-door']);
    }
    expect((await store.families.timeline(lineOf('F-2')))?.timelinesOfFamily).toHaveLength(25);
    changed();
    const toNew = correction(1, { familyRef: 'F-new', childRefs: ['child-of-F-2', 'child-new'] });
    expect(await say(toNew)).toMatchObject({
      ok: true,
      value: { receipt: { stands: true }, linked: { joined: [], notJoined: ['too-many-timelines'] } },
    });
    expect((await rows('F-2')).map(({ referralId }) => referralId)).toEqual(['R-1', 'R-2']);
    expect(await rows('F-1')).toEqual([]);
    expect(changed().sort()).toEqual([lineOf('F-1'), lineOf('F-2')]);
    const history = await store.revisions.history(key);
    expect(history?.revisions).toMatchObject([{ kind: 'correction', timelineId: lineOf('F-2') }]);
    expect(await store.families.timeline(lineOf('F-new'))).toBeUndefined();
    const { byIdentifier } = await store.links.lookUp(lineOf('F-new'), [
      { kind: 'child-ref', id: 'identifier:child-ref:front-door:child-new' },
    ]);
    expect([...byIdentifier.values()].map(({ timelineId }) => timelineId)).toEqual([lineOf('F-2')]);
    await say(withdrawal(2));
    expect(await rows('F-2')).toMatchObject([
      { referralId: 'R-1', withdrawn: 'error' },
      { referralId: 'R-2' },
    ]);
  });

  it('places nothing that is known already', async () => {
    const { say, store } = await desk();
    const placings: unknown[] = [];
    const keep: ReferralRevisions['keep'] = async (entry) => {
      placings.push(entry.placing);
      return store.revisions.keep(entry);
    };
    const revisions = { ...store.revisions, keep };
    await say(correction(1, { level: 2 }), {}, { revisions });
    await say(withdrawal(1), {}, { revisions });
    await say(correction(2, { nhsNumbers: ['9434765919'] }), {}, { revisions });
    expect(placings).toMatchObject([undefined, undefined, { newIdentifiers: [{ kind: 'nhs-number' }] }]);
  });
});
