import type { Alert } from '../../core/alert/alert.ts';
import type { AlertDecision } from '../../core/alert/decide-alert.ts';
import { transitionBy } from '../../core/alert/decide-for-family.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import { londonDate } from '../../core/time/london.ts';
import { examineOrKeep } from '../../core/usecases/examine-or-keep.ts';
import { sendNotices } from '../../core/usecases/send-notices.ts';
import type { ReplayHouse } from './replay-house.ts';
import type { StepAlert } from './replay-report.ts';

/** What became of the alert of a family that was examined. */
export type BroughtAlert = { readonly familyId: string; readonly alert: StepAlert };

type Written = Exclude<AlertDecision, { kind: 'nothing' }>;

/**
 * Brings what has changed to where the table's stream would bring it: a
 * timeline to be examined, an alert to be sent. Returns, for each family whose
 * alert that raised, changed or closed, what the alert is now. Throws where
 * an examination fails: in memory nothing passes by itself.
 */
export async function bringChanges(house: ReplayHouse): Promise<readonly BroughtAlert[]> {
  const messagesBefore = house.notifier.published().length;
  const written = new Map<string, { readonly before: Alert | undefined; readonly decision: Written }>();
  for (const change of house.changes()) {
    if ('alertId' in change) {
      await sendNotices(house, [change.alertId], (outcome) => {
        if (outcome.code === 'failed') throw outcome.error;
      });
      continue;
    }
    const before = await openAlert(house, change.timelineId);
    const examination = await examineOrKeep(house, change.timelineId);
    if (examination.code === 'failed') throw examination.error;
    const { familyId, decision } = examination;
    if (decision.kind === 'nothing') continue;
    written.set(familyId, { before: written.get(familyId)?.before ?? before, decision });
  }
  const messages = house.notifier.published().slice(messagesBefore);
  return [...written].map(([familyId, { before, decision }]) => ({
    familyId,
    alert: stepAlert(decision, before, {
      at: house.clock.now(),
      message: messages.find(({ notices }) => notices.some((told) => told.alertId === decision.alert.alertId))
        ?.rendered,
    }),
  }));
}

async function openAlert({ families, alerts }: ReplayHouse, timelineId: string): Promise<Alert | undefined> {
  const familyId = (await families.timeline(timelineId))?.familyId ?? '';
  const openAlertId = (await families.family(familyId))?.openAlertId;
  return openAlertId === undefined ? undefined : alerts.alert(openAlertId);
}

function stepAlert(
  { kind, reason, alert }: Written,
  before: Alert | undefined,
  { at, message }: { readonly at: number; readonly message: StepAlert['message'] },
): StepAlert {
  return {
    event: transitionBy[kind],
    reason,
    reference: referenceOf(alert.alertId),
    severity: alert.severity,
    delivery: alert.delivery,
    lines: linesOf(alert, before, at),
    ...(message === undefined ? {} : { message }),
  };
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
