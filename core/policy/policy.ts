import * as z from 'zod';
import { LifeEventKind } from '../life-event/life-event-submission.ts';
import { SourceSystem } from '../referral/referral-submission.ts';
import { Duration, WindowDuration } from '../time/duration.ts';
import { WorkingTime } from '../time/working-time.ts';
import { Condition } from './condition.ts';
import { impossibilitiesOf } from './impossibilities.ts';

/** How loud a line is: a list to look through, an escalation, or something for today. */
export const Severity = z
  .enum(['watch', 'escalate', 'urgent'])
  .meta({ id: 'Severity', description: 'watch goes on a list; escalate and urgent tell people.' });
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

/** How much must be new, and how long it must have been quiet, before a family that was decided on is raised again. */
const Step = z
  .strictObject({ incidents: z.int().min(0).max(100), quietDays: z.int().min(0).max(366) })
  .meta({ id: 'Step', description: 'New incidents and days since the decision that a new alert needs.' });
export type Step = z.infer<typeof Step>;

/** What lets a family be raised again at once, however recent the decision. */
export const Waiver = z
  .enum(['higher-severity', 'new-agency-group', 'pregnancy-or-birth', 'challenge'])
  .meta({ id: 'Waiver' });
export type Waiver = z.infer<typeof Waiver>;

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
    window: WindowDuration,
    when: Condition,
    shadow: z
      .literal(true)
      .optional()
      .meta({ description: 'Examined and shown in the finding; raises nothing and tells nobody.' }),
    closesByItself: z.literal(true).optional().meta({
      description:
        'A reason only as long as the line is crossed; it ends without a message. A line of severity watch always does.',
    }),
    goesTo: z.enum(['team', 'allocated-team', 'tier-above']).optional().meta({
      description:
        'Who is told: the team that answers for the family (where nothing is said), the team that its open case is allocated to, or the tier above the team manager.',
    }),
    afterDecision: Step.optional(),
  })
  .meta({ id: 'Line' });
export type Line = z.infer<typeof Line>;

/** What is done about a severity: told to the people it concerns, or put on a list. */
const SeverityRule = z.strictObject({
  deliver: z.enum(['list', 'message']),
  acknowledgeWithin: WorkingTime.optional(),
  decideWithin: WorkingTime.optional(),
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
    historyKept: Duration.meta({
      description: 'How long referrals are kept. No window may look further back.',
    }),
    sourcesWithoutOutcomes: z.array(SourceSystem).max(50),
    sourcesSendingEvents: z
      .array(z.strictObject({ source: SourceSystem, events: z.array(LifeEventKind).min(1) }))
      .max(50)
      .meta({
        description:
          'For the referrals of which sources which life events reach Tideline: only there can their absence be told of.',
      }),
    alerting: z.strictObject({
      foundLateDays: z.int().min(0).max(3660),
      afterDecision: Step.extend({ waivedBy: z.array(Waiver).max(4) }),
      severities: z.strictObject({ watch: SeverityRule, escalate: SeverityRule, urgent: SeverityRule }),
    }),
    lines: z.array(Line).min(1).max(50),
  })
  .superRefine((policy, context) => {
    // What is no policy yet cannot be asked what it can never do.
    if (context.issues.length > 0) return;
    for (const { path, reason } of impossibilitiesOf(policy)) {
      context.addIssue({ code: 'custom', path: [...path], message: reason });
    }
  })
  .meta({ id: 'Policy', description: 'The lines of cumulative concern and the alerting rules.' });
export type Policy = z.infer<typeof Policy>;

/** A policy with the hash of its content, as it is stored on each alert. */
export type LivePolicy = { readonly policy: Policy; readonly hash: string };
