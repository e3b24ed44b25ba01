import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore, type MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { postReferral } from '../../functions/http/post-referral.ts';
import type { Route } from '../../functions/http/route.ts';
import { alwaysLive } from './a-live-policy.ts';

/** When every test of the front door takes place. */
export const atTheFrontDoor = Date.parse('2026-11-02T10:00:00Z');

/** `POST /v1/referrals` over a store in memory. */
export function aFrontDoor(store: MemoryStore = createMemoryStore()): {
  readonly route: Route;
  readonly store: MemoryStore;
} {
  const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
  const clock = { now: () => atTheFrontDoor };
  const policies = alwaysLive(bundledPolicy('default'));
  return { route: postReferral({ ...store, policies, pseudonyms: async () => pseudonyms, clock }), store };
}
