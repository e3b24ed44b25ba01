import type { Alert, GoesTo, PendingNotice } from './alert.ts';
import type { Addressee } from './roster.ts';

/**
 * Whom a notice is meant for: everybody that one of the lines it tells of goes
 * to. A case without a team is the family's team's; a line that has lapsed
 * since is told of to the family's team.
 */
export function addresseesOf(alert: Alert, notice: PendingNotice): readonly Addressee[] {
  const goesTo = notice.lines.map(
    (told): GoesTo => alert.lines.find(({ line }) => line === told.line)?.goesTo ?? 'team',
  );
  return [...new Set(goesTo)].map((to) => addresseeOf(alert, to));
}

function addresseeOf({ team, allocatedTeam = team }: Alert, goesTo: GoesTo): Addressee {
  switch (goesTo) {
    case 'team':
      return { team, fromTier: 1 };
    case 'allocated-team':
      return { team: allocatedTeam, fromTier: 1 };
    case 'tier-above':
      return { team, fromTier: 2 };
    default:
      throw new Error(`Nobody knows who this is: ${goesTo satisfies never}`);
  }
}
