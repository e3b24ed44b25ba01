import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { FamilyLinks } from '../ports/family-links.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { Placing } from '../ports/referral-ledger.ts';
import type { ReferralHistory, ReferralRevisions } from '../ports/referral-revisions.ts';
import type { Clock } from '../ports/surroundings.ts';
import type { FieldProblem } from '../referral/check-dates.ts';
import { isStanding, type Revision, standingOf } from '../referral/revision.ts';
import type { Annotation } from '../referral/revision-submissions.ts';
import type { Instant } from '../time/london.ts';
import type { ReferralKey } from '../timeline/timeline.ts';
import { type Draft, draftOf, type Said } from './draft-revision.ts';
import { type Linked, placeReferral } from './place-referral.ts';

/** That something was said about a referral, and when that was first kept. */
export type RevisionReceipt = {
  readonly receiptId: ReferralKey;
  readonly revision: number;
  readonly recordedAt: string;
  /** Whether it is what stands now of its kind; false where a higher revision was there before it, or has come since. */
  readonly stands: boolean;
};

/** What was kept, of whose referral it was said, and which families are joined because of it. */
export type Revised = {
  readonly receipt: RevisionReceipt;
  readonly source: string;
  readonly linked: Linked;
};

/** Why nothing was kept. */
export type NotRevised =
  /** Also where it is of a source that is none of the caller's business. */
  | { readonly code: 'referral-unknown' }
  | { readonly code: 'impossible-dates'; readonly fields: readonly FieldProblem[] }
  | { readonly code: 'same-event-unknown' }
  /** It is not what the caller has read. */
  | { readonly code: 'changed-meanwhile' }
  | { readonly code: 'too-many-revisions' }
  | { readonly code: 'busy' };

type Surroundings = {
  readonly revisions: ReferralRevisions;
  readonly links: FamilyLinks;
  readonly alerts: Pick<Alerts, 'alert'>;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
};

/** What is said, about which referral, and what the caller may and wants. */
export type Saying = {
  readonly key: ReferralKey;
  readonly said: Said;
  /** The client that says it, which is kept with it. */
  readonly by: string;
  /** Whether the caller may say this of a referral of that source. */
  readonly maySpeakOf: (source: string) => boolean;
  /** Whether the referral is still what the caller has read; a caller that read nothing always says yes. */
  readonly isAsRead: (history: ReferralHistory) => boolean;
};

/**
 * At most so many of one kind, and of one kind of note, are kept of a referral:
 * who says more is in a loop, and takes nothing from what others may say of it.
 */
export const mostRevisions = 200;

/** How often a revision starts over because something else was said meanwhile. */
const attempts = 5;

/**
 * Keeps something that is said later about a referral. Of each kind the highest
 * revision stands, whatever the order in which they came; one that does not
 * stand is kept all the same. The same said again changes nothing and has the
 * same receipt. A correction may move the referral to another date or family:
 * then both are examined.
 */
export async function reviseReferral(
  surroundings: Surroundings,
  saying: Saying,
): Promise<Outcome<Revised, NotRevised>> {
  const { revisions, clock, pseudonyms } = surroundings;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const history = await revisions.history(saying.key);
    const source = history?.first.referral.source;
    if (history === undefined || source === undefined || !saying.maySpeakOf(source))
      return fail({ code: 'referral-unknown' });
    const now = clock.now();
    const draft = draftOf(saying.said, history, { pseudonyms, asOf: now, by: saying.by });
    if ('problems' in draft) return fail({ code: 'impossible-dates', fields: draft.problems });
    const before = history.revisions.find(({ mark }) => mark === draft.revision.mark);
    if (before !== undefined)
      return succeed({ receipt: receiptOf(history, before, history.revisions), source, linked: noneLinked });
    if (!saying.isAsRead(history)) return fail({ code: 'changed-meanwhile' });
    if (history.revisions.filter(isLike(draft.revision)).length >= mostRevisions)
      return fail({ code: 'too-many-revisions' });
    if (!(await isEventKnown(revisions, history.key, draft.revision)))
      return fail({ code: 'same-event-unknown' });
    const result = await keep(surroundings, history, draft, now);
    if (result !== undefined) return result;
  }
  return fail({ code: 'busy' });
}

const noneLinked: Linked = { joined: [], notJoined: [] };

const receiptOf = (
  { key }: ReferralHistory,
  kept: Revision,
  revisions: readonly Revision[],
): RevisionReceipt => ({
  receiptId: key,
  revision: kept.revision,
  recordedAt: kept.recordedAt,
  stands: isStanding(kept, revisions),
});

const isLike =
  (one: Revision) =>
  (other: Revision): boolean =>
    other.kind === one.kind && (one.kind !== 'annotation' || isOfNote(other, one.annotation));

const isOfNote = (revision: Revision, note: Annotation): boolean =>
  revision.kind === 'annotation' && revision.annotation === note;

/** Only another referral that is there can tell of the same event. */
async function isEventKnown(
  { history }: ReferralRevisions,
  key: ReferralKey,
  revision: Revision,
): Promise<boolean> {
  if (revision.kind !== 'screening' || revision.sameEventAs === undefined) return true;
  return revision.sameEventAs !== key && (await history(revision.sameEventAs)) !== undefined;
}

/** Undefined where everything must be read again. */
async function keep(
  surroundings: Surroundings,
  before: ReferralHistory,
  draft: Draft,
  asOf: Instant,
): Promise<Outcome<Revised, NotRevised> | undefined> {
  const placed = await placeAnew(surroundings, before, draft, asOf);
  if (placed === 'busy') return fail({ code: 'busy' });
  const { revision, placing, linked } = placed;
  const after = [...before.revisions, revision];
  const from = standingOf(before.first, before.revisions);
  const to = standingOf(before.first, after);
  const { code } = await surroundings.revisions.keep({ before, revision, from, to, placing });
  if (code === 'busy') return fail({ code: 'busy' });
  if (code === 'moved') return undefined;
  const { source } = before.first.referral;
  return succeed({ receipt: receiptOf(before, revision, after), source, linked });
}

/** What is to be kept, and where a correction lies; nowhere that was not known before, of what is no correction. */
type PlacedAnew = {
  readonly revision: Revision;
  readonly placing: Placing | undefined;
  readonly linked: Linked;
};

/**
 * Finds the family of a correction, also of one that a later one has overtaken:
 * which families are joined must not depend on which of the two came first.
 */
async function placeAnew(
  surroundings: Surroundings,
  { key }: ReferralHistory,
  { revision, identifiers }: Draft,
  asOf: Instant,
): Promise<PlacedAnew | 'busy'> {
  if (revision.kind !== 'correction') return { revision, placing: undefined, linked: noneLinked };
  const { timelineId } = revision;
  const isWanted = async (): Promise<boolean> => true;
  const placed = await placeReferral(surroundings, { key, timelineId, identifiers, asOf, isWanted });
  if (placed.code !== 'placed') return 'busy';
  const { placing, ...linked } = placed;
  const isNews = placing.family.code !== 'known' || placing.newIdentifiers.length > 0;
  return {
    revision: { ...revision, timelineId: placing.timelineId },
    placing: isNews ? placing : undefined,
    linked: { joined: linked.joined, notJoined: linked.notJoined },
  };
}
