import type { PersonId } from '../../../core/alert/roster.ts';
import { longestHoldMilliseconds, type Pace } from '../../../core/ports/pace.ts';
import type { Instant } from '../../../core/time/london.ts';

/** When each person may be sent the next message, in memory. */
export function createMemoryPace(): Pace {
  const freeAt = new Map<PersonId, Instant>();
  return {
    claim: async (people, at, until) => {
      const taken = people.flatMap((person) => {
        const free = freeAt.get(person) ?? at;
        return free > at && free <= at + longestHoldMilliseconds ? [[person, free] as const] : [];
      });
      if (taken.length > 0) return { code: 'busy', takenUntil: new Map(taken) };
      for (const person of people) freeAt.set(person, until);
      return { code: 'claimed' };
    },
    release: async (people, until, free) => {
      for (const person of people.filter((one) => freeAt.get(one) === until)) freeAt.set(person, free);
    },
  };
}
