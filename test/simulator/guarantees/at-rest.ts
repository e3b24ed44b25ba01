import { type Acknowledged, ofKind } from './acknowledged.ts';
import { alertsAtRest, nothingOverdue } from './alerts-at-rest.ts';
import { type FamiliesAtRest, familiesAtRest } from './families-at-rest.ts';
import { keptAtRest } from './kept-at-rest.ts';
import { openAlertAsTold, type PolicyAtRest } from './reasons-at-rest.ts';
import {
  type AlertItem,
  type Item,
  livingFamily,
  readTable,
  type TableAtRest,
  type Violation,
  violation,
} from './table-at-rest.ts';
import { toldFamilies, toldReferrals } from './told-families.ts';

/** What is at rest: the table, what clients were told is in it, and the policy. */
export type AtRest = {
  /** All items of the table. */
  readonly items: readonly Item[];
  readonly acknowledged: readonly Acknowledged[];
  /** The policy that is live, its hash, and the hashes of those that were live before. */
  readonly policy: PolicyAtRest;
  readonly policyHash: string;
  readonly formerHashes?: readonly string[];
  readonly now: number;
  /** Where another policy was live before, since when this one is. */
  readonly policyChangedAt?: number;
  /** How long something may be due and not done. */
  readonly overdueAfter?: number;
};

export type Compared = { readonly families: number; readonly alerts: number; readonly referrals: number };

const quarterOfAnHour = 15 * 60_000;

/**
 * Holds what the table has at rest against what clients were told is durable.
 * At rest means: every client has had its answer, everything that was due has
 * been done, and every family was examined under the policy that is live.
 */
export function violationsAtRest({
  items,
  acknowledged,
  policy,
  policyHash,
  formerHashes = [],
  now,
  policyChangedAt,
  overdueAfter = quarterOfAnHour,
}: AtRest): { readonly violations: readonly Violation[]; readonly compared: Compared } {
  const table = readTable(items);
  const referrals = toldReferrals(acknowledged);
  const families = familiesAtRest(table, toldFamilies(referrals), acknowledged);
  const events = Map.groupBy(
    ofKind(acknowledged, 'life-event'),
    ({ familyId }) => livingFamily(table, familyId)?.familyId,
  );
  const asOf = { policy, policyHash, now, policyChanged: policyChangedAt !== undefined };
  return {
    violations: [
      ...keptAtRest(table, referrals, acknowledged),
      ...families.violations,
      ...alertsAtRest(table, new Set([policyHash, ...formerHashes])),
      ...ownEvidence(table, families, acknowledged),
      ...nothingOverdue(table, now - overdueAfter),
      ...families.pairs
        .filter(({ isAnswered }) => !isAnswered)
        .flatMap((pair) => {
          const { familyId, openAlertId = '' } = pair.family;
          const alert = table.alerts.get(openAlertId);
          return openAlertAsTold(pair, alert, events.get(familyId) ?? [], referrals, asOf);
        }),
    ],
    compared: {
      families: families.pairs.length,
      alerts: families.pairs.filter(({ family }) => family.openAlertId !== undefined).length,
      referrals: referrals.length,
    },
  };
}

/**
 * Every alert rests on what was told of its own family, at some time, and on
 * nothing else. One of which timelines were taken out keeps what was told of them.
 */
function ownEvidence(
  table: TableAtRest,
  { everOf }: FamiliesAtRest,
  acknowledged: readonly Acknowledged[],
): readonly Violation[] {
  const isSeparated = ofKind(acknowledged, 'separation').length > 0;
  const eventsOf = (familyId: string): readonly string[] =>
    ofKind(acknowledged, 'life-event')
      .filter((one) => isSeparated || livingFamily(table, one.familyId)?.familyId === familyId)
      .map(({ key }) => key);
  return [...table.alerts.values()].flatMap(({ alertId, familyId, evidence }: AlertItem) => {
    const living = livingFamily(table, familyId)?.familyId ?? '';
    const receipts = everOf.get(living);
    // All that was told of it may have been moved to another family since.
    if (receipts === undefined || receipts.size === 0) return [];
    const own = new Set([...receipts, ...eventsOf(living)]);
    return evidence
      .filter((key) => !own.has(key))
      .map((key) => violation('evidence-of-its-family', `${key} is no evidence of the family of ${alertId}`));
  });
}
