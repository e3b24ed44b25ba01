import type { Identifier } from '../family/identifiers.ts';
import {
  type FamilyWithAlert,
  joined as joinedFamilies,
  mostTimelines,
  type NotJoined,
} from '../family/join.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Family } from '../ports/families.ts';
import type { FamilyLinks, KnownFamilies, TimelineFamily } from '../ports/family-links.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { Placing } from '../ports/referral-ledger.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { FamilyId, ReferralKey, TimelineId } from '../timeline/timeline.ts';

type Surroundings = {
  readonly links: FamilyLinks;
  readonly alerts: Pick<Alerts, 'alert'>;
  readonly pseudonyms: Pseudonyms;
};

/** A referral that is to lie on a timeline, with what it gives of its family. */
export type ToPlace = {
  readonly key: ReferralKey;
  readonly timelineId: TimelineId;
  readonly identifiers: readonly Identifier[];
  readonly asOf: Instant;
  /** Asked before families are joined for it: whether it is to be recorded at all. */
  readonly isWanted: () => Promise<boolean>;
};

/** Where it is to lie, and what kept families apart to which its identifiers lead. */
export type Placed =
  | ({ readonly code: 'placed'; readonly placing: Placing } & Linked)
  | { readonly code: 'not-wanted'; readonly familyId: FamilyId }
  | { readonly code: 'busy' };

/** What came of the identifiers that lead to several families. */
export type Linked = {
  /** Families that have just become part of another. */
  readonly joined: readonly FamilyId[];
  /** Why others have not; once for each. */
  readonly notJoined: readonly NotJoined['code'][];
};

/** How often placing starts over because a family has changed meanwhile. */
const attempts = 5;

/**
 * Finds the family of a referral: that of its timeline, or of the first of its
 * identifiers that is known. Identifiers that lead to several families join them
 * first; so whoever sends a referral again after a failure between the two loses
 * nothing. Where families must stay apart, the first one has the referral.
 */
export async function placeReferral(surroundings: Surroundings, toPlace: ToPlace): Promise<Placed> {
  const { links, pseudonyms } = surroundings;
  const { timelineId, identifiers } = toPlace;
  const apart = new Map<FamilyId, NotJoined['code']>();
  const joined: FamilyId[] = [];
  for (let attempt = 0; attempt < attempts; ) {
    const known = await links.lookUp(timelineId, identifiers);
    const newIdentifiers = identifiers.filter(({ id }) => !known.byIdentifier.has(id));
    const [first, ...others] = familiesIn(known, identifiers);
    const other = others.find(({ familyId }) => !apart.has(familyId));
    if (first !== undefined && other !== undefined) {
      if (!(await toPlace.isWanted())) return { code: 'not-wanted', familyId: first.familyId };
      const code = await join(surroundings, first, other, {
        ...toPlace,
        identifier: identifierOf(other, known, identifiers),
      });
      if (code === 'moved') attempt += 1;
      else if (code === 'changed') joined.push(other.familyId);
      else apart.set(other.familyId, code);
      continue;
    }
    const family = await familyFor(links, known, first);
    if (family === 'moved') {
      attempt += 1;
      continue;
    }
    const isFull = typeof family === 'object' && family.timelines.length >= mostTimelines;
    const notJoined = [...apart.values(), ...(isFull ? (['too-many-timelines'] as const) : [])];
    // A family that takes no further timeline keeps the referral all the same, on the one its identifier leads to.
    const there = known.timeline ?? (isFull ? first : undefined);
    const placing = {
      timelineId: there?.timelineId ?? timelineId,
      family: placingOf(there, family, () => pseudonyms.of('family', timelineId)),
      newIdentifiers,
    };
    return { code: 'placed', placing, joined, notJoined };
  }
  return { code: 'busy' };
}

function placingOf(
  there: TimelineFamily | undefined,
  family: Family | undefined,
  founded: () => FamilyId,
): Placing['family'] {
  if (there !== undefined) return { code: 'known', familyId: there.familyId };
  return family === undefined ? { code: 'new', familyId: founded() } : { code: 'added', family };
}

/** The identifier that leads to a family, of those that a referral gives. */
const identifierOf = (
  { familyId }: TimelineFamily,
  { byIdentifier }: KnownFamilies,
  identifiers: readonly Identifier[],
): Identifier | undefined => identifiers.find(({ id }) => byIdentifier.get(id)?.familyId === familyId);

/** The families that a referral leads to, each once: its timeline's first, then in the order of its identifiers. */
function familiesIn(
  { timeline, byIdentifier }: KnownFamilies,
  identifiers: readonly Identifier[],
): readonly TimelineFamily[] {
  const all = [timeline, ...identifiers.map(({ id }) => byIdentifier.get(id))].filter(
    (one) => one !== undefined,
  );
  return all.filter(({ familyId }, index) => all.findIndex((one) => one.familyId === familyId) === index);
}

/** The family that a new timeline is added to, as it is now; undefined where none is needed or known. */
async function familyFor(
  links: FamilyLinks,
  { timeline }: KnownFamilies,
  first: TimelineFamily | undefined,
): Promise<Family | undefined | 'moved'> {
  if (timeline !== undefined || first === undefined) return undefined;
  const family = await links.slot(first.familyId);
  if (family === undefined) throw new Error('A timeline names a family that does not exist.');
  return family.joinedInto === undefined && family.timelines.includes(first.timelineId) ? family : 'moved';
}

async function join(
  surroundings: Surroundings,
  first: TimelineFamily,
  other: TimelineFamily,
  { key, asOf, identifier }: ToPlace & { readonly identifier: Identifier | undefined },
): Promise<'changed' | 'moved' | NotJoined['code']> {
  const [a, b] = [
    await withAlert(surroundings, first.familyId),
    await withAlert(surroundings, other.familyId),
  ];
  if (a === undefined || b === undefined) return 'moved';
  const change = joinedFamilies(a, b, { at: isoInstant(asOf), because: key, identifier });
  if (!change.ok) return change.error.code;
  const { code } = await surroundings.links.change(change.value);
  return code === 'changed' ? code : 'moved';
}

/** A family with its open alert; undefined where it has become part of another meanwhile. */
async function withAlert(
  { links, alerts }: Surroundings,
  familyId: FamilyId,
): Promise<FamilyWithAlert | undefined> {
  const family = await links.slot(familyId);
  if (family === undefined) throw new Error('A timeline names a family that does not exist.');
  if (family.joinedInto !== undefined) return undefined;
  if (family.openAlertId === undefined) return { family, open: undefined };
  const open = await alerts.alert(family.openAlertId);
  if (open === undefined) throw new Error('A family names an open alert that does not exist.');
  return { family, open };
}
