import * as z from 'zod';
import { fail, type Outcome, succeed } from '../outcome.ts';
import { Severity } from '../policy/policy.ts';

/** A manager who is told, by an opaque id that never changes. Names and addresses are not here. */
export const Recipient = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,60}$/),
    /** Told where nobody of the team can be: the fallback that keeps an alert from reaching no one. */
    areaWide: z.boolean(),
    teams: z.array(z.string()).max(50),
    severities: z.array(Severity).min(1),
    channels: z.array(z.enum(['email', 'sms'])).min(1),
  })
  .meta({ id: 'Recipient' });
export type Recipient = z.infer<typeof Recipient>;

/** Who is told of what. */
export const Roster = z.array(Recipient).max(500);
export type Roster = z.infer<typeof Roster>;

/** The recipients of a notice, and whether anybody of the team itself is among them. */
export type Resolution = { readonly recipients: readonly Recipient[]; readonly reason: 'team' | 'area-wide' };

/**
 * Who is to be told of an alert: the people of its team for this severity.
 * Where there are none, those for the whole area, whatever severities they
 * asked for, because an alert must reach somebody. Nobody at all is a failure.
 */
export function recipientsFor(
  roster: Roster,
  { team, severity }: { readonly team: string | undefined; readonly severity: Severity },
): Outcome<Resolution, { code: 'no-recipient' }> {
  const ofTeam = roster.filter(
    ({ teams, severities }) => team !== undefined && teams.includes(team) && severities.includes(severity),
  );
  if (ofTeam.length > 0) return succeed({ recipients: ofTeam, reason: 'team' });
  const areaWide = roster.filter((recipient) => recipient.areaWide);
  return areaWide.length > 0
    ? succeed({ recipients: areaWide, reason: 'area-wide' })
    : fail({ code: 'no-recipient' });
}
