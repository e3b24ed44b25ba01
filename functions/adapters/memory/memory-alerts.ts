import type { Alert } from '../../../core/alert/alert.ts';
import { type AlertState, isOpen, statesBefore } from '../../../core/alert/alert-states.ts';
import { noticeDueAt } from '../../../core/alert/notice-due-at.ts';
import { isCanaryAlert } from '../../../core/canary/canary-policy.ts';
import type { AlertEvent, AlertPage, Alerts, AlertsFound, CommitResult } from '../../../core/ports/alerts.ts';
import type { Family } from '../../../core/ports/families.ts';
import { alertHistoryEntry } from '../alert-history.ts';
import { alertIdFor } from '../alert-id.ts';
import { frozenCopy } from './frozen-copy.ts';
import { awaitInLedger } from './memory-notice-ledger.ts';
import { type Conflicts, insist, type MemoryState } from './memory-state.ts';

/** Alerts in memory. */
export const memoryAlerts = (state: MemoryState, conflicts: Conflicts): Alerts => ({
  alert: async (alertId) => state.alerts.get(alertId),
  inState: async (page) => inState(state, page),
  commit: async (family, alert, event) => {
    insist(conflicts, 'An alert', { operation: 'commit', id: alert.alertId });
    return commit(state, { family, alert, event });
  },
  advance: async (alert, from, event) => {
    insist(conflicts, 'An alert', { operation: 'advance', id: alert.alertId });
    const result = writeAlert(state, alert, from, event);
    if (result.code === 'committed') awaitInLedger(state, alert, event);
    return result;
  },
  idFor: alertIdFor,
});

function inState({ alerts }: MemoryState, { state, since = '', after = '', limit }: AlertPage): AlertsFound {
  const sortOf = ({ changedAt, alertId }: Alert): string => `${changedAt}#${alertId}`;
  const found = [...alerts.values()]
    .filter((alert) => !isCanaryAlert(alert) && alert.state === state)
    .filter((alert) => alert.changedAt >= since && sortOf(alert) > after)
    .sort((a, b) => (sortOf(a) < sortOf(b) ? -1 : 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    alerts: page,
    unreadable: [],
    next: found.length > limit && last !== undefined ? sortOf(last) : undefined,
  };
}

type Commitment = { readonly family: Family; readonly alert: Alert; readonly event: AlertEvent };

function commit(state: MemoryState, { family, alert, event }: Commitment): CommitResult {
  if (state.families.get(family.familyId)?.version !== family.version) return { code: 'moved' };
  const result = writeAlert(state, alert, statesBefore[event.event], event);
  if (result.code === 'committed') {
    const { alertId, epoch } = alert;
    const openAlertId = isOpen(alert) ? alertId : undefined;
    const slot = { ...family, version: family.version + 1, epoch, openAlertId };
    state.families.set(family.familyId, frozenCopy(slot));
    if (event.event === 'stood-down') {
      state.changes.push(...family.timelines.slice(0, 1).map((timelineId) => ({ timelineId })));
    }
    if (event.event === 'raised') for (const id of family.timelines) state.hasHadAlert.add(id);
  }
  return result;
}

/**
 * Writes an alert and its history on condition that the version before it is
 * there in one of the states; where no state may come before, that nothing is.
 */
export function writeAlert(
  state: MemoryState,
  alert: Alert,
  from: readonly AlertState[],
  event: AlertEvent,
): CommitResult {
  const { alertId } = alert;
  const before = state.alerts.get(alertId);
  const isAsRead =
    before === undefined
      ? from.length === 0
      : from.includes(before.state) && before.version === alert.version - 1;
  if (!isAsRead) return { code: 'moved' };
  const entry = frozenCopy(alertHistoryEntry(alert, event));
  state.alerts.set(alertId, frozenCopy(alert));
  if (alert.pendingNotice === undefined) state.noticesDue.delete(alertId);
  else state.noticesDue.set(alertId, noticeDueAt(alert.pendingNotice));
  state.history.set(alertId, [...(state.history.get(alertId) ?? []), entry]);
  state.changes.push({ alertId });
  return { code: 'committed' };
}
