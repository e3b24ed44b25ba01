import type { Alert } from '../alert/alert.ts';
import type { Answered } from '../alert/answered.ts';
import { mergeInto } from '../alert/end-alert.ts';
import { loudestOf } from '../alert/loudest.ts';
import { takeOver } from '../alert/take-over.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Family } from '../ports/families.ts';
import type { FamiliesChange, FamilyLink } from '../ports/family-links.ts';

/**
 * A family has at most this many timelines. More means that an identifier is
 * shared by people who have nothing to do with each other, such as one that a
 * form is filled in with, and must not make one family of them all.
 */
export const mostTimelines = 25;

/** Why two families stay two although an identifier leads to both. */
export type NotJoined =
  /** A person has separated them. */
  { readonly code: 'kept-apart' } | { readonly code: 'too-many-timelines' };

/** A family as it was read, with its open alert, if it has one. */
export type FamilyWithAlert = { readonly family: Family; readonly open: Alert | undefined };

/** When and because of which referral families are joined, and which of its identifiers leads from one to the other. */
export type Occasion = Pick<FamilyLink, 'at' | 'because' | 'identifier'>;

/**
 * Joins two families: one takes over the timelines of the other, which leads to
 * it from then on and is kept as it was, so that it can be undone. The one with
 * the open alert stays; otherwise the first. Where both have one, the alert of
 * the one that goes ends in the other's favour.
 */
export function joined(
  first: FamilyWithAlert,
  other: FamilyWithAlert,
  occasion: Occasion,
): Outcome<FamiliesChange, NotJoined> {
  if (isKeptApart(first.family, other.family) || isKeptApart(other.family, first.family))
    return fail({ code: 'kept-apart' });
  const [stays, goes] =
    first.open === undefined && other.open !== undefined ? [other, first] : [first, other];
  const union = [...new Set([...stays.family.timelines, ...goes.family.timelines])];
  if (union.length > mostTimelines) return fail({ code: 'too-many-timelines' });
  const link = (otherFamilyId: string): FamilyLink => ({
    ...occasion,
    what: 'joined',
    timelines: goes.family.timelines,
    otherFamilyId,
  });
  return succeed({
    families: [
      {
        family: {
          ...stays.family,
          version: stays.family.version + 1,
          timelines: union,
          ...answeredTogether(stays.family.answered, goes.family.answered),
          ...apartTogether(stays.family, goes.family),
        },
        from: stays.family.version,
        link: link(goes.family.familyId),
      },
      {
        family: {
          ...goes.family,
          version: goes.family.version + 1,
          openAlertId: undefined,
          joinedInto: stays.family.familyId,
        },
        from: goes.family.version,
        link: link(stays.family.familyId),
      },
    ],
    alerts: alertsTogether(stays, goes, occasion.at),
    examine: union.slice(0, 1),
  });
}

/** Either may have come to the other's timelines, or to be kept apart from them, by being joined with a third one. */
const isKeptApart = ({ keptApartFrom = [] }: Family, { timelines }: Family): boolean =>
  timelines.some((timelineId) => keptApartFrom.includes(timelineId));

/** The alert that goes ends; the one that stays takes over its lines, so that a person still answers each. */
function alertsTogether(stays: FamilyWithAlert, goes: FamilyWithAlert, at: string): FamiliesChange['alerts'] {
  if (stays.open === undefined || goes.open === undefined) return [];
  const ended = mergeInto(goes.open, stays.open.alertId, at);
  if (!ended.ok) throw new Error(`The open alert of a family is ${ended.error.state}.`);
  const reason = 'families-joined';
  return [
    { alert: ended.value, event: { event: 'merged-into', reason, at } },
    { alert: takeOver(stays.open, goes.open, at), event: { event: 'changed', reason, at } },
  ];
}

/**
 * Both families' decisions stand: what either of them answered is not asked
 * again. What neither did need not wait, since nobody has decided on the two together.
 */
function answeredTogether(stays: Answered | undefined, goes: Answered | undefined): Pick<Family, 'answered'> {
  const answered = bothAnswered(stays, goes);
  if (answered === undefined) return {};
  return { answered: { ...answered, joined: stays === undefined ? {} : { alone: alone(stays) } } };
}

/** What was answered about the family that stays before it was joined with any other. */
function alone(answered: Answered): NonNullable<Answered['joined']>['alone'] {
  const { joined: before, ...now } = answered;
  return before === undefined ? now : before.alone;
}

function bothAnswered(a: Answered | undefined, b: Answered | undefined): Answered | undefined {
  const [last, before] = [a, b].filter((one) => one !== undefined).sort(lastFirst);
  if (last === undefined || before === undefined) return last;
  const lines = new Set([...Object.keys(last.evidence), ...Object.keys(before.evidence)]);
  const [noFurtherAction] = [last.noFurtherAction, before.noFurtherAction]
    .filter((one) => one !== undefined)
    .sort(lastFirst);
  return {
    ...last,
    severity: loudestOf([last.severity, before.severity]),
    evidence: Object.fromEntries(
      [...lines].sort().map((line) => [line, together(last.evidence[line], before.evidence[line])]),
    ),
    referrals: together(last.referrals, before.referrals),
    agencyGroups: together(last.agencyGroups, before.agencyGroups),
    children: together(last.children, before.children),
    ...(noFurtherAction === undefined ? {} : { noFurtherAction }),
  };
}

/** The same order whichever family comes first, also where both were decided on at once. */
const lastFirst = (x: Decided, y: Decided): number => (orderOf(x) < orderOf(y) ? 1 : -1);

type Decided = { readonly decidedAt: string; readonly alertId?: string; readonly decidedBy?: string };

const orderOf = ({ decidedAt, alertId = '', decidedBy = '' }: Decided): string =>
  `${decidedAt} ${alertId}${decidedBy}`;

const together = (a: readonly string[] = [], b: readonly string[] = []): string[] =>
  [...new Set([...a, ...b])].sort();

function apartTogether(a: Family, b: Family): Pick<Family, 'keptApartFrom'> {
  const apart = together(a.keptApartFrom, b.keptApartFrom);
  return apart.length === 0 ? {} : { keptApartFrom: apart };
}
