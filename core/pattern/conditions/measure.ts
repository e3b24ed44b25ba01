import type { Measure } from '../../policy/condition.ts';
import type { CountableReferral } from '../countable-referral.ts';
import { incidentsAmong } from '../incidents.ts';

/** How much of what a measure counts is among some referrals. */
export function measured(
  measure: Measure,
  referrals: readonly CountableReferral[],
  withinDays: number,
): number {
  switch (measure) {
    case 'incidents':
      return incidentsAmong(referrals, withinDays).length;
    case 'referrals':
      return referrals.length;
    case 'voices':
      return different(referrals.map(({ voice }) => voice));
    case 'agency-groups':
      return different(referrals.map(({ agencyGroup }) => agencyGroup));
    case 'kinds-of-concern':
      return different(referrals.flatMap(({ kindsOfConcern }) => [...kindsOfConcern]));
    default:
      throw new Error(`No such measure: ${measure satisfies never}`);
  }
}

const different = (values: readonly (string | undefined)[]): number =>
  new Set(values.filter((value) => value !== undefined)).size;
