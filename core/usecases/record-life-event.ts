import { eventDateProblems } from '../life-event/check-event-dates.ts';
import type { LifeEventSubmission } from '../life-event/life-event-submission.ts';
import { fail, type Outcome, succeed } from '../outcome.ts';
import type { Families, Family } from '../ports/families.ts';
import type { LifeEventEntry, LifeEventLedger, LifeEventRecordResult } from '../ports/life-event-ledger.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { ContentPrints, Receipt } from '../ports/referral-ledger.ts';
import type { Clock } from '../ports/surroundings.ts';
import { canonicalFields } from '../referral/canonical-content.ts';
import type { FieldProblem } from '../referral/check-dates.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import type { FamilyId, TimelineId } from '../timeline/timeline.ts';
import { differingFields } from './differing-fields.ts';

/** Why a life event was not recorded. Nothing was stored. */
export type EventNotRecorded =
  | { readonly code: 'source-not-bound' }
  | { readonly code: 'impossible-dates'; readonly fields: readonly FieldProblem[] }
  | { readonly code: 'family-unknown' }
  /** Sent before with other content in these fields, or for another family. */
  | { readonly code: 'content-differs'; readonly fields: readonly string[]; readonly otherFamily: boolean }
  | { readonly code: 'busy' };

type Surroundings = {
  readonly families: Pick<Families, 'family'>;
  readonly ledger: LifeEventLedger;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
};

/** A life event as it arrives: what was sent, of which family, and the sources its sender may write for. */
export type SentEvent = {
  readonly familyId: FamilyId;
  readonly event: LifeEventSubmission;
  readonly boundSources: readonly string[];
};

/**
 * Records a life event of a family once. The same event again, with the same
 * content and of the same family, changes nothing and has the same receipt;
 * otherwise it is refused, naming the fields that differ.
 */
export async function recordLifeEvent(
  { families, ledger, pseudonyms, clock }: Surroundings,
  { familyId, event, boundSources }: SentEvent,
): Promise<Outcome<Receipt, EventNotRecorded>> {
  if (!boundSources.includes(event.source)) return fail({ code: 'source-not-bound' });
  const asOf = clock.now();
  const fields = eventDateProblems(event, asOf);
  if (fields.length > 0) return fail({ code: 'impossible-dates', fields });
  const family = await families.family(familyId);
  if (family === undefined) return fail({ code: 'family-unknown' });
  const entry = entryFor(event, timelineOf(family, familyId, pseudonyms), pseudonyms, asOf);
  const result = await ledger.record(entry);
  if (result.code === 'busy') return fail({ code: 'busy' });
  return result.code === 'recorded' ? succeed(entry.receipt) : again(result, entry.prints, family);
}

/**
 * A life event is of the family and no source identity in particular, so it
 * lies on the timeline that the family was founded with. That is the one of the
 * id it is told under, also where that family has become part of another: should
 * the two be separated, it goes with the family that it was told of.
 */
function timelineOf({ timelines }: Family, familyId: FamilyId, pseudonyms: Pseudonyms): TimelineId {
  const founding = timelines.find((timelineId) => pseudonyms.of('family', timelineId) === familyId);
  const timelineId = founding ?? timelines[0];
  if (timelineId === undefined) throw new Error('A family has no timeline.');
  return timelineId;
}

function entryFor(
  event: LifeEventSubmission,
  timelineId: TimelineId,
  pseudonyms: Pseudonyms,
  asOf: Instant,
): LifeEventEntry {
  const { source, eventId } = event;
  const key = pseudonyms.of('life-event', source, eventId);
  const prints = canonicalFields(event).map(([field, text]) => [
    field,
    // The event is part of what is hashed, so that equal values of two events do not show.
    pseudonyms.of('content', 'life-event', source, eventId, field, text),
  ]);
  return {
    sourceKey: key,
    prints: Object.fromEntries(prints),
    receipt: { receiptId: key, recordedAt: isoInstant(asOf) },
    timelineId,
    event: { ...event, key },
  };
}

type First = Extract<LifeEventRecordResult, { code: 'already-recorded' }>;

/** Where it lies tells the family: which of its timelines that is may have been decided when it had fewer. */
function again(
  { receipt, prints: before, timelineId }: First,
  prints: ContentPrints,
  { timelines }: Family,
): Outcome<Receipt, EventNotRecorded> {
  const fields = differingFields(before, prints);
  const otherFamily = !timelines.includes(timelineId);
  if (fields.length > 0 || otherFamily) return fail({ code: 'content-differs', fields, otherFamily });
  return succeed(receipt);
}
