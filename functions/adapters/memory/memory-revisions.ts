import { canonicalJson } from '../../../core/canonical-json.ts';
import type {
  ReferralRevisions,
  RevisionEntry,
  RevisionResult,
} from '../../../core/ports/referral-revisions.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, getsThrough, type MemoryState } from './memory-state.ts';
import { isPlaceable, place } from './place-in-memory.ts';
import { dropReferral, putReferral } from './timelines-in-memory.ts';

/** What is said later about referrals, in memory. */
export const memoryRevisions = (state: MemoryState, conflicts: Conflicts): ReferralRevisions => ({
  history: async (key) => state.histories.get(key),
  keep: async (entry) => {
    if (!getsThrough(conflicts, { operation: 'revise', id: entry.before.key })) return { code: 'busy' };
    return keep(state, frozenCopy(entry));
  },
});

function keep(state: MemoryState, { before, revision, from, to, placing }: RevisionEntry): RevisionResult {
  const now = state.histories.get(before.key);
  if (now?.version !== before.version) return { code: 'moved' };
  if (placing !== undefined && !isPlaceable(state, placing)) return { code: 'moved' };
  const revisions = [...before.revisions, revision];
  state.histories.set(before.key, frozenCopy({ ...before, version: before.version + 1, revisions }));
  if (placing !== undefined) place(state, placing, { at: revision.recordedAt, because: before.key });
  if (canonicalJson(from) === canonicalJson(to)) return { code: 'kept' };
  if (from.timelineId !== to.timelineId) dropReferral(state, from);
  putReferral(state, to);
  return { code: 'kept' };
}
