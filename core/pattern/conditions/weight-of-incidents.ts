import type { CountableReferral } from '../countable-referral.ts';
import { byEventDay } from '../incidents.ts';

/**
 * What the incidents among some referrals weigh together, an incident weighing
 * as much as its heaviest referral. Referrals of which somebody said so are one
 * incident. Of the others, those count that together weigh most while any
 * two of them lie further apart than `withinDays`: so a referral more can
 * never make it weigh less, as it could if the first of a few days decided
 * which incident the others fall into.
 */
export function weightOfIncidents(
  referrals: readonly CountableReferral[],
  weightOf: (referral: CountableReferral) => number,
  withinDays: number,
): number {
  const said = new Map<string, number>();
  const others: CountableReferral[] = [];
  for (const referral of referrals) {
    const { saidIncident } = referral;
    if (saidIncident === undefined) others.push(referral);
    else said.set(saidIncident, Math.max(said.get(saidIncident) ?? 0, weightOf(referral)));
  }
  const ofSaid = [...said.values()].reduce((sum, one) => sum + one, 0);
  return ofSaid + heaviestApart(others.sort(byEventDay), weightOf, withinDays);
}

/** Goes through the referrals by date, and knows for each how much those up to it can weigh at most. */
function heaviestApart(
  ordered: readonly CountableReferral[],
  weightOf: (referral: CountableReferral) => number,
  withinDays: number,
): number {
  let most = 0;
  /** What those weigh at most that lie far enough back to be counted beside the next. */
  let mostApart = 0;
  const near: { readonly referral: CountableReferral; readonly most: number }[] = [];
  for (const referral of ordered) {
    for (
      let next = near[0];
      next !== undefined && isApart(next.referral, referral, withinDays);
      next = near[0]
    ) {
      mostApart = next.most;
      near.shift();
    }
    most = Math.max(most, weightOf(referral) + mostApart);
    near.push({ referral, most });
  }
  return most;
}

const isApart = (before: CountableReferral, referral: CountableReferral, withinDays: number): boolean =>
  before.eventDay + withinDays < referral.eventDay;
