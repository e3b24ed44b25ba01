import * as z from 'zod';
import { Duration } from '../time/duration.ts';

/**
 * Which referrals a count looks at. Everything stated must hold. Without a
 * selection, all referrals that may count do: those whose purpose is a concern
 * or a challenge.
 */
export const Selection = z
  .strictObject({
    purposes: z
      .array(z.enum(['concern', 'challenge']))
      .min(1)
      .optional(),
    screened: z.literal('not-progressed').optional(),
    level: z
      .strictObject({ atMost: z.int().min(1).max(4), orNotGiven: z.boolean() })
      .optional()
      .meta({
        description: 'Graded at or below a level; a ceiling, so raising a level can take a referral out.',
      }),
  })
  .meta({ id: 'Selection' });
export type Selection = z.infer<typeof Selection>;

/** What a count counts. */
export const Measure = z
  .enum(['incidents', 'referrals', 'voices', 'agency-groups', 'kinds-of-concern'])
  .meta({ id: 'Measure' });
export type Measure = z.infer<typeof Measure>;

/** At least so many of something within the line's window, or a window of the condition's own. */
export const CountCondition = z
  .strictObject({
    count: Measure,
    atLeast: z.int().min(1).max(1000),
    of: Selection.optional(),
    within: Duration.optional(),
  })
  .meta({ id: 'CountCondition' });
export type CountCondition = z.infer<typeof CountCondition>;

/** Somebody in the household at the window's end: a child not yet born, or one under an age. */
export const HouseholdCondition = z
  .strictObject({
    household: z
      .strictObject({ unborn: z.literal(true).optional(), under: Duration.optional() })
      .refine(({ unborn, under }) => unborn !== undefined || under !== undefined, {
        error: 'must ask for an unborn child, for a child under an age, or for either',
      })
      .refine(({ under }) => under === undefined || !under.startsWith('PT'), {
        error: 'an age must be given in years, months, weeks or days',
      }),
  })
  .meta({ id: 'HouseholdCondition' });
export type HouseholdCondition = z.infer<typeof HouseholdCondition>;

export const SingleCondition = z.union([CountCondition, HouseholdCondition]);
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
