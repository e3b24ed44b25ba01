import type { Alert } from '../../core/alert/alert.ts';
import type { AlertDecision } from '../../core/alert/decide-alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import { londonDate } from '../../core/time/london.ts';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { sendAlert } from '../../core/usecases/send-alert.ts';
import type { ReplayHouse } from './replay-house.ts';
import type { StepAlert } from './replay-report.ts';

type Written = Exclude<AlertDecision, { kind: 'nothing' }>;

/**
 * Brings what was just stored to where the table's stream would bring it: a
 * timeline to be examined, an alert to be sent. Returns the alert of the
 * family where that raised or changed one.
 */
export async function bringChanges(
  house: ReplayHouse,
  familyId: string,
  at: number,
): Promise<StepAlert | undefined> {
  const before = await openAlert(house, familyId);
  const messagesBefore = house.notifier.published().length;
  let written: Written | undefined;
  for (const change of house.changes()) {
    if ('alertId' in change) {
      await sendAlert(house, change.alertId);
      continue;
    }
    const examination = await examineFamily(house, change.timelineId);
    if (examination.code === 'examined' && examination.decision.kind !== 'nothing') {
      written = examination.decision;
    }
  }
  if (written === undefined) return undefined;
  const message = house.notifier.published().at(messagesBefore)?.rendered;
  return {
    event: written.kind === 'raise' ? 'raised' : 'changed',
    reason: written.reason,
    reference: referenceOf(written.alert.alertId),
    severity: written.alert.severity,
    delivery: written.alert.delivery,
    lines: linesOf(written.alert, before, at),
    ...(message === undefined ? {} : { message }),
  };
}

async function openAlert({ families, alerts }: ReplayHouse, familyId: string): Promise<Alert | undefined> {
  const openAlertId = (await families.family(familyId))?.openAlertId;
  return openAlertId === undefined ? undefined : alerts.alert(openAlertId);
}

const linesOf = (alert: Alert, before: Alert | undefined, at: number): StepAlert['lines'] =>
  alert.lines.map(({ line, title, severity, firstCrossedAt }) => ({
    line,
    title,
    severity,
    firstCrossedAt,
    new: before?.lines.every((old) => old.line !== line) ?? true,
    late: londonDate(Date.parse(firstCrossedAt)) < londonDate(at),
  }));
