import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import type { Authority } from '../authority.ts';
import { type PlayedYear, together } from './play.ts';

/** What a worker is given: the authority, the policy, and which families are its own. */
export type Share = Authority & { readonly live: LivePolicy; readonly first: number; readonly step: number };

/**
 * Plays the counted year of a whole authority, on as many processors as there
 * are. Families do not depend on each other, so it does not matter how they
 * are shared out.
 */
export async function playAuthority(authority: Authority, live: LivePolicy): Promise<PlayedYear> {
  const step = availableParallelism();
  const shares = Array.from({ length: step }, (_, index) => ({ ...authority, live, first: index + 1, step }));
  return together(await Promise.all(shares.map(playShare)));
}

const playShare = (workerData: Share): Promise<PlayedYear> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./play-worker.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
