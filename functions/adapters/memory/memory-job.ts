import type { Job, JobState } from '../../../core/ports/jobs.ts';
import { frozenCopy } from './frozen-copy.ts';

/** A job in memory. */
export function createMemoryJob<State>(): Job<State> {
  let kept: JobState<State> | undefined;
  return {
    read: async () => kept,
    advance: async (from, state) => {
      if (kept?.version !== from) return 'moved';
      kept = frozenCopy({ version: (from ?? 0) + 1, state });
      return 'advanced';
    },
  };
}
