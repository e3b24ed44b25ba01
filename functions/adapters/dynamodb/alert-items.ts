import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Alert } from '../../../core/alert/alert.ts';
import { Severity } from '../../../core/policy/policy.ts';
import type { AlertEvent } from '../../../core/ports/alerts.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import { byOwnerIndex, dueIndex } from './table-keys.ts';

/** An alert, with the attributes that the indexes are made of. It is due as long as a notice is pending. */
const AlertItem = Alert.extend({
  ...itemFields,
  [byOwnerIndex.partition]: z.string(),
  [byOwnerIndex.sort]: z.string(),
  [dueIndex.partition]: z.string().optional(),
  [dueIndex.sort]: z.iso.datetime().optional(),
});
export type AlertItem = z.infer<typeof AlertItem>;

/** What is kept of one change of an alert. It is written once and never again. */
const AlertHistoryItem = z.strictObject({
  ...itemFields,
  alertId: z.string(),
  version: z.int().min(1),
  event: z.enum(['raised', 'changed', 'sent']),
  reason: z.string(),
  at: z.iso.datetime(),
  state: Alert.shape.state,
  severity: Severity,
  lines: z.array(
    z.strictObject({
      line: z.string(),
      severity: Severity,
      evidence: z.array(z.string()),
      policyHash: z.string(),
    }),
  ),
});
export type AlertHistoryItem = z.infer<typeof AlertHistoryItem>;

const dueShards = 4;

/** Spreads what is due over a few partitions of the index, so that none becomes hot. */
const dueShardOf = (alertId: string): string =>
  `alert#${createHash('sha256').update(alertId).digest().readUInt8() % dueShards}`;

export const encodeAlert = (alert: Alert): AlertItem =>
  checkedItem('alert', AlertItem, {
    ...alert,
    ...itemKey.alert(alert.alertId),
    ...currentSchema,
    [byOwnerIndex.partition]: `${alert.team ?? 'none'}#${alert.state}`,
    [byOwnerIndex.sort]: `${alert.raisedAt}#${alert.alertId}`,
    ...(alert.pendingNotice === undefined
      ? {}
      : {
          [dueIndex.partition]: dueShardOf(alert.alertId),
          [dueIndex.sort]: alert.pendingNotice.wantedAt,
        }),
  });

export function decodeAlert(item: unknown): Alert {
  const { pk, sk, schema, owner, ownerSort, dueShard, dueAt, ...alert } = checkedItem(
    'alert',
    AlertItem,
    item,
  );
  return alert;
}

export const encodeAlertHistory = (alert: Alert, event: AlertEvent): AlertHistoryItem =>
  checkedItem('alert history', AlertHistoryItem, {
    ...itemKey.alertHistory(alert.alertId, alert.version),
    ...currentSchema,
    ...event,
    alertId: alert.alertId,
    version: alert.version,
    state: alert.state,
    severity: alert.severity,
    lines: alert.lines.map(({ line, severity, evidence, policy }) => ({
      line,
      severity,
      evidence,
      policyHash: policy.hash,
    })),
  });
