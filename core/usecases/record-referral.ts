import { identifiersOf, timelineIdOf } from '../family/identifiers.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { FamilyLinks } from '../ports/family-links.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { ContentPrints, FirstReferral, Receipt, ReferralLedger } from '../ports/referral-ledger.ts';
import type { Clock } from '../ports/surroundings.ts';
import { canonicalFields, contentOf, inUtc } from '../referral/canonical-content.ts';
import { dateProblems, type FieldProblem } from '../referral/check-dates.ts';
import type { ReferralSubmission } from '../referral/referral-submission.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { FamilyId, ReferralKey } from '../timeline/timeline.ts';
import { differingFields } from './differing-fields.ts';
import { type Linked, placeReferral, type ToPlace } from './place-referral.ts';

/** Its receipt, and the family that what was sent leads to, for those who may know it: a correction may have moved it since. */
export type Recorded = {
  readonly receipt: Receipt;
  readonly familyId: FamilyId;
  /** Whether it was recorded just now, and not before. */
  readonly isFirst: boolean;
  /** Whether it was recorded without anything that could lead to its family. */
  readonly standsAlone: boolean;
  /** What came of identifiers of it that lead to several families. */
  readonly linked: Linked;
};

/** Why a referral was not recorded. Nothing was stored. */
export type NotRecorded =
  | { readonly code: 'source-not-bound' }
  | { readonly code: 'impossible-dates'; readonly fields: readonly FieldProblem[] }
  | { readonly code: 'content-differs'; readonly fields: readonly string[] }
  | { readonly code: 'busy' };

type Surroundings = {
  readonly ledger: ReferralLedger;
  readonly links: FamilyLinks;
  readonly alerts: Pick<Alerts, 'alert'>;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
};

/** How often a referral starts over because its family has just changed. Once is what a race needs. */
const attempts = 3;

/**
 * Records a referral once. The same referral again, with the same content,
 * changes nothing and has the same receipt; with other content it is refused,
 * naming the fields that differ. Families to which its identifiers lead are joined.
 */
export async function recordReferral(
  surroundings: Surroundings,
  sent: ReferralSubmission,
  boundSources: readonly string[],
): Promise<Outcome<Recorded, NotRecorded>> {
  if (!boundSources.includes(sent.source)) return fail({ code: 'source-not-bound' });
  const { ledger, pseudonyms, clock } = surroundings;
  const asOf = clock.now();
  const fields = dateProblems(sent, asOf);
  if (fields.length > 0) return fail({ code: 'impossible-dates', fields });
  const submission = inUtc(sent);
  const prints = printsOf(submission, pseudonyms);
  const key = pseudonyms.of('referral', submission.source, submission.referralId);
  const toPlace = toPlaceOf(submission, key, { ledger, pseudonyms, asOf });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const placed = await placeReferral(surroundings, toPlace);
    if (placed.code === 'busy') return fail({ code: 'busy' });
    if (placed.code === 'not-wanted')
      return againWithoutJoining(ledger, key, { prints, familyId: placed.familyId });
    const { placing } = placed;
    const linked = { joined: placed.joined, notJoined: placed.notJoined };
    const familyId =
      placing.family.code === 'added' ? placing.family.family.familyId : placing.family.familyId;
    const receipt = { receiptId: key, recordedAt: isoInstant(asOf) };
    const referral = { ...contentOf(submission), key };
    const result = await ledger.record({ ...placing, sourceKey: key, prints, receipt, referral });
    switch (result.code) {
      case 'recorded':
        return succeed({
          receipt,
          familyId,
          isFirst: true,
          standsAlone: isAlone(toPlace, submission),
          linked,
        });
      case 'already-recorded':
        return again(result, prints, familyId);
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

function toPlaceOf(
  submission: ReferralSubmission,
  key: ReferralKey,
  { ledger, pseudonyms, asOf }: Pick<Surroundings, 'ledger' | 'pseudonyms'> & { readonly asOf: Instant },
): ToPlace {
  const identifiers = identifiersOf(submission, pseudonyms);
  return {
    key,
    timelineId: timelineIdOf(submission, identifiers, pseudonyms),
    identifiers,
    asOf,
    // One that was recorded already, perhaps with other content, joins nobody.
    isWanted: async () => (await ledger.first(key)) === undefined,
  };
}

/** Nothing leads from it to any other referral of its family. */
const isAlone = ({ identifiers }: ToPlace, { familyRef }: ReferralSubmission): boolean =>
  familyRef === undefined && identifiers.length === 0;

const printsOf = (submission: ReferralSubmission, pseudonyms: Pseudonyms): ContentPrints =>
  Object.fromEntries(
    canonicalFields(submission).map(([field, text]) => [
      field,
      // The referral is part of what is hashed, so that equal values of two referrals do not show.
      pseudonyms.of('content', submission.source, submission.referralId, field, text),
    ]),
  );

async function againWithoutJoining(
  ledger: ReferralLedger,
  key: ReferralKey,
  { prints, familyId }: { readonly prints: ContentPrints; readonly familyId: FamilyId },
): Promise<Outcome<Recorded, NotRecorded>> {
  const first = await ledger.first(key);
  if (first === undefined) throw new Error('A referral that was recorded has vanished.');
  return again(first, prints, familyId);
}

function again(
  first: FirstReferral,
  prints: ContentPrints,
  familyId: FamilyId,
): Outcome<Recorded, NotRecorded> {
  const differing = differingFields(first.prints, prints);
  if (differing.length > 0) return fail({ code: 'content-differs', fields: differing });
  const linked = { joined: [], notJoined: [] };
  return succeed({ receipt: first.receipt, familyId, isFirst: false, standsAlone: false, linked });
}
