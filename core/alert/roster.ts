import * as z from 'zod';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { Severity } from '../policy/policy.ts';
import type { CalendarDate } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';

/** A person by an opaque id that never changes. Names and addresses are not here. */
export const PersonId = z.string().regex(/^[a-z0-9-]{1,60}$/);
export type PersonId = z.infer<typeof PersonId>;

/** Days on which somebody is away, both included, on the Europe/London date, and who stands in for them, if anybody does. */
const Absence = z
  .strictObject({ from: z.iso.date(), until: z.iso.date(), cover: PersonId.optional() })
  .meta({ id: 'Absence' });

/** A manager who is told. */
export const Recipient = z
  .strictObject({
    id: PersonId,
    /** Told where nobody of the team can be: the fallback that keeps an alert from reaching no one. */
    areaWide: z.boolean(),
    teams: z.array(z.string()).max(50),
    /** How far up: 1 is the manager of the team, and so is a person of whom nothing is said. */
    tier: z.int().min(1).max(5).optional(),
    severities: z.array(Severity).min(1),
    channels: z.array(z.enum(['email', 'sms'])).min(1),
    absences: z.array(Absence).max(20).optional(),
  })
  .meta({ id: 'Recipient' });
export type Recipient = z.infer<typeof Recipient>;

/** Who is told of what. */
export const Roster = z.array(Recipient).max(500);
export type Roster = z.infer<typeof Roster>;

/** The people of a team from a tier on: those of the lowest tier in which anybody is. */
export type Addressee = { readonly team: string | undefined; readonly fromTier: 1 | 2 };

/** The roster, who of it can be reached just now, and the instant at which somebody is to be told. */
export type People = {
  readonly roster: Roster;
  readonly reachable: ReadonlySet<PersonId>;
  readonly asOf: Instant;
};

/** Who of those that were meant is not told, and who is told in the place of somebody who is away. */
type Evidence = { readonly unreachable: readonly PersonId[]; readonly standIns: readonly PersonId[] };

/** The recipients of a notice, whether the whole area had to stand in for anybody it was meant for, and why. */
export type Resolution = Evidence & {
  readonly recipients: readonly Recipient[];
  readonly reason: 'team' | 'area-wide';
};

export type NoRecipient = Evidence & { readonly code: 'no-recipient' };

/**
 * Who is to be told: everybody that each addressee stands for, of those who
 * asked for this severity; for somebody who is away, whoever stands in for
 * them, whatever team and severities that person has; and of all these only
 * those who can be reached. Where an addressee is left with nobody, those for the
 * whole area, whatever severities they asked for, because an alert must reach
 * somebody. Nobody at all is a failure.
 */
export function recipientsFor(
  { roster, reachable, asOf }: People,
  severity: Severity,
  addressees: readonly Addressee[],
): Outcome<Resolution, NoRecipient> {
  const today = londonDate(asOf);
  const present = (people: readonly Recipient[]): readonly Recipient[] =>
    people.flatMap((person) => whoIsPresent(roster, person, today) ?? []);
  const asking = roster.filter(({ severities }) => severities.includes(severity));
  const meant = addressees.map((addressee) => peopleOf(asking, addressee));
  const isSomebodyMissing = meant.some((people) => !present(people).some(({ id }) => reachable.has(id)));
  const asked = [...meant.flat(), ...(isSomebodyMissing ? roster.filter(({ areaWide }) => areaWide) : [])];
  const wanted = roster.filter((person) => present(asked).includes(person));
  const recipients = wanted.filter(({ id }) => reachable.has(id));
  const evidence: Evidence = {
    unreachable: idsOf(wanted.filter(({ id }) => !reachable.has(id))),
    standIns: idsOf(recipients.filter((person) => !asked.includes(person))),
  };
  if (recipients.length === 0) return fail({ code: 'no-recipient', ...evidence });
  return succeed({ recipients, reason: isSomebodyMissing ? 'area-wide' : 'team', ...evidence });
}

const idsOf = (people: readonly Recipient[]): readonly PersonId[] => people.map(({ id }) => id);

/**
 * Whoever is there for a person on a Europe/London date: themselves, or who
 * stands in for them, or for that one in turn. Undefined where that leads to
 * nobody: there is no cover, it is not on the roster, or it goes round in a circle.
 */
function whoIsPresent(
  roster: Roster,
  person: Recipient,
  today: CalendarDate,
  passed: readonly Recipient[] = [],
): Recipient | undefined {
  const absences = (person.absences ?? []).filter(({ from, until }) => from <= today && today <= until);
  if (absences.length === 0) return person;
  const cover = absences.find((absence) => absence.cover !== undefined)?.cover;
  const next = roster.find(({ id }) => id === cover);
  const gone = [...passed, person];
  return next === undefined || gone.includes(next) ? undefined : whoIsPresent(roster, next, today, gone);
}

function peopleOf(people: readonly Recipient[], { team, fromTier }: Addressee): readonly Recipient[] {
  if (team === undefined) return [];
  const ofTeam = people.filter((person) => person.teams.includes(team) && tierOf(person) >= fromTier);
  const lowest = Math.min(...ofTeam.map(tierOf));
  return ofTeam.filter((person) => tierOf(person) === lowest);
}

const tierOf = ({ tier = 1 }: Recipient): number => tier;
