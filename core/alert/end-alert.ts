import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alert } from './alert.ts';
import { type AlertTransition, type NotOpen, statesBefore } from './alert-states.ts';
import type { Decision, StandDown } from './decision.ts';

/** Records a person's decision on an alert, which ends it. What was still to be told is not told any more. */
export function decide(alert: Alert, decision: Decision, decidedAt: string): Outcome<Alert, NotOpen> {
  return ended(alert, 'decided', decidedAt, { decided: { ...decision, decidedAt } });
}

/**
 * Ends an alert without a decision about the family, for a person's reason.
 * It answers nothing: lines that are crossed raise the family again.
 */
export function standDown(alert: Alert, standing: StandDown, at: string): Outcome<Alert, NotOpen> {
  return ended(alert, 'stood-down', at, { stoodDown: { ...standing, at } });
}

/** Ends an alert by itself, because every line among its reasons closes by itself and none is crossed now. */
export function close(alert: Alert, closedAt: string): Outcome<Alert, NotOpen> {
  return ended(alert, 'closed', closedAt, {});
}

/**
 * Ends an alert in favour of another one, because their families are now one.
 * What was still to be told is told all the same: the other alert may not tell it.
 */
export function mergeInto(alert: Alert, other: string, at: string): Outcome<Alert, NotOpen> {
  const { pendingNotice } = alert;
  return ended(alert, 'merged-into', at, {
    mergedInto: other,
    ...(pendingNotice === undefined ? {} : { pendingNotice }),
  });
}

function ended(
  alert: Alert,
  state: Extract<AlertTransition, Alert['state']>,
  changedAt: string,
  record: Pick<Alert, 'decided' | 'stoodDown' | 'mergedInto' | 'pendingNotice'>,
): Outcome<Alert, NotOpen> {
  const before: readonly Alert['state'][] = statesBefore[state];
  if (!before.includes(alert.state)) return fail({ code: 'not-open', state: alert.state });
  const { pendingNotice: _, ...rest } = alert;
  return succeed({ ...rest, version: alert.version + 1, state, changedAt, ...record });
}
