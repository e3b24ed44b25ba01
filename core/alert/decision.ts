import * as z from 'zod';
import { PersonId } from './roster.ts';

/** What is to be done for the family. */
const Action = z
  .enum([
    'assessment',
    'strategy-discussion',
    'pre-birth-assessment',
    'family-help',
    'multi-agency-meeting',
    'legal-planning',
    'other-authority',
    'already-open',
  ])
  .meta({ id: 'Action', description: 'What is to be done for the family.' });

/** Why nothing is to be done. */
export const NoActionReason = z
  .enum([
    'below-threshold',
    'needs-met',
    'recently-assessed',
    'consent-refused',
    'moved-away',
    'not-substantiated',
  ])
  .meta({ id: 'NoActionReason', description: 'Why nothing is to be done.' });
export type NoActionReason = z.infer<typeof NoActionReason>;

/** What the alert was worth to the person who answered it. */
export const AlertLabel = z
  .enum(['useful', 'already-known', 'wrong-family', 'not-a-pattern'])
  .meta({ id: 'AlertLabel', description: 'What the alert was worth.' });
export type AlertLabel = z.infer<typeof AlertLabel>;

const common = {
  /** The threshold level that was applied, where one was. */
  levelApplied: z.int().min(1).max(4).optional(),
  label: AlertLabel,
  decidedBy: PersonId,
} as const;

const ToAct = z.strictObject({ decision: Action, ...common });
const NotToAct = z.strictObject({
  decision: z.literal('no-further-action'),
  reason: NoActionReason,
  ...common,
});

/** A person's decision on an alert. One answers all its lines. Codes and an opaque id only. */
export const Decision = z
  .discriminatedUnion('decision', [ToAct, NotToAct])
  .meta({ id: 'Decision', description: 'What a person decided on an alert.' });
export type Decision = z.infer<typeof Decision>;

const decidedAt = z.iso.datetime();

/** The same with the instant at which it was recorded. */
export const DecisionMade = z
  .discriminatedUnion('decision', [ToAct.extend({ decidedAt }), NotToAct.extend({ decidedAt })])
  .meta({ id: 'DecisionMade', description: 'What a person decided on an alert, and when.' });
export type DecisionMade = z.infer<typeof DecisionMade>;

/** Why a person closes an alert without deciding about the family. */
const StandDownReason = z
  .enum(['evidence-changed', 'raised-in-error', 'wrong-family', 'test'])
  .meta({ id: 'StandDownReason', description: 'Why an alert was closed without a decision.' });

/** A person closes an alert without deciding about the family. */
export const StandDown = z.strictObject({ reason: StandDownReason, by: PersonId });
export type StandDown = z.infer<typeof StandDown>;

/** The same with the instant at which it was recorded. */
export const StandDownMade = StandDown.extend({ at: z.iso.datetime() }).meta({
  id: 'StandDownMade',
  description: 'Why an alert was closed without a decision, by whom and when.',
});
