import * as z from 'zod';
import { LifeEventKind } from '../../core/life-event/life-event-submission.ts';
import { Severity } from '../../core/policy/policy.ts';
import { Concern, Purpose, Screening } from '../../core/referral/referral-submission.ts';
import { SourceCode } from '../../core/referral/source-code.ts';

const Instant = z.iso.datetime();

/** How far one condition of a line is, in words as well. */
const Progress = z.strictObject({
  asks: z.string(),
  /** Whole numbers, but for points, which go to the thousandth. */
  have: z.number().min(0),
  need: z.number().positive(),
  met: z.boolean(),
});

/** Where a line stands. For a line that is `ended`, the progress is that of its last crossed window. */
export const LineStanding = z.strictObject({
  line: z.string(),
  severity: Severity,
  /** Raises nothing and tells nobody. */
  shadow: z.boolean(),
  standing: z.enum(['below', 'current', 'ended']),
  crossings: z.array(z.strictObject({ from: Instant, to: Instant })),
  /** One more incident, from a new agency or from the last referrer, would cross it at once. */
  isNear: z.boolean(),
  progress: z.array(Progress),
  /** The progress as one text, joined as the line joins its conditions. */
  text: z.string(),
});
export type LineStanding = z.infer<typeof LineStanding>;

/** An alert as it was after a step that raised, changed or closed it. */
export const StepAlert = z.strictObject({
  event: z.enum(['raised', 'changed', 'closed']),
  reason: z.string(),
  reference: z.string(),
  severity: Severity,
  delivery: z.enum(['list', 'message']),
  lines: z.array(
    z.strictObject({
      line: z.string(),
      title: z.string(),
      severity: Severity,
      firstCrossedAt: Instant,
      /** Not among the alert's reasons before this step. */
      new: z.boolean(),
      /** Crossed on an earlier Europe/London date than this step's. */
      late: z.boolean(),
    }),
  ),
  /** What went out because of this step; absent where nobody was told. */
  message: z.strictObject({ subject: z.string(), sms: z.string(), email: z.string() }).optional(),
});
export type StepAlert = z.infer<typeof StepAlert>;

/** What every record that was taken has, and what followed. */
const taken = {
  line: z.int().min(1),
  at: Instant,
  result: z.enum(['recorded', 'already-recorded']),
  lines: z.array(LineStanding),
  alert: StepAlert.optional(),
} as const;

/** A referral that was taken. */
const ReferralStep = z.strictObject({
  kind: z.literal('referral'),
  ...taken,
  madeAt: Instant,
  /** Arrived on a later Europe/London date than it was made. */
  arrivedLate: z.boolean(),
  referralId: z.string(),
  stage: z.enum(['contact', 'referral']),
  purpose: Purpose,
  sourceCode: SourceCode,
  concerns: z.array(Concern),
  level: z.int().optional(),
  screening: Screening.shape.outcome.optional(),
});
export type ReferralStep = z.infer<typeof ReferralStep>;

/** A life event that was taken. */
const LifeEventStep = z.strictObject({
  kind: z.literal('life-event'),
  ...taken,
  eventId: z.string(),
  event: LifeEventKind,
  happenedOn: z.iso.date(),
  /** Arrived on a later Europe/London date than it happened. */
  toldLate: z.boolean(),
});
export type LifeEventStep = z.infer<typeof LifeEventStep>;

/** Nothing arrived, and an alert was raised, changed or closed because of the time alone. */
const DueStep = z.strictObject({
  kind: z.literal('due'),
  at: Instant,
  lines: z.array(LineStanding),
  alert: StepAlert,
});

/** Something that happened to a family in a replay. */
export const Step = z.discriminatedUnion('kind', [ReferralStep, LifeEventStep, DueStep]);
export type Step = z.infer<typeof Step>;

/** One family: what happened in order of time, and where its lines stand when the clock ends. */
export const FamilyReplay = z.strictObject({
  family: z.string(),
  steps: z.array(Step).min(1),
  atTheEnd: z.array(LineStanding),
});
export type FamilyReplay = z.infer<typeof FamilyReplay>;

/** A record that the API would not have taken, and which fields are at fault. */
export const Refusal = z.strictObject({
  line: z.int().min(1),
  at: Instant,
  code: z.enum(['impossible-dates', 'content-differs', 'family-unknown', 'busy', 'source-not-bound']),
  fields: z.array(z.string()),
});
export type Refusal = z.infer<typeof Refusal>;

/** One file, replayed from nothing. */
export const FileReplay = z.strictObject({
  file: z.string(),
  /** When the clock ended: `--as-of`, or the last arrival. */
  endsAt: Instant,
  /** Records that had not arrived by then. */
  notArrived: z.int().min(0),
  families: z.array(FamilyReplay),
  refused: z.array(Refusal),
});
export type FileReplay = z.infer<typeof FileReplay>;

/** What `replay --json` prints. Its shape changes only together with `schemaVersion`. Instants are in UTC. */
export const ReplayReport = z.strictObject({
  schemaVersion: z.literal(2),
  policy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
  files: z.array(FileReplay),
});
export type ReplayReport = z.infer<typeof ReplayReport>;
