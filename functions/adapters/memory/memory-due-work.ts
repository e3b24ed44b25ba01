import type { DueItem, DueWork, UndoneWork } from '../../../core/ports/due-work.ts';
import { isoInstant } from '../../../core/time/london.ts';
import { frozenCopy } from './frozen-copy.ts';
import { compareInMemory, unseenInMemory } from './memory-notice-ledger.ts';
import { type Conflicts, insist, type MemoryState } from './memory-state.ts';

/** What is due, in memory. */
export const memoryDueWork = (state: MemoryState, conflicts: Conflicts): DueWork => ({
  dueBy: async (asOf) => {
    const limit = isoInstant(asOf);
    return everythingDue(state)
      .filter(({ dueAt }) => dueAt <= limit)
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  },
  bring: async (item, _at, nextDueAt) => {
    insist(conflicts, 'Due work', {
      operation: 'bring',
      id: item.kind === 'unsent-notice' ? item.alertId : item.timelineId,
    });
    return bring(state, item, isoInstant(nextDueAt));
  },
  compare: async (item, nextDueAt) => {
    insist(conflicts, 'Due work', { operation: 'compare', id: item.alertId });
    return compareInMemory(state, item, isoInstant(nextDueAt));
  },
  noteFailure: async (timelineId, at, dueAt) => {
    insist(conflicts, 'Due work', { operation: 'note', id: timelineId });
    const before = state.failures.get(timelineId);
    const failure = {
      firstFailedAt: before?.firstFailedAt ?? isoInstant(at),
      attempts: (before?.attempts ?? 0) + 1,
      dueAt: isoInstant(dueAt),
    };
    state.failures.set(timelineId, frozenCopy(failure));
  },
  clearFailure: async (timelineId) => {
    insist(conflicts, 'Due work', { operation: 'clear', id: timelineId });
    state.failures.delete(timelineId);
  },
  keepNextExamination: async (timelineId, at) => {
    insist(conflicts, 'Due work', { operation: 'keep', id: timelineId });
    if (at === undefined) state.nextExaminations.delete(timelineId);
    else state.nextExaminations.set(timelineId, isoInstant(at));
  },
});

const everythingDue = (state: MemoryState): readonly DueItem[] => [
  ...undone(state),
  ...unseenInMemory(state),
];

const undone = ({ noticesDue, failures, nextExaminations }: MemoryState): readonly UndoneWork[] => [
  ...[...noticesDue].map(([alertId, dueAt]) => ({ kind: 'unsent-notice' as const, alertId, dueAt })),
  ...[...failures].map(([timelineId, { dueAt }]) => ({
    kind: 'failed-examination' as const,
    timelineId,
    dueAt,
  })),
  ...[...nextExaminations].map(([timelineId, dueAt]) => ({
    kind: 'next-examination' as const,
    timelineId,
    dueAt,
  })),
];

function bring(state: MemoryState, item: UndoneWork, dueAt: string): 'brought' | 'gone' {
  switch (item.kind) {
    case 'unsent-notice':
      if (state.noticesDue.get(item.alertId) !== item.dueAt) return 'gone';
      state.noticesDue.set(item.alertId, dueAt);
      state.changes.push({ alertId: item.alertId });
      return 'brought';
    case 'failed-examination': {
      const failure = state.failures.get(item.timelineId);
      if (failure?.dueAt !== item.dueAt) return 'gone';
      state.failures.set(item.timelineId, frozenCopy({ ...failure, dueAt }));
      break;
    }
    case 'next-examination':
      if (state.nextExaminations.get(item.timelineId) !== item.dueAt) return 'gone';
      state.nextExaminations.set(item.timelineId, dueAt);
      break;
    default:
      throw new Error(`No such due item: ${item satisfies never}`);
  }
  state.changes.push({ timelineId: item.timelineId });
  return 'brought';
}
