import type { Alert } from '../../../core/alert/alert.ts';
import { noticeDueAt } from '../../../core/alert/notice-due-at.ts';
import type { AlertEvent, Alerts, CommitResult } from '../../../core/ports/alerts.ts';
import type { Family } from '../../../core/ports/families.ts';
import { alertHistoryEntry } from '../alert-history.ts';
import { alertIdFor } from '../alert-id.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, insist, type MemoryState } from './memory-state.ts';

/** Alerts in memory. */
export const memoryAlerts = (state: MemoryState, conflicts: Conflicts): Alerts => ({
  alert: async (alertId) => state.alerts.get(alertId),
  commit: async (family, alert, event) => {
    insist(conflicts, 'An alert', { operation: 'commit', id: alert.alertId });
    return commit(state, { family, alert, event });
  },
  advance: async (alert, from, event) => {
    insist(conflicts, 'An alert', { operation: 'advance', id: alert.alertId });
    const before = state.alerts.get(alert.alertId);
    if (before === undefined || !from.includes(before.state)) return { code: 'moved' };
    return write(state, alert, event);
  },
  idFor: alertIdFor,
});

type Commitment = { readonly family: Family; readonly alert: Alert; readonly event: AlertEvent };

function commit(state: MemoryState, { family, alert, event }: Commitment): CommitResult {
  if (state.families.get(family.familyId)?.version !== family.version) return { code: 'moved' };
  const result = write(state, alert, event);
  if (result.code === 'committed') {
    const { alertId: openAlertId, epoch } = alert;
    const slot = { ...family, version: family.version + 1, epoch, openAlertId };
    state.families.set(family.familyId, frozenCopy(slot));
  }
  return result;
}

/** Writes an alert and its history on condition that the version before it is there, or none where it is the first. */
function write(state: MemoryState, alert: Alert, event: AlertEvent): CommitResult {
  const { alertId, version } = alert;
  if ((state.alerts.get(alertId)?.version ?? 0) !== version - 1) return { code: 'moved' };
  const entry = frozenCopy(alertHistoryEntry(alert, event));
  state.alerts.set(alertId, frozenCopy(alert));
  if (alert.pendingNotice === undefined) state.noticesDue.delete(alertId);
  else state.noticesDue.set(alertId, noticeDueAt(alert.pendingNotice));
  state.history.set(alertId, [...(state.history.get(alertId) ?? []), entry]);
  state.changes.push({ alertId });
  return { code: 'committed' };
}
