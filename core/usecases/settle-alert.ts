import type { Alert } from '../alert/alert.ts';
import { type AlertDecision, type AlertQuestion, decideAlert } from '../alert/decide-alert.ts';
import { sinceDecision } from '../alert/since-decision.ts';
import { teamsOf } from '../alert/teams-of-family.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Family } from '../ports/families.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What was read of a family and found about it. */
export type FamilyExamined = {
  readonly family: Family;
  /** Its open alert, if it has one. */
  readonly open: Alert | undefined;
  readonly timelines: readonly Timeline[];
  readonly found: Pick<AlertQuestion, 'finding' | 'isComplete' | 'policy'>;
};

/**
 * Decides what a finding about a family leads to, and writes it: the alert and
 * the family's slot in one transaction. Undefined where one of them has moved,
 * or knows more than the finding does, and everything must be read again.
 */
export async function settleAlert(
  alerts: Alerts,
  { family, open, timelines, found }: FamilyExamined,
): Promise<AlertDecision | undefined> {
  const { finding, policy } = found;
  // Somebody has changed the alert since the timelines were read, perhaps knowing more than this finding does.
  if (open !== undefined && open.changedAt > finding.asOf) return undefined;
  const { familyId, answered } = family;
  const epoch = open?.epoch ?? family.epoch + 1;
  const decision = decideAlert({
    ...found,
    open,
    since: answered === undefined ? undefined : sinceDecision(answered, timelines, policy),
    subject: { familyId, alertId: alerts.idFor(familyId, epoch), epoch, ...teamsOf(timelines) },
  });
  if (decision.kind === 'nothing') return decision;
  const result = await alerts.commit(family, decision.alert, {
    event: events[decision.kind],
    reason: decision.reason,
    at: finding.asOf,
  });
  return result.code === 'committed' ? decision : undefined;
}

const events = { raise: 'raised', change: 'changed', close: 'closed' } as const;
