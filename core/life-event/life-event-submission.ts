import * as z from 'zod';
import { Reference, SourceSystem, TeamId } from '../referral/referral-submission.ts';

/** What can happen in a family's life with services, or in the household. */
export const lifeEventKinds = [
  'case-opened',
  'case-stepped-up',
  'case-stepped-down',
  'case-closed',
  'child-protection-plan',
  's47',
  'removal',
  'legal-proceedings',
  'strategy-discussion',
  'assessment-started',
  'assessment-completed',
  'pre-birth-assessment-started',
  'pre-birth-assessment-completed',
  'early-help-accepted',
  'pregnancy',
  'birth',
  'end-of-pregnancy',
  'new-adult',
  'moved-team',
  'moved-authority-in',
  'moved-authority-out',
  'withdrawn-from-school',
  'not-brought',
] as const;

export const LifeEventKind = z
  .enum(lifeEventKinds)
  .meta({ id: 'LifeEventKind', description: 'What happened.' });
export type LifeEventKind = z.infer<typeof LifeEventKind>;

/** What every life event says: who tells it, under which id of theirs, and the Europe/London date it happened. */
const common = {
  source: SourceSystem,
  eventId: Reference,
  happenedOn: z.iso.date(),
} as const;

/**
 * Whose history it is. A parent's own childhood is kept and shown, and never
 * counts as the history of a child of an adult here.
 */
const Subject = z.enum(['child', 'parent-in-own-childhood']);

const CaseKind = z
  .enum(['early-help', 'family-help', 'child-in-need', 'child-protection', 'looked-after'])
  .meta({ id: 'CaseKind', description: 'The kind of a case that is open.' });

/** What removed a child from home. */
const RemovalKind = z.enum(['court-order', 'police-protection', 'section-20', 'kinship-placement']);

/**
 * A life event as a source sends it to `POST /v1/families/{id}/events`. Each
 * kind says what it needs and takes nothing else.
 */
export const LifeEventSubmission = z
  .discriminatedUnion('event', [
    z.strictObject({
      ...common,
      event: z.enum(['case-opened', 'case-stepped-up', 'case-stepped-down', 'case-closed']),
      caseKind: CaseKind,
      team: TeamId.optional(),
    }),
    z.strictObject({
      ...common,
      event: z.enum(['child-protection-plan', 's47', 'legal-proceedings']),
      subject: Subject,
    }),
    z.strictObject({ ...common, event: z.literal('removal'), subject: Subject, removalKind: RemovalKind }),
    z.strictObject({
      ...common,
      event: z.enum([
        'strategy-discussion',
        'assessment-started',
        'assessment-completed',
        'pre-birth-assessment-started',
        'pre-birth-assessment-completed',
        'early-help-accepted',
        'new-adult',
        'moved-authority-in',
        'moved-authority-out',
        'withdrawn-from-school',
        'not-brought',
      ]),
    }),
    z.strictObject({ ...common, event: z.literal('moved-team'), team: TeamId }),
    z.strictObject({ ...common, event: z.literal('pregnancy'), expectedDateOfBirth: z.iso.date() }),
    z.strictObject({
      ...common,
      event: z.enum(['birth', 'end-of-pregnancy']),
      /** Which pregnancy it ends; where it is not said, any whose due date fits. */
      expectedDateOfBirth: z.iso.date().optional(),
    }),
  ])
  .meta({
    id: 'LifeEventSubmission',
    description: 'Something that happened in a family, as a source tells it.',
  });
export type LifeEventSubmission = z.infer<typeof LifeEventSubmission>;
