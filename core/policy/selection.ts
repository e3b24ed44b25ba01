import * as z from 'zod';
import { ConcernKind, ScreeningOutcome } from '../referral/referral-submission.ts';
import { SourceCode } from '../referral/source-code.ts';

/**
 * Which referrals a condition looks at. Everything stated must hold. Without a
 * selection, all referrals that may count do: those whose purpose is a concern
 * or a challenge.
 */
export const Selection = z
  .strictObject({
    purposes: z
      .array(z.enum(['concern', 'challenge']))
      .min(1)
      .optional(),
    stages: z
      .array(z.enum(['contact', 'referral']))
      .min(1)
      .optional(),
    screened: z.literal('not-progressed').optional(),
    outcomes: z
      .array(ScreeningOutcome)
      .min(1)
      .optional()
      .meta({ description: 'Screened with one of these outcomes.' }),
    level: z
      .strictObject({ atMost: z.int().min(1).max(4), orNotGiven: z.boolean() })
      .optional()
      .meta({
        description: 'Graded at or below a level; a ceiling, so raising a level can take a referral out.',
      }),
    concerns: z
      .strictObject({
        kinds: z.array(ConcernKind).min(1),
        subject: z.enum(['parent', 'child', 'other']).optional(),
      })
      .optional()
      .meta({
        description: 'Tells of at least one of these concerns, about this subject where one is given.',
      }),
    sourceCodes: z.array(SourceCode).min(1).optional(),
  })
  .meta({ id: 'Selection' });
export type Selection = z.infer<typeof Selection>;
