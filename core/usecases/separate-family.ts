import { type Founded, type NotSeparable, separated } from '../family/separate.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Families } from '../ports/families.ts';
import type { FamilyLink, FamilyLinks } from '../ports/family-links.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { Clock } from '../ports/surroundings.ts';
import type { SeparationSubmission } from '../referral/revision-submissions.ts';
import { isoInstant } from '../time/london.ts';
import type { FamilyId, TimelineId } from '../timeline/timeline.ts';

type Surroundings = {
  readonly families: Pick<Families, 'family'>;
  readonly links: FamilyLinks;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
};

/** The family that was made, or made again, of the timelines. */
export type FamilySeparated = { readonly familyId: FamilyId; readonly recordedAt: string };

export type NotSeparated = NotSeparable | { readonly code: 'family-unknown' } | { readonly code: 'busy' };

const attempts = 5;

/**
 * Puts timelines of a family into a family of their own, in the name of a client.
 * Both are examined. What a client asks for again once it is done, because no
 * answer reached it, changes nothing and has the answer that the first had.
 */
export async function separateFamily(
  surroundings: Surroundings,
  familyId: FamilyId,
  submission: SeparationSubmission,
  by: string,
): Promise<Outcome<FamilySeparated, NotSeparated>> {
  const { families, links, pseudonyms, clock } = surroundings;
  const { timelines, reason } = submission;
  const foundedBy = async (timelineId: TimelineId): Promise<Founded> => {
    const id = pseudonyms.of('family', timelineId);
    return { timelineId, familyId: id, was: await links.slot(id) };
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const family = await families.family(familyId);
    if (family === undefined) return fail({ code: 'family-unknown' });
    const founded = await Promise.all(family.timelines.map(foundedBy));
    const at = isoInstant(clock.now());
    const change = separated(family, founded, { timelines, at, reason, by });
    if (!change.ok) {
      const before = await separatedBefore(surroundings, [familyId, family.familyId], submission, by);
      return before === undefined ? change : succeed(before);
    }
    const { code } = await links.change(change.value);
    if (code === 'changed')
      return succeed({ familyId: change.value.families[1].family.familyId, recordedAt: at });
    if (code === 'busy') return fail({ code });
  }
  return fail({ code: 'busy' });
}

/** What the same wish of the same client came to before, about a family by any of these names; nothing where there was none. */
async function separatedBefore(
  { links, pseudonyms }: Surroundings,
  names: readonly FamilyId[],
  { timelines, reason }: SeparationSubmission,
  by: string,
): Promise<FamilySeparated | undefined> {
  const going = new Set(timelines);
  const isTheSame = (link: FamilyLink): boolean =>
    link.what === 'separated' &&
    link.reason === reason &&
    link.by === by &&
    link.timelines.length === going.size &&
    link.timelines.every((timelineId) => going.has(timelineId));
  for (const timelineId of going) {
    const familyId = pseudonyms.of('family', timelineId);
    const ofBoth = ({ otherFamilyId }: FamilyLink): boolean =>
      names.some((name) => name === familyId || name === otherFamilyId);
    const link = (await links.linksOf(familyId)).findLast((one) => isTheSame(one) && ofBoth(one));
    if (link !== undefined) return { familyId, recordedAt: link.at };
  }
  return undefined;
}
