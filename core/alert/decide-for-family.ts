import type { Finding } from '../pattern/finding.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Alert } from './alert.ts';
import { lapsesAt } from './alert-lines.ts';
import { type AlertTransition, isOpen } from './alert-states.ts';
import type { Answered } from './answered.ts';
import { type AlertDecision, type AlertQuestion, decideAlert } from './decide-alert.ts';
import { sinceDecision } from './since-decision.ts';
import { teamsOf } from './teams-of-family.ts';

/** A family as its slot has it, with its open alert, if there is one. */
export type FamilySlot = {
  readonly familyId: string;
  /** Counts the alerts the family has had. */
  readonly epoch: number;
  readonly answered?: Answered | undefined;
  readonly open: Alert | undefined;
};

/** What was found about a family, and in which of its timelines. */
export type FamilyFound = Pick<AlertQuestion, 'finding' | 'isComplete' | 'policy'> & {
  readonly timelines: readonly Timeline[];
};

/** Decides what a finding about a family leads to; `idFor` names the alert of an epoch. */
export function decideForFamily(
  { familyId, epoch: last, answered, open }: FamilySlot,
  { timelines, ...found }: FamilyFound,
  idFor: (familyId: string, epoch: number) => string,
): AlertDecision {
  const epoch = open?.epoch ?? last + 1;
  return decideAlert({
    ...found,
    open,
    since: answered === undefined ? undefined : sinceDecision(answered, timelines, found.policy),
    subject: { familyId, alertId: idFor(familyId, epoch), epoch, ...teamsOf(timelines) },
  });
}

/** What becomes of an alert by each kind of decision that changes one. */
export const transitionBy = {
  raise: 'raised',
  change: 'changed',
  close: 'closed',
} as const satisfies Readonly<Record<string, AlertTransition>>;

/**
 * The first instant at which time alone may change what is found, or what it
 * leads to; undefined where none will. `open` is the family's open alert as it was before.
 */
export function nextExaminationAt(
  finding: Finding,
  decision: AlertDecision,
  open: Alert | undefined,
): string | undefined {
  const quietUntil = decision.reason === 'answered' ? decision.quietUntil : undefined;
  const alert = decision.kind === 'nothing' ? open : decision.alert;
  const lapses = alert !== undefined && isOpen(alert) ? lapsesAt(alert.lines, finding) : undefined;
  // What is undefined sorts last.
  return [finding.nextDueAt, quietUntil, lapses].sort()[0];
}
