import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';

/** Referrals that tell of one event, the first of them first. */
export type Incident = readonly [CountableReferral, ...CountableReferral[]];

/** The order in which referrals are grouped: by the date it happened, then by the time it was told, ties by key. */
export const byEventDay = (a: CountableReferral, b: CountableReferral): number =>
  a.eventDay - b.eventDay || inOrderOfTime(a, b);

/**
 * Groups referrals into incidents: those of which somebody said so are one,
 * whatever their dates, and nothing else falls into it; the others in order of
 * the date it happened (the date it was told, where that was not said), an
 * incident being its first referral and all within `withinDays` days after it.
 * Adding a referral that joins no two others never makes fewer incidents: the
 * second rule finds the most referrals that lie further apart than `withinDays`.
 */
export function incidentsAmong(
  referrals: readonly CountableReferral[],
  withinDays: number,
): readonly Incident[] {
  const said = new Map<string, [CountableReferral, ...CountableReferral[]]>();
  const others: CountableReferral[] = [];
  for (const referral of referrals) {
    if (referral.saidIncident === undefined) {
      others.push(referral);
      continue;
    }
    const incident = said.get(referral.saidIncident);
    if (incident === undefined) said.set(referral.saidIncident, [referral]);
    else incident.push(referral);
  }
  return [...said.values(), ...groupByDate(others.sort(byEventDay), withinDays)];
}

function groupByDate(ordered: readonly CountableReferral[], withinDays: number): readonly Incident[] {
  const incidents: [CountableReferral, ...CountableReferral[]][] = [];
  let lastDay = Number.NEGATIVE_INFINITY;
  for (const referral of ordered) {
    const open = incidents.at(-1);
    if (open !== undefined && referral.eventDay <= lastDay) {
      open.push(referral);
      continue;
    }
    incidents.push([referral]);
    lastDay = referral.eventDay + withinDays;
  }
  return incidents;
}
