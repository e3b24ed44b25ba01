import * as z from 'zod';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { Severity } from '../policy/policy.ts';

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

/** The recipients of a notice, and whether the whole area had to stand in for anybody it was meant for. */
export type Resolution = { readonly recipients: readonly Recipient[]; readonly reason: 'team' | 'area-wide' };

/**
 * Who is to be told: everybody that each addressee stands for, of those who
 * asked for this severity. Where an addressee stands for nobody, those for the
 * whole area, whatever severities they asked for, because an alert must reach
 * somebody. Nobody at all is a failure.
 */
export function recipientsFor(
  roster: Roster,
  severity: Severity,
  addressees: readonly Addressee[],
): Outcome<Resolution, { code: 'no-recipient' }> {
  const asking = roster.filter(({ severities }) => severities.includes(severity));
  const meant = addressees.map((addressee) => peopleOf(asking, addressee));
  const isSomebodyMissing = meant.some((people) => people.length === 0);
  const recipients = roster.filter(
    (person) => meant.some((people) => people.includes(person)) || (isSomebodyMissing && person.areaWide),
  );
  if (recipients.length === 0) return fail({ code: 'no-recipient' });
  return succeed({ recipients, reason: isSomebodyMissing ? 'area-wide' : 'team' });
}

function peopleOf(people: readonly Recipient[], { team, fromTier }: Addressee): readonly Recipient[] {
  if (team === undefined) return [];
  const ofTeam = people.filter((person) => person.teams.includes(team) && tierOf(person) >= fromTier);
  const lowest = Math.min(...ofTeam.map(tierOf));
  return ofTeam.filter((person) => tierOf(person) === lowest);
}

const tierOf = ({ tier = 1 }: Recipient): number => tier;
