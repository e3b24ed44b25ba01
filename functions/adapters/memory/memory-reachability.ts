import type { PersonId } from '../../../core/alert/roster.ts';
import type { Reachability } from '../../../core/ports/reachability.ts';

/** People who can be reached, whatever happens. */
export const createMemoryReachability = (people: readonly PersonId[]): Reachability => ({
  reachable: async () => new Set(people),
});
