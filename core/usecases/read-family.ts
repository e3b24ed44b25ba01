import { byDateHappened } from '../life-event/by-date-happened.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { examine } from '../pattern/examine.ts';
import type { Finding } from '../pattern/finding.ts';
import type { Families, Family } from '../ports/families.ts';
import type { FamilyLink, FamilyLinks } from '../ports/family-links.ts';
import type { Clock, Policies } from '../ports/surroundings.ts';
import { type Household, householdOf } from '../timeline/household.ts';
import { byTimeMade, type TimelineEvent, type TimelineReferral } from '../timeline/timeline.ts';
import { type TimelinesRead, timelinesOfFamily } from './timelines-of-family.ts';

/** A family with everything its timelines hold: referrals in order of the time they were made, life events of the date they happened. */
export type FamilyView = {
  readonly familyId: string;
  readonly timelines: readonly string[];
  readonly openAlertId: string | undefined;
  /** Whether these are all its referrals: of very many, the newest are read. */
  readonly isComplete: boolean;
  readonly household: Household;
  readonly referrals: readonly TimelineReferral[];
  readonly lifeEvents: readonly TimelineEvent[];
};

/** A page of a family's referrals, with all else about it. */
export type FamilyPage = FamilyView & {
  /** What to give as `after` for the next page; undefined where this was the last. */
  readonly next: string | undefined;
  /** How its set of timelines came about. */
  readonly joins: readonly FamilyLink[];
};

/** Which referrals are wanted: so many, after the one with this key. */
export type PageWanted = { readonly limit: number; readonly after: string | undefined };

type Unknown = { readonly code: 'family-unknown' };

async function familyWithTimelines(
  families: Families,
  familyId: string,
): Promise<({ readonly family: Family } & TimelinesRead) | undefined> {
  const family = await families.family(familyId);
  if (family === undefined) return undefined;
  return { family, ...(await timelinesOfFamily(families, family)) };
}

/** Reads a family with its referrals and life events. */
export async function readFamily(
  { families }: { readonly families: Families },
  familyId: string,
): Promise<Outcome<FamilyView, Unknown>> {
  const found = await familyWithTimelines(families, familyId);
  if (found === undefined) return fail({ code: 'family-unknown' });
  return succeed({
    familyId: found.family.familyId,
    timelines: found.family.timelines,
    openAlertId: found.family.openAlertId,
    isComplete: found.isComplete,
    household: householdOf(found.timelines),
    referrals: found.timelines.flatMap(({ referrals }) => referrals).sort(byTimeMade),
    lifeEvents: found.timelines.flatMap(({ lifeEvents }) => lifeEvents).sort(byDateHappened),
  });
}

/**
 * Reads a family with a page of its referrals. `after-unknown` where the family
 * has no referral with that key: it has been moved to another since the page before.
 */
export async function readFamilyPage(
  { families, links }: { readonly families: Families; readonly links: Pick<FamilyLinks, 'linksOf'> },
  familyId: string,
  { limit, after }: PageWanted,
): Promise<Outcome<FamilyPage, Unknown | { readonly code: 'after-unknown' }>> {
  const read = await readFamily({ families }, familyId);
  if (!read.ok) return read;
  const { referrals, ...family } = read.value;
  const from = after === undefined ? 0 : referrals.findIndex(({ key }) => key === after) + 1;
  if (after !== undefined && from === 0) return fail({ code: 'after-unknown' });
  const page = referrals.slice(from, from + limit);
  const next = from + limit < referrals.length ? page.at(-1)?.key : undefined;
  return succeed({ ...family, referrals: page, next, joins: await everyLinkOf(links, family.familyId) });
}

/** Of the family and of those that have become part of it, which lead on to those that had become part of them before. */
async function everyLinkOf(
  links: Pick<FamilyLinks, 'linksOf'>,
  familyId: string,
): Promise<readonly FamilyLink[]> {
  const asked = new Set<string>();
  const found = new Map<string, FamilyLink>();
  for (let next: readonly string[] = [familyId]; next.length > 0; ) {
    for (const id of next) asked.add(id);
    const all = (await Promise.all(next.map((id) => links.linksOf(id)))).flat();
    // What joined two families is kept with both: it is told once.
    for (const link of all) {
      const name = `${link.at} ${link.what} ${link.timelines.join(' ')}`;
      if (!found.has(name)) found.set(name, link);
      // One that it was separated from is no part of it any more, nor it of that one.
      if (link.what === 'separated' && link.otherFamilyId !== undefined) asked.add(link.otherFamilyId);
    }
    const led = all.flatMap(({ what, otherFamilyId }) => (what === 'joined' ? [otherFamilyId] : []));
    next = [...new Set(led)].filter((id) => id !== undefined && !asked.has(id)) as readonly string[];
  }
  return [...found.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Reads what the live policy finds about a family now. It raises nothing: only examining a family does. */
export async function readFinding(
  {
    families,
    policies,
    clock,
  }: { readonly families: Families; readonly policies: Policies; readonly clock: Clock },
  familyId: string,
): Promise<Outcome<Finding, Unknown>> {
  const found = await familyWithTimelines(families, familyId);
  if (found === undefined) return fail({ code: 'family-unknown' });
  const { live } = await policies.inForce();
  return succeed(examine(found.timelines, live, clock.now()));
}
