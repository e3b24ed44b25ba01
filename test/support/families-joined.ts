import { joined } from '../../core/family/join.ts';
import type { FamiliesChange } from '../../core/ports/family-links.ts';
import type { ContractStore } from './contract-stores.ts';

/** When and why they are joined. */
export const occasion = {
  at: '2026-11-04T10:00:00.000Z',
  because: 'key-because',
  identifier: { kind: 'nhs-number', id: 'identifier-of-both' },
} as const;

/** The change that joins two families as they are now, the first of which stays unless only the other has an alert. */
export async function joining(
  { links, alerts }: Pick<ContractStore, 'links' | 'alerts'>,
  first: string,
  other: string,
): Promise<FamiliesChange> {
  const read = async (familyId: string) => {
    const family = await links.slot(familyId);
    if (family === undefined) throw new Error('There is no such family.');
    const open = family.openAlertId === undefined ? undefined : await alerts.alert(family.openAlertId);
    return { family, open };
  };
  const change = joined(await read(first), await read(other), occasion);
  if (!change.ok) throw new Error(change.error.code);
  return change.value;
}
