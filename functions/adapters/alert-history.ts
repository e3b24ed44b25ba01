import * as z from 'zod';
import { Alert, AlertLine, SentNotice } from '../../core/alert/alert.ts';
import { statesBefore } from '../../core/alert/alert-states.ts';
import type { AlertEvent } from '../../core/ports/alerts.ts';

/** A line as it stood, without its title: the policy's hash leads to the policy that holds it. */
const LineThen = AlertLine.omit({ title: true });

/** Who was told of what, and the message of the notification service that told them. */
const NoticeThen = SentNotice.pick({
  sequence: true,
  severity: true,
  lines: true,
  recipients: true,
  messageId: true,
});

const events = Object.keys(statesBefore) as (keyof typeof statesBefore)[];

/**
 * What is kept for ever of one change of an alert: that it was made, why, what
 * was known then, who was told, and what a person decided. Ids, codes, counts
 * and times only.
 */
export const AlertHistoryEntry = z.strictObject({
  ...Alert.pick({ alertId: true, version: true, state: true, severity: true, team: true }).shape,
  event: z.enum(events),
  reason: z.string(),
  at: z.iso.datetime(),
  lines: z.array(LineThen),
  /** Only where the change is that a notice was sent. */
  notice: NoticeThen.optional(),
  /** Only where the change is that a person ended it. */
  ...Alert.pick({ decided: true, stoodDown: true }).shape,
});
export type AlertHistoryEntry = z.infer<typeof AlertHistoryEntry>;

/**
 * The entry that goes with a change of an alert. It holds nothing that the
 * alert beside it does not hold too, so it fits an item wherever the alert does.
 */
export function alertHistoryEntry(alert: Alert, event: AlertEvent): AlertHistoryEntry {
  const { alertId, version, state, severity, team, lines } = alert;
  return {
    alertId,
    version,
    ...event,
    state,
    severity,
    ...(team === undefined ? {} : { team }),
    lines: lines.map(({ title, ...line }) => line),
    ...(event.event === 'sent' ? { notice: noticeSent(alert) } : {}),
    ...(event.event === 'decided' ? { decided: alert.decided } : {}),
    ...(event.event === 'stood-down' ? { stoodDown: alert.stoodDown } : {}),
  };
}

function noticeSent({ notices }: Alert): z.infer<typeof NoticeThen> {
  const last = notices.at(-1);
  if (last === undefined) throw new Error('An alert was written as sent without a notice that was.');
  const { sequence, severity, lines, recipients, messageId } = last;
  return { sequence, severity, lines, recipients, messageId };
}
