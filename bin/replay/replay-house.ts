import type { Roster } from '../../core/alert/roster.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { Pace } from '../../core/ports/pace.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { Reachability } from '../../core/ports/reachability.ts';
import type { Clock, Delay, Policies } from '../../core/ports/surroundings.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import {
  createMemoryNotifier,
  type MemoryNotifier,
} from '../../functions/adapters/memory/memory-notifier.ts';
import { createMemoryReachability } from '../../functions/adapters/memory/memory-reachability.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';

/** Everything the use cases need, in memory, with a clock that stands where it was last moved to. */
export type ReplayHouse = MemoryStore & {
  readonly live: LivePolicy;
  readonly policies: Policies;
  readonly pseudonyms: Pseudonyms;
  readonly notifier: MemoryNotifier;
  readonly roster: Roster;
  readonly reachability: Reachability;
  readonly pace: Pace;
  readonly delay: Delay;
  readonly clock: Clock;
  readonly moveTo: (at: number) => void;
};

/** One person who is told of everything, so that each message is rendered as it would go out. */
const roster: Roster = [
  {
    id: 'replay',
    areaWide: true,
    teams: [],
    severities: ['watch', 'escalate', 'urgent'],
    channels: ['email', 'sms'],
  },
];

/** Nobody waits in a replay: its clock stands still while messages go out. */
const unpaced: Pace = { claim: async () => ({ code: 'claimed' }), release: async () => undefined };

/** Builds an empty house. Ids are the same in every run, so that two replays of a file can be compared. */
export function createReplayHouse(live: LivePolicy): ReplayHouse {
  let now = 0;
  const store = createMemoryStore();
  return {
    ...store,
    live,
    policies: { inForce: async () => ({ live, isFallback: false }) },
    pseudonyms: keyedPseudonyms(new TextEncoder().encode('replay')),
    // The ledger sees every message at once, so that nothing is waited for.
    notifier: createMemoryNotifier(async ({ notices }, messageId) => {
      for (const notice of notices) await store.noticeLedger.see(notice, { at: now, messageId });
    }),
    roster,
    reachability: createMemoryReachability(roster.map(({ id }) => id)),
    pace: unpaced,
    delay: async () => undefined,
    clock: { now: () => now },
    moveTo: (at) => {
      now = at;
    },
  };
}
