import { addDays } from '../time/calendar-date.ts';
import type { CountableReferral } from './countable-referral.ts';

/** Referrals that tell of one event, the first of them first. */
export type Incident = readonly [CountableReferral, ...CountableReferral[]];

const byEventDate = (a: CountableReferral, b: CountableReferral): number => {
  if (a.eventDate !== b.eventDate) return a.eventDate < b.eventDate ? -1 : 1;
  return a.at - b.at || (a.key < b.key ? -1 : 1);
};

/**
 * Groups referrals into incidents: one for each incident reference; the others
 * in order of the date it happened (the date it was told, where that was not
 * said), an incident being its first referral and all within `withinDays` days
 * after it. Adding a referral never makes fewer incidents: the second rule
 * finds the most referrals that lie further apart than `withinDays`.
 */
export function incidentsAmong(
  referrals: readonly CountableReferral[],
  withinDays: number,
): readonly Incident[] {
  const byReference = new Map<string, [CountableReferral, ...CountableReferral[]]>();
  const others: CountableReferral[] = [];
  for (const referral of referrals) {
    if (referral.incidentRef === undefined) {
      others.push(referral);
      continue;
    }
    const named = byReference.get(referral.incidentRef);
    if (named === undefined) byReference.set(referral.incidentRef, [referral]);
    else named.push(referral);
  }
  return [...byReference.values(), ...groupByDate(others.sort(byEventDate), withinDays)];
}

function groupByDate(ordered: readonly CountableReferral[], withinDays: number): readonly Incident[] {
  const incidents: [CountableReferral, ...CountableReferral[]][] = [];
  let lastDate = '';
  for (const referral of ordered) {
    const open = incidents.at(-1);
    if (open !== undefined && referral.eventDate <= lastDate) {
      open.push(referral);
      continue;
    }
    incidents.push([referral]);
    lastDate = addDays(referral.eventDate, withinDays);
  }
  return incidents;
}
