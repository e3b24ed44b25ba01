import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { ContentPrints, LedgerEntry, Receipt, ReferralLedger } from '../ports/referral-ledger.ts';
import type { Clock } from '../ports/surroundings.ts';
import { canonicalFields, inUtc } from '../referral/canonical-content.ts';
import { dateProblems, type FieldProblem } from '../referral/check-dates.ts';
import type { ReferralSubmission } from '../referral/referral-submission.ts';
import { isoInstant } from '../time/london.ts';
import type { FamilyId } from '../timeline/timeline.ts';
import { differingFields } from './differing-fields.ts';

/** Where the referral is now: its receipt, and its family for those who may know it. */
export type Recorded = { readonly receipt: Receipt; readonly familyId: FamilyId };

/** Why a referral was not recorded. Nothing was stored. */
export type NotRecorded =
  | { readonly code: 'source-not-bound' }
  | { readonly code: 'impossible-dates'; readonly fields: readonly FieldProblem[] }
  | { readonly code: 'content-differs'; readonly fields: readonly string[] }
  | { readonly code: 'busy' };

type Surroundings = {
  readonly ledger: ReferralLedger;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
};

/** How often a referral starts over because its family has just appeared. Once is what a race needs. */
const attempts = 3;

/**
 * Records a referral once. The same referral again, with the same content,
 * changes nothing and has the same receipt; with other content it is refused,
 * naming the fields that differ.
 */
export async function recordReferral(
  { ledger, pseudonyms, clock }: Surroundings,
  sent: ReferralSubmission,
  boundSources: readonly string[],
): Promise<Outcome<Recorded, NotRecorded>> {
  if (!boundSources.includes(sent.source)) return fail({ code: 'source-not-bound' });
  const asOf = clock.now();
  const fields = dateProblems(sent, asOf);
  if (fields.length > 0) return fail({ code: 'impossible-dates', fields });
  const submission = inUtc(sent);
  const identifier = identifierOf(submission, pseudonyms);
  const prints = printsOf(submission, pseudonyms);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = identifier === undefined ? undefined : await ledger.familyOf(identifier);
    const entry = entryFor({ submission, prints, identifier, known, pseudonyms, asOf });
    const result = await ledger.record(entry);
    switch (result.code) {
      case 'recorded':
        return succeed({ receipt: entry.receipt, familyId: entry.family.familyId });
      case 'already-recorded':
        return again(result, prints, entry.family.familyId);
      case 'busy':
        return fail({ code: 'busy' });
      case 'family-appeared':
        break;
      default:
        throw new Error(`No such result: ${result satisfies never}`);
    }
  }
  return fail({ code: 'busy' });
}

/** The exact identifier a referral gives for its family, in its source's own numbering. */
const identifierOf = (
  { source, familyRef }: ReferralSubmission,
  pseudonyms: Pseudonyms,
): string | undefined =>
  familyRef === undefined ? undefined : pseudonyms.of('identifier', 'family-ref', source, familyRef);

const printsOf = (submission: ReferralSubmission, pseudonyms: Pseudonyms): ContentPrints =>
  Object.fromEntries(
    canonicalFields(submission).map(([field, text]) => [
      field,
      // The referral is part of what is hashed, so that equal values of two referrals do not show.
      pseudonyms.of('content', submission.source, submission.referralId, field, text),
    ]),
  );

function again(
  first: { readonly receipt: Receipt; readonly prints: ContentPrints },
  prints: ContentPrints,
  familyId: FamilyId,
): Outcome<Recorded, NotRecorded> {
  const differing = differingFields(first.prints, prints);
  if (differing.length > 0) return fail({ code: 'content-differs', fields: differing });
  return succeed({ receipt: first.receipt, familyId });
}

type EntryParts = {
  readonly submission: ReferralSubmission;
  readonly prints: ContentPrints;
  readonly identifier: string | undefined;
  readonly known: FamilyId | undefined;
  readonly pseudonyms: Pseudonyms;
  readonly asOf: number;
};

function entryFor({ submission, prints, identifier, known, pseudonyms, asOf }: EntryParts): LedgerEntry {
  const { familyRef, ...kept } = submission;
  const { source, referralId } = submission;
  const key = pseudonyms.of('referral', source, referralId);
  // A referral that names no family stands alone, on a timeline of its own.
  const timelineId =
    familyRef === undefined
      ? pseudonyms.of('timeline', 'referral', source, referralId)
      : pseudonyms.of('timeline', 'family-ref', source, familyRef);
  return {
    sourceKey: key,
    prints,
    receipt: { receiptId: key, recordedAt: isoInstant(asOf) },
    timelineId,
    referral: { ...kept, key },
    family:
      known === undefined
        ? { known: false, familyId: pseudonyms.of('family', timelineId), identifier }
        : { known: true, familyId: known },
  };
}
