import * as z from 'zod';
import { Severity } from '../policy/policy.ts';
import { WorkingTime } from '../time/working-time.ts';
import { AlertState } from './alert-states.ts';
import { DecisionMade, StandDownMade } from './decision.ts';

/** Why somebody is told. */
export const NoticeReason = z
  .enum(['line-crossed', 'found-late', 'severity-raised', 'evidence-changed'])
  .meta({ id: 'NoticeReason', description: 'Why recipients are told.' });
export type NoticeReason = z.infer<typeof NoticeReason>;

/** What a line's window held when it was last looked at, as the alert keeps it. */
const AlertTally = z
  .strictObject({
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
  })
  .meta({ id: 'AlertTally', description: "What a line's window held when it was last looked at." });

/** Who is told of a line: the family's team, the team its open case is allocated to, or the tier above the team's manager. */
export const GoesTo = z.enum(['team', 'allocated-team', 'tier-above']).meta({
  id: 'GoesTo',
  description:
    "Who is told: the family's team, the team its open case is allocated to, or the tier above the team's manager.",
});
export type GoesTo = z.infer<typeof GoesTo>;

/** One line among an alert's reasons. */
export const AlertLine = z
  .strictObject({
    line: z.string(),
    title: z.string(),
    severity: Severity,
    /** Whether it is a reason only while it is crossed. */
    closesByItself: z.boolean(),
    goesTo: GoesTo,
    firstCrossedAt: z.iso.datetime(),
    /** When its latest crossing began; the same as the first where there was one alone. */
    crossedFrom: z.iso.datetime(),
    /** When that lapsed, or would lapse if nothing more came. */
    crossedUntil: z.iso.datetime(),
    /** Since when no crossing of it is in the records any more: one was withdrawn or corrected. */
    unsupportedSince: z.iso.datetime().optional(),
    evidence: z.array(z.string()),
    tally: AlertTally,
    policy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
  })
  .meta({ id: 'AlertLine', description: "One line among an alert's reasons." });
export type AlertLine = z.infer<typeof AlertLine>;

/**
 * Recipients are still to be told. The deadlines are those of the policy that
 * raised it: a later policy does not move a promise already made.
 */
export const PendingNotice = z
  .strictObject({
    sequence: z.int().min(1),
    reason: NoticeReason,
    severity: Severity,
    /** The crossings it tells of, or takes back: which line, and when that crossing began. */
    lines: z.array(z.strictObject({ line: z.string(), from: z.iso.datetime() })).min(1),
    wantedAt: z.iso.datetime(),
    acknowledgeWithin: WorkingTime.optional(),
    decideWithin: WorkingTime.optional(),
  })
  .meta({ id: 'PendingNotice', description: 'Recipients are still to be told.' });
export type PendingNotice = z.infer<typeof PendingNotice>;

/** Recipients were told. */
export const SentNotice = PendingNotice.extend({
  sentAt: z.iso.datetime(),
  recipients: z.array(z.string()).min(1),
  messageId: z.string(),
}).meta({ id: 'SentNotice', description: 'Recipients were told.' });
export type SentNotice = z.infer<typeof SentNotice>;

/**
 * The record that a family crossed one or more lines. Its id is also the
 * reference that managers see.
 */
export const Alert = z
  .strictObject({
    alertId: z.string(),
    familyId: z.string(),
    epoch: z.int().min(1),
    /** The alert on which the last decision about the family was made, where there was one before this. */
    previous: z.string().optional(),
    version: z.int().min(1),
    state: AlertState,
    delivery: z.enum(['list', 'message']),
    severity: Severity,
    team: z.string().optional(),
    /** The team that the family's open case is allocated to, where that is said. */
    allocatedTeam: z.string().optional(),
    raisedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    lines: z.array(AlertLine).min(1),
    evidence: z.array(z.string()),
    pendingNotice: PendingNotice.optional(),
    notices: z.array(SentNotice),
    /** The number of the last notice that was called off before it was recorded as sent. It may be on its way, so that no other is given it. */
    calledOffSequence: z.int().min(1).optional(),
    decided: DecisionMade.optional(),
    stoodDown: StandDownMade.optional(),
    /** The alert in whose favour this one ended. */
    mergedInto: z.string().optional(),
  })
  .meta({ id: 'Alert', description: 'The record that a family crossed one or more lines.' });
export type Alert = z.infer<typeof Alert>;
