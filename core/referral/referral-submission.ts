import * as z from 'zod';
import { NhsNumber } from './nhs-number.ts';
import { SourceCode } from './source-code.ts';
import { Upn } from './upn.ts';

/**
 * A reference of somebody else's system: letters, digits and a little
 * punctuation. No spaces, so that it cannot become a name or a narrative.
 */
export const Reference = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/)
  .meta({ id: 'Reference', description: "A reference of somebody else's system, without spaces." });

const Instant = z.iso.datetime({ offset: true });
const CalendarDate = z.iso.date();
const Level = z.int().min(1).max(4);

/** The id of a system that sends referrals, such as `front-door`. A client is bound to the ones it may write. */
export const SourceSystem = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .meta({ id: 'SourceSystem', description: 'The system that sends the referral.' });

/** A team of the authority, as its systems name it. */
export const TeamId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .meta({ id: 'TeamId', description: 'A team of the authority.' });

/** What a referral is for. Only `concern` and `challenge` count towards a line. */
export const Purpose = z
  .enum([
    'concern',
    'challenge',
    'information-request',
    'notification',
    'service-request',
    'written-confirmation',
  ])
  .meta({ id: 'Purpose', description: 'Only concern and challenge count towards a line.' });
export type Purpose = z.infer<typeof Purpose>;

/** Kinds of concern, as the front door names them at intake. */
export const ConcernKind = z
  .enum([
    'neglect',
    'domestic-abuse',
    'substance-misuse',
    'mental-health',
    'physical',
    'sexual',
    'emotional',
    'supervision',
    'home-conditions',
    'missed-appointments',
    'education',
    'new-adult',
    'exploitation',
    'missing',
    'child-behaviour',
    'parental-separation',
    'disability-support',
    'other',
  ])
  .meta({ id: 'ConcernKind', description: 'A kind of concern named at intake.' });
export type ConcernKind = z.infer<typeof ConcernKind>;

/** One concern and whom it is about. */
export const Concern = z
  .strictObject({ kind: ConcernKind, subject: z.enum(['parent', 'child', 'other']) })
  .meta({ id: 'Concern', description: 'A kind of concern and whom it is about.' });
export type Concern = z.infer<typeof Concern>;

/** What the front door decided. */
export const ScreeningOutcome = z
  .enum([
    'pending',
    'unknown',
    'nfa',
    'advice',
    'early-help',
    'family-help',
    'passed-to-worker',
    'passed-to-other-authority',
    'consent-refused',
    'assessment',
    'strategy',
    's47',
  ])
  .meta({ id: 'ScreeningOutcome', description: 'The decision on a referral.' });
export type ScreeningOutcome = z.infer<typeof ScreeningOutcome>;

/** The decision on a referral and when it was made. */
export const Screening = z
  .strictObject({
    outcome: ScreeningOutcome,
    decidedAt: Instant,
    levelApplied: Level.optional().meta({ description: 'The threshold level that the front door applied.' }),
    basis: z.enum(['consent', 'safeguarding', 'legal-duty']).optional(),
    historyConsidered: z
      .boolean()
      .optional()
      .meta({ description: "Whether the family's history was looked at." }),
  })
  .meta({ id: 'Screening', description: 'What the front door decided on a referral, and when.' });
export type Screening = z.infer<typeof Screening>;

/** A child of the household: born, or expected. Never both: a birth is reported as a birth. */
export const HouseholdChild = z
  .union([
    z.strictObject({ dateOfBirth: CalendarDate }),
    z.strictObject({ expectedDateOfBirth: CalendarDate }),
  ])
  .meta({ id: 'HouseholdChild', description: 'A child of the household, born or expected.' });
export type HouseholdChild = z.infer<typeof HouseholdChild>;

/** How many identifiers of one kind a referral may give: as many as its household may have children. */
const mostChildren = 20;

/**
 * What may tell whose family a referral is of, exactly. `familyRef` and
 * `childRefs` are in the source's own numbering. None is kept as it was sent: an
 * identifier is turned into a keyed hash and forgotten.
 */
const familyIdentifiers = {
  familyRef: Reference.optional(),
  childRefs: z.array(Reference).max(mostChildren).optional(),
  nhsNumbers: z.array(NhsNumber).max(mostChildren).optional(),
  upns: z.array(Upn).max(mostChildren).optional(),
} as const;

/** The names of the fields that only serve to find a family. */
export type FamilyIdentifier = keyof typeof familyIdentifiers;

/**
 * A referral as a referral system sends it to `POST /v1/referrals`. Every
 * object is closed: a field that is not here is refused, so that no narrative
 * and no name can slip in. Instants carry an offset; dates are Europe/London.
 */
export const ReferralSubmission = z
  .strictObject({
    source: SourceSystem,
    referralId: Reference,
    stage: z
      .enum(['contact', 'referral'])
      .meta({ description: 'A contact, or a referral in the statutory sense.' }),
    purpose: Purpose,
    regarding: Reference.optional().meta({
      description: 'The referralId of the same source that this one challenges or confirms.',
    }),
    madeAt: Instant.meta({ description: 'When the front door was told.' }),
    incidentDate: CalendarDate.optional().meta({ description: 'The day that it is about.' }),
    incidentRef: Reference.optional().meta({
      description:
        'What it is about, in the numbering of the source: several of one source that share it count as one incident.',
    }),
    referrer: z
      .strictObject({
        sourceCode: SourceCode,
        referrerRef: Reference.optional(),
        organisationRef: Reference.optional(),
      })
      .meta({ description: 'Who told: the statutory source, and a person or an organisation by reference.' }),
    ...familyIdentifiers,
    household: z.strictObject({ children: z.array(HouseholdChild).max(mostChildren) }).optional(),
    concerns: z.array(Concern).max(20),
    level: Level.optional().meta({ description: 'The threshold level that the referrer or intake gave.' }),
    screening: Screening.optional(),
    team: TeamId.optional(),
  })
  .meta({ id: 'ReferralSubmission', description: 'A contact or referral, as sent to the front door.' });
export type ReferralSubmission = z.infer<typeof ReferralSubmission>;
