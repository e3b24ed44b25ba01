import type { LedgerEntry } from '../../core/ports/referral-ledger.ts';
import { aReferral } from './a-family.ts';

/** The first referral of a family that gives an identifier. Everything is called after `name`, so that tests do not meet. */
export const anEntry = (name: string, stated: Partial<LedgerEntry> = {}): LedgerEntry => ({
  sourceKey: `key-${name}`,
  prints: { source: 'print-source', referralId: 'print-id', concerns: 'print-concerns' },
  receipt: { receiptId: `key-${name}`, recordedAt: '2026-11-02T10:00:00.000Z' },
  timelineId: `timeline-${name}`,
  referral: aReferral(`key-${name}`, '2026-11-02T09:00:00.000Z'),
  family: { code: 'new', familyId: `family-${name}` },
  newIdentifiers: [{ kind: 'child-ref', id: `identifier-${name}` }],
  ...stated,
});

/** Another referral of the family whose first was `anEntry(name)`. */
export const aFurtherEntry = (name: string, key: string, madeAt: string): LedgerEntry =>
  anEntry(name, {
    sourceKey: key,
    receipt: { receiptId: key, recordedAt: '2026-11-03T10:00:00.000Z' },
    referral: aReferral(key, madeAt),
    family: { code: 'known', familyId: `family-${name}` },
    newIdentifiers: [],
  });
