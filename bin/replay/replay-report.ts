import * as z from 'zod';
import { Severity } from '../../core/policy/policy.ts';
import { Concern, Purpose, Screening } from '../../core/referral/referral-submission.ts';
import { SourceCode } from '../../core/referral/source-code.ts';

const Instant = z.iso.datetime();

/** How far one condition of a line is, in words as well. */
const Progress = z.strictObject({
  asks: z.string(),
  have: z.int().min(0),
  need: z.int().min(1),
  met: z.boolean(),
});

/** Where a line stands. For a line that is `ended`, the progress is that of its last crossed window. */
export const LineStanding = z.strictObject({
  line: z.string(),
  severity: Severity,
  standing: z.enum(['below', 'current', 'ended']),
  crossings: z.array(z.strictObject({ from: Instant, to: Instant })),
  progress: z.array(Progress),
  /** The progress as one text, joined as the line joins its conditions. */
  text: z.string(),
});
export type LineStanding = z.infer<typeof LineStanding>;

/** An alert as it was after a step that raised or changed it. */
export const StepAlert = z.strictObject({
  event: z.enum(['raised', 'changed']),
  reason: z.enum(['line-crossed', 'found-late', 'severity-raised', 'listed', 'new-evidence', 'team-changed']),
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

/** One record that was taken, and what followed. */
export const Step = z.strictObject({
  line: z.int().min(1),
  at: Instant,
  madeAt: Instant,
  /** Arrived on a later Europe/London date than it was made. */
  arrivedLate: z.boolean(),
  result: z.enum(['recorded', 'already-recorded']),
  referralId: z.string(),
  stage: z.enum(['contact', 'referral']),
  purpose: Purpose,
  sourceCode: SourceCode,
  concerns: z.array(Concern),
  level: z.int().optional(),
  screening: Screening.shape.outcome.optional(),
  lines: z.array(LineStanding),
  alert: StepAlert.optional(),
});
export type Step = z.infer<typeof Step>;

/** One family: its records in order of arrival, and where its lines stand when the clock ends. */
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
  code: z.enum(['impossible-dates', 'content-differs', 'busy', 'source-not-bound']),
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
  schemaVersion: z.literal(1),
  policy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
  files: z.array(FileReplay),
});
export type ReplayReport = z.infer<typeof ReplayReport>;
