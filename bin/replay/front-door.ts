import { type Outcome, succeed } from '../../core/outcome.ts';
import { isoInstant } from '../../core/time/london.ts';
import { type EventNotRecorded, recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import { type NotRecorded, recordReferral } from '../../core/usecases/record-referral.ts';
import type { ReplayHouse } from './replay-house.ts';
import type { NumberedRecord } from './replay-record.ts';
import type { Refusal } from './replay-report.ts';

/** A record that was taken: its family, what a reader calls that, and whether it was there before. */
export type Taken = { readonly familyId: string; readonly family: string; readonly isNew: boolean };

type Record<Kind extends NumberedRecord['kind']> = Extract<NumberedRecord, { kind: Kind }>;

/**
 * Takes records as the API would, one after another. A life event is of the
 * family that its source has told of under that reference; of one that nobody
 * has told of yet, the API has no address, and the event is refused.
 */
export function createFrontDoor(
  house: ReplayHouse,
): (record: NumberedRecord) => Promise<Outcome<Taken, Refusal>> {
  const families = new Map<string, string>();
  const receipts = new Set<string>();
  const taken = (familyId: string, family: string, receiptId: string): Outcome<Taken, Refusal> => {
    const isNew = !receipts.has(receiptId);
    receipts.add(receiptId);
    return succeed({ familyId, family, isNew });
  };
  const takeReferral = async (record: Record<'referral'>): Promise<Outcome<Taken, Refusal>> => {
    const { submission } = record;
    const recorded = await recordReferral(house, submission, [submission.source]);
    if (!recorded.ok) return refused(record, recorded.error);
    const { familyId, receipt } = recorded.value;
    families.set(nameOf(submission), familyId);
    return taken(familyId, nameOf(submission), receipt.receiptId);
  };
  const takeLifeEvent = async (record: Record<'life-event'>): Promise<Outcome<Taken, Refusal>> => {
    const { submission, familyRef } = record;
    const family = nameOf({ source: submission.source, familyRef });
    const familyId = families.get(family);
    if (familyId === undefined) return refused(record, { code: 'family-unknown' });
    const recorded = await recordLifeEvent(
      { ...house, ledger: house.lifeEvents },
      { familyId, event: submission, boundSources: [submission.source] },
    );
    if (!recorded.ok) return refused(record, recorded.error);
    return taken(familyId, family, recorded.value.receiptId);
  };
  return (record) => (record.kind === 'referral' ? takeReferral(record) : takeLifeEvent(record));
}

type Named = {
  readonly source: string;
  readonly familyRef?: string | undefined;
  readonly referralId?: string;
};

/** What a reader calls the family: its source's own reference, or the referral that stands alone. */
const nameOf = ({ source, familyRef, referralId }: Named): string =>
  familyRef === undefined
    ? `${source} / referral ${referralId}, which names no family`
    : `${source} / ${familyRef}`;

function refused(
  { line, at }: NumberedRecord,
  error: NotRecorded | EventNotRecorded,
): Outcome<never, Refusal> {
  const where = { line, at: isoInstant(at), code: error.code };
  switch (error.code) {
    case 'impossible-dates':
      return {
        ok: false,
        error: { ...where, fields: error.fields.map(({ field, rule }) => `${field}: ${rule}`) },
      };
    case 'content-differs':
      return { ok: false, error: { ...where, fields: error.fields.map((field) => `/${field}`) } };
    default:
      return { ok: false, error: { ...where, fields: [] } };
  }
}
