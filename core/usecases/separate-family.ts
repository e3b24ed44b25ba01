import { type Founded, type NotSeparable, separated } from '../family/separate.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Families } from '../ports/families.ts';
import type { FamilyLinks } from '../ports/family-links.ts';
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

/** Puts timelines of a family into a family of their own, in the name of a client. Both are examined. */
export async function separateFamily(
  { families, links, pseudonyms, clock }: Surroundings,
  familyId: FamilyId,
  { timelines, reason }: SeparationSubmission,
  by: string,
): Promise<Outcome<FamilySeparated, NotSeparated>> {
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
    if (!change.ok) return change;
    const { code } = await links.change(change.value);
    if (code === 'changed')
      return succeed({ familyId: change.value.families[1].family.familyId, recordedAt: at });
    if (code === 'busy') return fail({ code });
  }
  return fail({ code: 'busy' });
}
