import type { Alert } from '../alert/alert.ts';
import type { AlertDecision } from '../alert/decide-alert.ts';
import { decideForFamily, type FamilyFound, transitionBy } from '../alert/decide-for-family.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Family } from '../ports/families.ts';

/** What was read of a family and found about it. */
export type FamilyExamined = {
  readonly family: Family;
  /** Its open alert, if it has one. */
  readonly open: Alert | undefined;
  readonly found: FamilyFound;
};

/**
 * Decides what a finding about a family leads to, and writes it: the alert and
 * the family's slot in one transaction. The slot must have been read before the
 * timelines were: then it has moved where somebody else may know more of them.
 * Undefined where it has, or the alert is of a later time than the finding, and
 * everything must be read again.
 */
export async function settleAlert(
  alerts: Alerts,
  { family, open, found }: FamilyExamined,
): Promise<AlertDecision | undefined> {
  const { asOf } = found.finding;
  // Another clock is ahead of this one: what an alert says does not go back in time.
  if (open !== undefined && open.changedAt > asOf) return undefined;
  const decision = decideForFamily({ ...family, open }, found, alerts.idFor);
  if (decision.kind === 'nothing') return decision;
  const { kind, reason, alert } = decision;
  const result = await alerts.commit(family, alert, { event: transitionBy[kind], reason, at: asOf });
  return result.code === 'committed' ? decision : undefined;
}
