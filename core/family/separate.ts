import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Family } from '../ports/families.ts';
import type { FamiliesChange, FamilyLink } from '../ports/family-links.ts';
import type { FamilyId, TimelineId } from '../timeline/timeline.ts';

/** Why timelines cannot be put into a family of their own. */
export type NotSeparable =
  | { readonly code: 'timeline-not-in-family' }
  /** The one that the family was founded with stays, so that its id is never another one's: the others can go. */
  | { readonly code: 'founding-timeline' };

/** What a person wants separated, and why. */
export type Separation = {
  readonly timelines: readonly TimelineId[];
  readonly at: string;
  readonly reason: string;
  readonly by: string;
};

/** The family that a timeline has founded or would found, and its slot as it was left. */
export type Founded = {
  readonly timelineId: TimelineId;
  readonly familyId: FamilyId;
  readonly was: Family | undefined;
};

/**
 * Takes timelines out of a family and makes a family of them: one that was
 * joined before comes back as it was left, so that its decisions stand;
 * otherwise the one that the first of them would have founded. Neither family is
 * joined with the other again by an identifier. An open alert stays with the
 * family that had it, and both are examined. `founded` has an entry for each
 * timeline of the family: by its old id each family is found where its timeline is.
 */
export function separated(
  family: Family,
  founded: readonly Founded[],
  { timelines: wanted, at, reason, by }: Separation,
): Outcome<FamiliesChange, NotSeparable> {
  const going = [...new Set(wanted)];
  if (going.some((timelineId) => !family.timelines.includes(timelineId)))
    return fail({ code: 'timeline-not-in-family' });
  const candidates = going.flatMap((one) => founded.filter(({ timelineId }) => timelineId === one));
  if (candidates.some(({ familyId }) => familyId === family.familyId))
    return fail({ code: 'founding-timeline' });
  const anew = candidates.find(({ was }) => was !== undefined) ?? candidates[0];
  if (anew === undefined) return fail({ code: 'timeline-not-in-family' });
  const { familyId, was } = anew;
  const staying = family.timelines.filter((timelineId) => !going.includes(timelineId));
  const link = (otherFamilyId: FamilyId): FamilyLink => ({
    at,
    what: 'separated',
    timelines: going,
    otherFamilyId,
    reason,
    by,
  });
  const { joinedInto: _, ...left } = was ?? { version: -1, epoch: 0, openAlertId: undefined };
  return succeed({
    alerts: [],
    families: [
      {
        family: {
          ...answeredAlone(family),
          version: family.version + 1,
          timelines: staying,
          keptApartFrom: apartFrom(family.keptApartFrom, going),
        },
        from: family.version,
        link: link(familyId),
      },
      {
        family: {
          ...left,
          familyId,
          version: left.version + 1,
          timelines: going,
          openAlertId: undefined,
          keptApartFrom: apartFrom(family.keptApartFrom, was?.keptApartFrom, staying),
        },
        from: was?.version,
        link: link(family.familyId),
      },
    ],
    redirected: founded.flatMap(({ timelineId, was: joined }) =>
      redirected(joined, going.includes(timelineId) ? familyId : family.familyId),
    ),
    examine: [...staying.slice(0, 1), ...going.slice(0, 1)],
  });
}

/**
 * A family with what was answered about it before it was joined, where nobody has
 * decided since: a stranger's decision must silence nothing about it.
 */
function answeredAlone({ answered, ...family }: Family): Family {
  const stands = answered?.joined === undefined ? answered : answered.joined.alone;
  return { ...family, ...(stands === undefined ? {} : { answered: stands }) };
}

/** A family that is part of another one now, as it must lead on; none where it does already, or is not. */
function redirected(
  family: Family | undefined,
  joinedInto: FamilyId,
): NonNullable<FamiliesChange['redirected']> {
  const isLeft = family?.joinedInto !== undefined && family.familyId !== joinedInto;
  if (!isLeft || family.joinedInto === joinedInto) return [];
  return [{ family: { ...family, version: family.version + 1, joinedInto }, from: family.version }];
}

/** Timelines that go stay apart from whatever they were kept apart from where they were. */
const apartFrom = (...all: readonly (readonly TimelineId[] | undefined)[]): readonly TimelineId[] =>
  [...new Set(all.flatMap((some) => some ?? []))].sort();
