import * as z from 'zod';
import { LifeEventSubmission } from '../../../../core/life-event/life-event-submission.ts';
import { ReferralSubmission } from '../../../../core/referral/referral-submission.ts';
import {
  Annotation,
  ReceiptId,
  TimelineId,
  WithdrawalReason,
} from '../../../../core/referral/revision-submissions.ts';
import { AlertIdOrReference, AnsweredInstant, FamilyId } from './ids.ts';

/** What is never kept of a referral: it only served to find the family. */
export const neverKept = { familyRef: true, childRefs: true, nhsNumbers: true, upns: true } as const;

const TimelineReferral = ReferralSubmission.omit(neverKept)
  .extend({
    key: ReceiptId,
    sameEventAs: ReceiptId.optional(),
    withdrawn: WithdrawalReason.optional(),
    annotations: z.array(Annotation).optional(),
  })
  .meta({ id: 'TimelineReferral', description: 'A referral as it lies on a timeline.' });

const key = { key: z.string() } as const;
const [aboutCase, ofSubject, removal, plain, movedTeam, pregnancy, ofPregnancy] = LifeEventSubmission.options;

/** The same kinds as are sent, each under a key of Tideline. */
const TimelineEvent = z
  .discriminatedUnion('event', [
    aboutCase.extend(key),
    ofSubject.extend(key),
    removal.extend(key),
    plain.extend(key),
    movedTeam.extend(key),
    pregnancy.extend(key),
    ofPregnancy.extend(key),
  ])
  .meta({ id: 'TimelineEvent', description: 'A life event as it lies on a timeline.' });

const HouseholdMember = z
  .union([
    z.strictObject({ dateOfBirth: z.iso.date() }),
    z.strictObject({ expectedDateOfBirth: z.iso.date(), endedOn: z.iso.date().optional() }),
  ])
  .meta({ id: 'HouseholdMember', description: 'A child of the household, or a pregnancy.' });

/** How a family came to be what it is. */
const Join = z
  .strictObject({
    at: AnsweredInstant,
    what: z.enum(['joined', 'separated', 'timeline-added']),
    timelines: z.array(TimelineId),
    otherFamilyId: FamilyId.optional(),
    because: ReceiptId.optional().meta({ description: 'The referral whose identifiers called for it.' }),
    identifier: z
      .strictObject({ kind: z.enum(['child-ref', 'nhs-number', 'upn']), id: z.string() })
      .optional()
      .meta({ description: 'Which of them leads to both families: its kind, and a keyed hash of it.' }),
    reason: z.string().optional().meta({ description: 'Why somebody separated them.' }),
    by: z.string().optional().meta({ description: 'The client that did.' }),
  })
  .meta({ id: 'Join', description: 'How a family came to be what it is: joined, separated, or grown.' });

/** A family with what its timelines hold. */
export const FamilyAnswer = z
  .strictObject({
    familyId: FamilyId,
    timelines: z.array(TimelineId),
    openAlertId: AlertIdOrReference.optional(),
    isComplete: z.boolean().meta({
      description: 'Whether all its referrals can be read: of very many, the newest are.',
    }),
    household: z.strictObject({ children: z.array(HouseholdMember) }),
    referrals: z
      .array(TimelineReferral)
      .meta({ description: 'A page, in order of the time they were made.' }),
    next: ReceiptId.optional().meta({ description: 'What to give as `after` for the next page.' }),
    lifeEvents: z.array(TimelineEvent).meta({ description: 'In order of the date they happened.' }),
    joins: z.array(Join),
  })
  .meta({ id: 'Family', description: 'A family with what its timelines hold.' });
