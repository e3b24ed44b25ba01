import * as z from 'zod';
import { ContactsFile } from '../../bin/roster/contacts-file.ts';
import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import {
  AnnotationSubmission,
  BatchSubmission,
  CorrectionSubmission,
  ScreeningSubmission,
  SeparationSubmission,
  WithdrawalSubmission,
} from '../../core/referral/revision-submissions.ts';
import { FamilyQuery } from '../../functions/http/find-family.ts';
import { AlertsQuery } from '../../functions/http/get-alerts.ts';
import { FamilyPageQuery } from '../../functions/http/get-family.ts';
import { ReferralQuery } from '../../functions/http/get-referral.ts';

/** What a personal value is, and so how it may be written. */
export type WordKind = 'reference' | 'nhs-number' | 'upn' | 'day' | 'name' | 'email' | 'mobile';

type Personal = { readonly kind: WordKind };
type NotPersonal = { readonly notPersonal: string };

const ofStage = 'It names a part of the authority or of its stage, and is told to everybody.';
const ofTideline = 'Tideline gave it: it is random or a keyed hash.';
const whenSaid = 'When an office was told or decided. It orders rows, and says nothing of who it is about.';
const aCount = 'A small number or a count.';

/**
 * Every field of every input that is not one of a closed list of words, by its
 * path in what is sent: whether it tells of a person, and if not, why not.
 */
export const inputFields = {
  // Referrals, corrections, and the lines of a batch.
  source: { notPersonal: ofStage },
  team: { notPersonal: ofStage },
  referralId: { kind: 'reference' },
  regarding: { kind: 'reference' },
  madeAt: { notPersonal: whenSaid },
  incidentDate: { kind: 'day' },
  incidentRef: { kind: 'reference' },
  'referrer.referrerRef': { kind: 'reference' },
  'referrer.organisationRef': { kind: 'reference' },
  familyRef: { kind: 'reference' },
  'childRefs[]': { kind: 'reference' },
  'nhsNumbers[]': { kind: 'nhs-number' },
  'upns[]': { kind: 'upn' },
  'household.children[].dateOfBirth': { kind: 'day' },
  'household.children[].expectedDateOfBirth': { kind: 'day' },
  level: { notPersonal: aCount },
  'screening.decidedAt': { notPersonal: whenSaid },
  'screening.levelApplied': { notPersonal: aCount },
  'referrals[]': { notPersonal: 'Each line of a batch is read as a referral, and classified as one.' },
  // What is said later.
  revision: { notPersonal: aCount },
  decidedAt: { notPersonal: whenSaid },
  levelApplied: { notPersonal: aCount },
  sameEventAs: { notPersonal: ofTideline },
  'timelines[]': { notPersonal: ofTideline },
  // Life events. The day on which one happened may be that of a birth.
  eventId: { kind: 'reference' },
  happenedOn: { kind: 'day' },
  expectedDateOfBirth: { kind: 'day' },
  // Beside the body.
  'path id': { notPersonal: ofTideline },
  'header If-Match': { notPersonal: 'It is compared with an entity tag and forgotten.' },
  'header Prefer': { notPersonal: 'It is compared with one preference and forgotten.' },
  after: { notPersonal: ofTideline },
  since: { notPersonal: 'An instant from which alerts are asked for.' },
  limit: { notPersonal: aCount },
  // How managers are reached.
  'people{}': { notPersonal: 'A person of the roster, by an opaque id.' },
  'people{}.name': { kind: 'name' },
  'people{}.email': { kind: 'email' },
  'people{}.mobile': { kind: 'mobile' },
} as const satisfies Readonly<Record<string, Personal | NotPersonal>>;

type InputField = keyof typeof inputFields;

/** The fields that tell of a person. */
export type PersonalField = {
  [Field in InputField]: (typeof inputFields)[Field] extends Personal ? Field : never;
}[InputField];

export const personalFields: ReadonlyMap<PersonalField, WordKind> = new Map(
  Object.entries(inputFields as Readonly<Record<string, Personal | NotPersonal>>).flatMap(([field, given]) =>
    'kind' in given ? [[field as PersonalField, given.kind] as const] : [],
  ),
);

/** Every schema by which something from outside is read, by its name. */
export const inputSchemas = {
  ReferralSubmission,
  CorrectionSubmission,
  WithdrawalSubmission,
  AnnotationSubmission,
  ScreeningSubmission,
  BatchSubmission,
  SeparationSubmission,
  LifeEventSubmission,
  ContactsFile,
  FamilyQuery,
  ReferralQuery,
  AlertsQuery,
  FamilyPageQuery,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/**
 * The paths of what a schema takes that is not one of a closed list: texts,
 * dates, numbers, and anything at all. `[]` stands for each member of an array
 * and `{}` for each key of a record. Throws where a schema is of a kind that is
 * not known here, so that nothing is passed over.
 */
export function openLeavesOf(schema: z.core.$ZodType, path = ''): readonly string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([name, member]) =>
      openLeavesOf(member, path === '' ? name : `${path}.${name}`),
    );
  }
  if (schema instanceof z.ZodArray) return openLeavesOf(schema.element, `${path}[]`);
  if (schema instanceof z.ZodRecord)
    return [...openLeavesOf(schema.keyType, `${path}{}`), ...openLeavesOf(schema.valueType, `${path}{}`)];
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((option) => openLeavesOf(option, path)))];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return openLeavesOf(schema.def.innerType, path);
  // What is sent is what goes in.
  if (schema instanceof z.ZodPipe) return openLeavesOf(schema.def.in, path);
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodBoolean)
    return [];
  if (
    schema instanceof z.ZodString ||
    schema instanceof z.ZodStringFormat ||
    schema instanceof z.ZodNumber ||
    schema instanceof z.ZodUnknown
  )
    return [path];
  throw new Error(`${path} is of a kind that is not known here: ${schema._zod.def.type}.`);
}
