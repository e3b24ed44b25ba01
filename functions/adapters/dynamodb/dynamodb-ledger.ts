import type { LedgerEntry, RecordResult, ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import { decodeIdentifier, encodeFamily, encodeIdentifier, encodeMembership } from './family-items.ts';
import { itemKey } from './item-keys.ts';
import { readItem } from './read-item.ts';
import { type NewItem, recordOnce } from './record-once.ts';
import { encodeReferral } from './referral-items.ts';
import type { Table } from './table.ts';

/** The ledger on the one table. Recording is one transaction of new items only, so there is nothing to overwrite. */
export const dynamoDbLedger = (table: Table): ReferralLedger => ({
  familyOf: async (identifier) => {
    const item = await readItem(table, itemKey.identifier(identifier));
    return item === undefined ? undefined : decodeIdentifier(item);
  },
  record: (entry) => record(table, entry),
});

async function record(table: Table, entry: LedgerEntry): Promise<RecordResult> {
  const result = await recordOnce(table, entry, [encodeReferral(entry), ...newFamilyItems(entry)]);
  if (result.code === 'already-recorded') {
    const { code, receipt, prints } = result;
    return { code, receipt, prints };
  }
  if (result.code !== 'in-the-way') return result;
  if (result.isTheRow) throw new Error('A timeline holds a referral that its source does not point to.');
  return { code: 'family-appeared' };
}

function newFamilyItems({ family, timelineId }: LedgerEntry): readonly NewItem[] {
  if (family.known) return [];
  const { familyId, identifier } = family;
  const timelines = [timelineId];
  return [
    ...(identifier === undefined ? [] : [encodeIdentifier(identifier, familyId)]),
    encodeFamily({ familyId, timelines, version: 0, epoch: 0, openAlertId: undefined }),
    encodeMembership({ timelineId, familyId, timelines }),
  ];
}
