import * as z from 'zod';
import { LifeEventKind } from '../life-event/life-event-submission.ts';
import { ConcernKind, ScreeningOutcome } from '../referral/referral-submission.ts';
import { SourceCode } from '../referral/source-code.ts';
import { Duration, WindowDuration } from '../time/duration.ts';
import { WorkingDays } from '../time/working-time.ts';
import { Selection } from './selection.ts';

/** What a count counts. */
export const Measure = z
  .enum(['incidents', 'referrals', 'voices', 'agency-groups', 'kinds-of-concern'])
  .meta({ id: 'Measure' });
export type Measure = z.infer<typeof Measure>;

/** At least so many of something within the line's window, or a window of the condition's own. */
export const CountCondition = z
  .strictObject({
    count: Measure,
    atLeast: z.int().min(1).max(500),
    of: Selection.optional(),
    within: WindowDuration.optional(),
    same: z.enum(['voice', 'organisation']).optional().meta({
      description:
        'Counted for each identified voice, or organisation, by itself; the highest of these counts. Nobody is identified by a field left empty, and anonymous callers never are.',
    }),
    pressing: z.literal(true).optional().meta({
      description:
        'Made after the front door had decided not to progress an earlier referral of the same voice, within the window of the line.',
    }),
    noneProgressed: z
      .literal(true)
      .optional()
      .meta({ description: 'Counts nothing where one of the referrals it selects was progressed.' }),
  })
  .meta({ id: 'CountCondition' });
export type CountCondition = z.infer<typeof CountCondition>;

const Points = z.number().min(0).max(1000).multipleOf(0.001);

/** What a referral is worth: its points for being one, and for each thing it tells that has points. */
export const PointsScale = z
  .strictObject({
    referral: Points.optional(),
    concerns: z.partialRecord(ConcernKind, Points).optional(),
    levels: z.partialRecord(z.enum(['1', '2', '3', '4']), Points).optional(),
    sourceCodes: z.partialRecord(SourceCode, Points).optional(),
  })
  .meta({ id: 'PointsScale' });
export type PointsScale = z.infer<typeof PointsScale>;

/**
 * At least so many points. An incident has the points of its weightiest
 * referral; with a half-life, a referral that old in days is worth half.
 */
export const PointsCondition = z
  .strictObject({
    points: PointsScale,
    atLeast: z.number().positive().max(100_000).multipleOf(0.001),
    halfLife: Duration.optional(),
    of: Selection.optional(),
    within: WindowDuration.optional(),
  })
  .meta({ id: 'PointsCondition' });
export type PointsCondition = z.infer<typeof PointsCondition>;

/** At least so many life events of some kinds, within a window of their own, or ever. A parent's own childhood never counts. */
export const EventCondition = z
  .strictObject({
    events: z.array(LifeEventKind).min(1),
    atLeast: z.int().min(1).max(100),
    within: WindowDuration.optional(),
  })
  .meta({ id: 'EventCondition' });
export type EventCondition = z.infer<typeof EventCondition>;

/** No life event of some kinds within a window. */
export const NoEventCondition = z
  .strictObject({ noEvents: z.array(LifeEventKind).min(1), within: WindowDuration })
  .meta({ id: 'NoEventCondition' });
export type NoEventCondition = z.infer<typeof NoEventCondition>;

/** A case of the family is open at the window's end. */
export const CaseCondition = z.strictObject({ case: z.literal('open') }).meta({ id: 'CaseCondition' });
export type CaseCondition = z.infer<typeof CaseCondition>;

/** A referral in the line's window, the first that counts after so long without one that counts, and not the first of all. */
export const QuietCondition = z
  .strictObject({ quietBefore: Duration, of: Selection.optional() })
  .meta({ id: 'QuietCondition' });
export type QuietCondition = z.infer<typeof QuietCondition>;

/**
 * A referral in the line's window was decided with one of these outcomes, and
 * none of the life events that would follow has happened since, in so many
 * working days after the decision. Only for referrals of sources that the
 * policy lists as sending such events.
 */
export const PromiseCondition = z
  .strictObject({
    promised: z.array(ScreeningOutcome).min(1),
    keptBy: z.array(LifeEventKind).min(1),
    within: WorkingDays,
  })
  .meta({ id: 'PromiseCondition' });
export type PromiseCondition = z.infer<typeof PromiseCondition>;

/** Somebody in the household at the window's end: a child not yet born, one due soon, or one under an age. */
export const HouseholdCondition = z
  .strictObject({
    household: z
      .strictObject({
        unborn: z.literal(true).optional(),
        dueWithin: Duration.optional(),
        under: Duration.optional(),
      })
      .refine(
        ({ unborn, dueWithin, under }) =>
          unborn !== undefined || dueWithin !== undefined || under !== undefined,
        { error: 'must ask for an unborn child, one due soon, or one under an age' },
      )
      .refine(({ under, dueWithin }) => !under?.startsWith('PT') && !dueWithin?.startsWith('PT'), {
        error: 'an age must be given in years, months, weeks or days',
      }),
  })
  .meta({ id: 'HouseholdCondition' });
export type HouseholdCondition = z.infer<typeof HouseholdCondition>;

export const SingleCondition = z.union([
  CountCondition,
  PointsCondition,
  EventCondition,
  NoEventCondition,
  CaseCondition,
  QuietCondition,
  PromiseCondition,
  HouseholdCondition,
]);
export type SingleCondition = z.infer<typeof SingleCondition>;

/** Joined by `all` or `any`, with at most one level of the other inside. */
export const Condition = z
  .union([
    z.strictObject({
      all: z
        .array(z.union([SingleCondition, z.strictObject({ any: z.array(SingleCondition).min(1) })]))
        .min(1),
    }),
    z.strictObject({
      any: z
        .array(z.union([SingleCondition, z.strictObject({ all: z.array(SingleCondition).min(1) })]))
        .min(1),
    }),
  ])
  .meta({ id: 'Condition' });
export type Condition = z.infer<typeof Condition>;

/** The single conditions of a condition, in the order they are written. */
export function singleConditionsOf(condition: Condition): readonly SingleCondition[] {
  const members = 'all' in condition ? condition.all : condition.any;
  return members.flatMap((member): readonly SingleCondition[] => {
    if ('all' in member) return member.all;
    if ('any' in member) return member.any;
    return [member];
  });
}
