import * as z from 'zod';
import { Severity } from '../policy/policy.ts';

/** Why somebody is told. */
export const NoticeReason = z
  .enum(['line-crossed', 'found-late', 'severity-raised'])
  .meta({ id: 'NoticeReason', description: 'Why recipients are told.' });
export type NoticeReason = z.infer<typeof NoticeReason>;

/** What a line's window held when it was last looked at, as the alert keeps it. */
const AlertTally = z.strictObject({
  referrals: z.int().min(0),
  contacts: z.int().min(0),
  statutoryReferrals: z.int().min(0),
  incidents: z.int().min(0),
  notProgressed: z.int().min(0),
  agencyGroups: z.array(z.string()),
  voices: z.int().min(0),
  kindsOfConcern: z.array(z.string()),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

/** One line among an alert's reasons. */
export const AlertLine = z
  .strictObject({
    line: z.string(),
    title: z.string(),
    severity: Severity,
    firstCrossedAt: z.iso.datetime(),
    /** When its latest crossing began; the same as the first where there was one alone. */
    crossedFrom: z.iso.datetime(),
    /** When that lapsed, or would lapse if nothing more came. */
    crossedUntil: z.iso.datetime(),
    evidence: z.array(z.string()),
    tally: AlertTally,
    policy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
  })
  .meta({ id: 'AlertLine' });
export type AlertLine = z.infer<typeof AlertLine>;

/**
 * Recipients are still to be told. The deadlines are those of the policy that
 * raised it: a later policy does not move a promise already made.
 */
export const PendingNotice = z.strictObject({
  sequence: z.int().min(1),
  reason: NoticeReason,
  severity: Severity,
  /** The crossings it tells of: which line, and when that crossing began. */
  lines: z.array(z.strictObject({ line: z.string(), from: z.iso.datetime() })).min(1),
  wantedAt: z.iso.datetime(),
  acknowledgeWithin: z.string().optional(),
  decideWithin: z.string().optional(),
});
export type PendingNotice = z.infer<typeof PendingNotice>;

/** Recipients were told. */
export const SentNotice = PendingNotice.extend({
  sentAt: z.iso.datetime(),
  recipients: z.array(z.string()).min(1),
  messageId: z.string(),
}).meta({ id: 'SentNotice' });
export type SentNotice = z.infer<typeof SentNotice>;

/**
 * The record that a family crossed one or more lines. `raised` until its first
 * notice has gone out, then `sent`; an alert that only goes on a list stays
 * `raised`. Its id is also the reference that managers see.
 */
export const Alert = z
  .strictObject({
    alertId: z.string(),
    familyId: z.string(),
    epoch: z.int().min(1),
    version: z.int().min(1),
    state: z.enum(['raised', 'sent']),
    delivery: z.enum(['list', 'message']),
    severity: Severity,
    team: z.string().optional(),
    raisedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    lines: z.array(AlertLine).min(1),
    evidence: z.array(z.string()),
    pendingNotice: PendingNotice.optional(),
    notices: z.array(SentNotice),
  })
  .meta({ id: 'Alert', description: 'The record that a family crossed one or more lines.' });
export type Alert = z.infer<typeof Alert>;

/** The states an alert may be in before a notice is marked as sent. The store's condition is built from this list. */
export const statesBeforeSent: readonly Alert['state'][] = ['raised', 'sent'];
