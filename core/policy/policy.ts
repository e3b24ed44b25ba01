import * as z from 'zod';
import { SourceSystem } from '../referral/referral-submission.ts';
import { Duration } from '../time/duration.ts';
import { Condition } from './condition.ts';

/** How loud a line is: a list to look through, an escalation, or something for today. */
export const Severity = z.enum(['watch', 'escalate', 'urgent']).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;

const severityRanks: Readonly<Record<Severity, number>> = { watch: 1, escalate: 2, urgent: 3 };

/** Orders severities: positive where the first is the higher. */
export const compareSeverity = (first: Severity, second: Severity): number =>
  severityRanks[first] - severityRanks[second];

/** The highest of some severities; undefined where there is none. */
export const highestSeverity = (severities: readonly Severity[]): Severity | undefined =>
  [...severities].sort(compareSeverity).at(-1);

/** Ids in policies and elsewhere: lower case words joined by hyphens. */
const Slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** One named pattern with a window and a threshold. */
export const Line = z
  .strictObject({
    id: Slug,
    title: z
      .string()
      .min(5)
      .max(70)
      .regex(/^[A-Za-z0-9 ,.'()-]+$/)
      .meta({
        description:
          'What a manager reads, in the middle of a sentence. Plain letters, so that it fits a text.',
      }),
    severity: Severity,
    window: Duration,
    when: Condition,
  })
  .meta({ id: 'Line' });
export type Line = z.infer<typeof Line>;

/** What is done about a severity: told to the people it concerns, or put on a list. */
const SeverityRule = z.strictObject({
  deliver: z.enum(['list', 'message']),
  acknowledgeWithin: z.string().min(1).max(40).optional(),
  decideWithin: z.string().min(1).max(40).optional(),
});

/**
 * A versioned document that holds the lines and the alerting rules. It is
 * never overwritten: a change is a new version with its author and reason.
 */
export const Policy = z
  .strictObject({
    $schema: z.string().optional(),
    id: Slug,
    version: z.int().min(1),
    effectiveFrom: z.iso.date(),
    author: z.string().min(1).max(100),
    reason: z.string().min(1).max(1000),
    incident: z.strictObject({ withinDays: z.int().min(0).max(60) }),
    sourcesWithoutOutcomes: z.array(SourceSystem).max(50),
    alerting: z.strictObject({
      foundLateDays: z.int().min(0).max(3660),
      severities: z.strictObject({ watch: SeverityRule, escalate: SeverityRule, urgent: SeverityRule }),
    }),
    lines: z.array(Line).min(1).max(50),
  })
  .superRefine(({ lines }, context) => {
    for (const [index, { id }] of lines.entries()) {
      if (lines.findIndex((line) => line.id === id) !== index) {
        context.addIssue({
          code: 'custom',
          path: ['lines', index, 'id'],
          message: 'another line has this id',
        });
      }
    }
  })
  .meta({ id: 'Policy', description: 'The lines of cumulative concern and the alerting rules.' });
export type Policy = z.infer<typeof Policy>;

/** A policy with the hash of its content, as it is stored on each alert. */
export type LivePolicy = { readonly policy: Policy; readonly hash: string };
