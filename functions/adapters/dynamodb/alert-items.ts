import * as z from 'zod';
import { Alert } from '../../../core/alert/alert.ts';
import { noticeDueAt } from '../../../core/alert/notice-due-at.ts';
import { isCanaryAlert } from '../../../core/canary/canary-policy.ts';
import type { AlertEvent } from '../../../core/ports/alerts.ts';
import { AlertHistoryEntry, alertHistoryEntry } from '../alert-history.ts';
import { dueShardOf } from './due-shards.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import { byOwnerIndex, byStateIndex, dueIndex } from './table-keys.ts';

/**
 * An alert, with the attributes that the indexes are made of. It is due as long
 * as a notice is pending. A canary's alert is in no index of alerts, so that nobody who asks for them is shown it.
 */
const AlertItem = Alert.extend({
  ...itemFields,
  [byOwnerIndex.partition]: z.string().optional(),
  [byOwnerIndex.sort]: z.string().optional(),
  [byStateIndex.sort]: z.string().optional(),
  [dueIndex.partition]: z.string().optional(),
  [dueIndex.sort]: z.iso.datetime().optional(),
});
export type AlertItem = z.infer<typeof AlertItem>;

const AlertHistoryItem = AlertHistoryEntry.extend(itemFields);
export type AlertHistoryItem = z.infer<typeof AlertHistoryItem>;

/** Stands for a team where there is none; no team can be named so. */
const noTeam = '-';

export const encodeAlert = (alert: Alert): AlertItem =>
  checkedItem('alert', AlertItem, {
    ...alert,
    ...itemKey.alert(alert.alertId),
    ...currentSchema,
    ...(isCanaryAlert(alert) ? {} : listed(alert)),
    ...(alert.pendingNotice === undefined
      ? {}
      : {
          [dueIndex.partition]: dueShardOf(alert.alertId),
          [dueIndex.sort]: noticeDueAt(alert.pendingNotice),
        }),
  });

const listed = ({ alertId, team, state, raisedAt, changedAt }: Alert) => ({
  [byOwnerIndex.partition]: `${team ?? noTeam}#${state}`,
  [byOwnerIndex.sort]: `${raisedAt}#${alertId}`,
  [byStateIndex.sort]: `${changedAt}#${alertId}`,
});

export function decodeAlert(item: unknown): Alert {
  const { pk, sk, schema, owner, ownerSort, changedSort, dueShard, dueAt, ...alert } = checkedItem(
    'alert',
    AlertItem,
    item,
  );
  return alert;
}

/** The history of an alert is written once and never again. */
export const encodeAlertHistory = (alert: Alert, event: AlertEvent): AlertHistoryItem =>
  checkedItem('alert history', AlertHistoryItem, {
    ...itemKey.alertHistory(alert.alertId, alert.version),
    ...currentSchema,
    ...alertHistoryEntry(alert, event),
  });

/** The entry of the history that an item holds. */
export function decodeAlertHistory(item: unknown): AlertHistoryEntry {
  const { pk, sk, schema, ...entry } = checkedItem('alert history', AlertHistoryItem, item);
  return entry;
}
