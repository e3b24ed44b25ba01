import type { Alert } from '../../../core/alert/alert.ts';
import type { AlertState } from '../../../core/alert/alert-states.ts';
import type { AlertEvent } from '../../../core/ports/alerts.ts';
import { encodeAlert, encodeAlertHistory } from './alert-items.ts';
import { isNew, isStillVersionIn } from './put-condition.ts';
import type { ConditionalPut } from './write-together.ts';

/** A change of an alert from one of some states, with the entry of the history that tells of it. */
export const alertWrites = (
  alert: Alert,
  from: readonly AlertState[],
  event: AlertEvent,
): readonly ConditionalPut[] => [alertPut(alert, from), historyPut(alert, event)];

/** Where no state may come before, there must be no alert. */
const alertPut = (alert: Alert, from: readonly AlertState[]): ConditionalPut => ({
  item: encodeAlert(alert),
  condition: from.length === 0 ? isNew : isStillVersionIn(alert.version - 1, from),
});

const historyPut = (alert: Alert, event: AlertEvent): ConditionalPut => ({
  item: encodeAlertHistory(alert, event),
  condition: isNew,
});
