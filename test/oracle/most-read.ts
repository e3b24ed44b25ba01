import { instantOfText } from './calendar.ts';
import type { OracleReferral } from './oracle-types.ts';

const newestOnTop = (a: OracleReferral, b: OracleReferral): number =>
  instantOfText(b.madeAt) - instantOfText(a.madeAt) || (a.key < b.key ? 1 : -1);

/** Deals from piles in rounds until so many lie on the table: in a round each pile gives its top, the newest of these first. */
function deal(piles: readonly OracleReferral[][], table: Set<string>, most: number): void {
  while (table.size < most && piles.some((pile) => pile.length > 0)) {
    const round = piles.flatMap((pile) => pile.splice(0, 1)).sort(newestOnTop);
    for (const { key } of round) if (table.size < most) table.add(key);
  }
}

/**
 * Which referrals of a family are looked at where there are very many, written
 * from the description: those that may count are dealt out first, timeline by
 * timeline, then the others in the same way. Withdrawn ones are not there.
 */
export function lookedAt(timelines: readonly (readonly OracleReferral[])[], most: number): string[] {
  const table = new Set<string>();
  const counts = ({ purpose }: OracleReferral) => purpose === 'concern' || purpose === 'challenge';
  const piles = (wanted: boolean) =>
    timelines.map((timeline) =>
      timeline.filter((one) => one.withdrawn === undefined && counts(one) === wanted).sort(newestOnTop),
    );
  deal(piles(true), table, most);
  deal(piles(false), table, most);
  return [...table].sort();
}
