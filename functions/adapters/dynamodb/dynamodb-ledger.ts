import type { LedgerEntry, RecordResult, ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import { decodeIdentifier, encodeFamily, encodeIdentifier, encodeMembership } from './family-items.ts';
import { itemKey } from './item-keys.ts';
import { isNew } from './put-condition.ts';
import { readItem } from './read-item.ts';
import { encodeReferral } from './referral-items.ts';
import { decodeSourcePointer, encodeSourcePointer } from './source-pointer-items.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, writeTogether } from './write-together.ts';

/** The ledger on the one table. Recording is one transaction of new items only, so there is nothing to overwrite. */
export const dynamoDbLedger = (table: Table): ReferralLedger => ({
  familyOf: async (identifier) => {
    const item = await readItem(table, itemKey.identifier(identifier));
    return item === undefined ? undefined : decodeIdentifier(item);
  },
  record: (entry) => record(table, entry),
});

async function record(table: Table, entry: LedgerEntry): Promise<RecordResult> {
  const pointer: ConditionalPut = {
    item: encodeSourcePointer(entry),
    condition: isNew,
    showInTheWay: true,
  };
  const row: ConditionalPut = { item: encodeReferral(entry), condition: isNew };
  const result = await writeTogether(table, [pointer, row, ...newFamilyPuts(entry)]);
  if (result.code === 'written') return { code: 'recorded' };
  if (result.code === 'busy') return { code: 'busy' };
  if (result.inTheWay.has(pointer)) {
    const { receipt, prints } = decodeSourcePointer(result.inTheWay.get(pointer));
    return { code: 'already-recorded', receipt, prints };
  }
  if (result.inTheWay.has(row))
    throw new Error('A timeline holds a referral that its source does not point to.');
  return { code: 'family-appeared' };
}

function newFamilyPuts({ family, timelineId }: LedgerEntry): readonly ConditionalPut[] {
  if (family.known) return [];
  const { familyId, identifier } = family;
  const timelines = [timelineId];
  return [
    ...(identifier === undefined ? [] : [encodeIdentifier(identifier, familyId)]),
    encodeFamily({ familyId, timelines, version: 0, epoch: 0, openAlertId: undefined }),
    encodeMembership({ timelineId, familyId, timelines }),
  ].map((item) => ({ item, condition: isNew }));
}
