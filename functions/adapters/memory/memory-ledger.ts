import type { LedgerEntry, RecordResult, ReferralLedger } from '../../../core/ports/referral-ledger.ts';
import { byTimeMade } from '../../../core/timeline/timeline.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, getsThrough, type MemoryState } from './memory-state.ts';

/** The ledger in memory. */
export const memoryLedger = (state: MemoryState, conflicts: Conflicts): ReferralLedger => ({
  familyOf: async (identifier) => state.identifiers.get(identifier),
  record: async (entry) => {
    if (!getsThrough(conflicts, { operation: 'record', id: entry.timelineId })) return { code: 'busy' };
    return record(state, frozenCopy(entry));
  },
});

function record(state: MemoryState, entry: LedgerEntry): RecordResult {
  const first = state.pointers.get(entry.sourceKey);
  if (first !== undefined) {
    const { receipt, prints } = first;
    return { code: 'already-recorded', receipt, prints };
  }
  if (!entry.family.known && isTaken(state, entry)) return { code: 'family-appeared' };
  const { receipt, prints, timelineId } = entry;
  state.pointers.set(entry.sourceKey, { receipt, prints, timelineId });
  if (!entry.family.known) foundFamily(state, entry, entry.family);
  addReferral(state, entry);
  state.changes.push({ timelineId });
  return { code: 'recorded' };
}

function isTaken(state: MemoryState, { family, timelineId }: LedgerEntry): boolean {
  const identifier = family.known ? undefined : family.identifier;
  return (
    (identifier !== undefined && state.identifiers.has(identifier)) ||
    state.families.has(family.familyId) ||
    state.timelines.has(timelineId)
  );
}

function foundFamily(
  state: MemoryState,
  { timelineId }: LedgerEntry,
  { familyId, identifier }: { readonly familyId: string; readonly identifier: string | undefined },
): void {
  const timelines = [timelineId];
  if (identifier !== undefined) state.identifiers.set(identifier, familyId);
  state.families.set(
    familyId,
    frozenCopy({ familyId, timelines, version: 0, epoch: 0, openAlertId: undefined }),
  );
  const empty = { familyId, timelinesOfFamily: timelines, referrals: [], lifeEvents: [] };
  state.timelines.set(timelineId, frozenCopy(empty));
}

function addReferral(state: MemoryState, { timelineId, referral }: LedgerEntry): void {
  const timeline = state.timelines.get(timelineId);
  if (timeline === undefined) throw new Error('A family is known and its timeline is not there.');
  const referrals = [...timeline.referrals, referral].sort(byTimeMade);
  state.timelines.set(timelineId, Object.freeze({ ...timeline, referrals: Object.freeze(referrals) }));
}
