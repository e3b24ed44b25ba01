import type { Roster } from '../../core/alert/roster.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import type { SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { createMemoryNotifier } from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import { createMemoryReachability } from '../../functions/adapters/memory/memory-reachability.ts';

/** What sending needs beside a store: people who can all be reached, nobody of whom has been sent anything yet. */
export const sendingTo = (roster: Roster, clock: Clock): Omit<SendingSurroundings, 'alerts' | 'pending'> => ({
  notifier: createMemoryNotifier(),
  roster,
  reachability: createMemoryReachability(roster.map(({ id }) => id)),
  pace: createMemoryPace(),
  clock,
  delay: async () => {
    throw new Error('Nothing is waited for in this test.');
  },
});
