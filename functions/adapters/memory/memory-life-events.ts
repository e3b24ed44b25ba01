import { byDateHappened } from '../../../core/life-event/by-date-happened.ts';
import type {
  LifeEventEntry,
  LifeEventLedger,
  LifeEventRecordResult,
} from '../../../core/ports/life-event-ledger.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, getsThrough, type MemoryState } from './memory-state.ts';

/** The ledger of life events in memory. */
export const memoryLifeEvents = (state: MemoryState, conflicts: Conflicts): LifeEventLedger => ({
  record: async (entry) => {
    if (!getsThrough(conflicts, { operation: 'record', id: entry.timelineId })) return { code: 'busy' };
    return record(state, frozenCopy(entry));
  },
});

function record(state: MemoryState, entry: LifeEventEntry): LifeEventRecordResult {
  const first = state.pointers.get(entry.sourceKey);
  if (first !== undefined) return { code: 'already-recorded', ...first };
  const { receipt, prints, timelineId, event } = entry;
  const timeline = state.timelines.get(timelineId);
  if (timeline === undefined) throw new Error('A life event is of a timeline that is not there.');
  const lifeEvents = Object.freeze([...timeline.lifeEvents, event].sort(byDateHappened));
  state.pointers.set(entry.sourceKey, { receipt, prints, timelineId });
  state.timelines.set(timelineId, Object.freeze({ ...timeline, lifeEvents }));
  state.changes.push({ timelineId });
  return { code: 'recorded' };
}
