import { idOfSeparated, type NotSeparable, separated } from '../family/separate.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Families } from '../ports/families.ts';
import type { FamilyLinks } from '../ports/family-links.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { Clock } from '../ports/surroundings.ts';
import type { SeparationSubmission } from '../referral/revision-submissions.ts';
import { isoInstant } from '../time/london.ts';
import type { FamilyId } from '../timeline/timeline.ts';

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
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const family = await families.family(familyId);
    if (family === undefined) return fail({ code: 'family-unknown' });
    const going = timelines.filter((timelineId) => family.timelines.includes(timelineId));
    if (going.length !== timelines.length) return fail({ code: 'timeline-not-in-family' });
    const foundedBy = (timelineId: string): FamilyId => pseudonyms.of('family', timelineId);
    const slots = new Map(
      await Promise.all(
        going.map(async (one) => [foundedBy(one), await links.slot(foundedBy(one))] as const),
      ),
    );
    const id = idOfSeparated(going, foundedBy, (one) => slots.get(one) !== undefined);
    if (id === undefined) return fail({ code: 'timeline-not-in-family' });
    const at = isoInstant(clock.now());
    const change = separated(family, { familyId: id, was: slots.get(id) }, { timelines, at, reason, by });
    if (!change.ok) return change;
    const { code } = await links.change(change.value);
    if (code === 'changed') return succeed({ familyId: id, recordedAt: at });
    if (code === 'busy') return fail({ code });
  }
  return fail({ code: 'busy' });
}
