import type { LedgerEntry, RecordResult, ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, getsThrough, type MemoryState } from './memory-state.ts';
import { isPlaceable, place } from './place-in-memory.ts';
import { putReferral } from './timelines-in-memory.ts';

/** The ledger in memory. */
export const memoryLedger = (state: MemoryState, conflicts: Conflicts): ReferralLedger => ({
  first: async (sourceKey) => {
    const first = state.pointers.get(sourceKey);
    return first === undefined ? undefined : { receipt: first.receipt, prints: first.prints };
  },
  record: async (entry) => {
    if (!getsThrough(conflicts, { operation: 'record', id: entry.timelineId })) return { code: 'busy' };
    return record(state, frozenCopy(entry));
  },
});

function record(state: MemoryState, entry: LedgerEntry): RecordResult {
  const { receipt, prints, timelineId, referral, sourceKey } = entry;
  const first = state.pointers.get(sourceKey);
  if (first !== undefined) return { code: 'already-recorded', receipt: first.receipt, prints: first.prints };
  if (!isPlaceable(state, entry)) return { code: 'family-appeared' };
  state.pointers.set(sourceKey, { receipt, prints, timelineId });
  state.histories.set(
    sourceKey,
    frozenCopy({ key: sourceKey, receipt, version: 0, first: { timelineId, referral }, revisions: [] }),
  );
  place(state, entry, { at: receipt.recordedAt, because: sourceKey });
  putReferral(state, entry);
  return { code: 'recorded' };
}
