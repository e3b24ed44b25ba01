import * as z from 'zod';
import { Alert } from '../../core/alert/alert.ts';
import { Severity } from '../../core/policy/policy.ts';
import type { AlertEvent } from '../../core/ports/alerts.ts';

/** What is kept for ever of one change of an alert: that it was made, why, and on which evidence. */
export const AlertHistoryEntry = z.strictObject({
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
export type AlertHistoryEntry = z.infer<typeof AlertHistoryEntry>;

/** The entry that goes with a change of an alert. It holds ids and codes only. */
export const alertHistoryEntry = (
  { alertId, version, state, severity, lines }: Alert,
  event: AlertEvent,
): AlertHistoryEntry => ({
  alertId,
  version,
  ...event,
  state,
  severity,
  lines: lines.map((line) => ({
    line: line.line,
    severity: line.severity,
    evidence: [...line.evidence],
    policyHash: line.policy.hash,
  })),
});
