import type { LivePolicy } from '../../../core/policy/policy.ts';
import type { PlayedYear } from './play.ts';
import { promisesOfAuthority, withoutShadow } from './policy-of-authority.ts';

/** A policy and what came of it. */
export type Played = { readonly policy: LivePolicy; readonly year: PlayedYear };

/** A policy as it stands, and its promises by themselves as an authority would have them that says which events it sends. */
export type PlayedPolicy = Played & { readonly promises: Played | undefined };

/** Plays an authority's years under a policy. */
export type Play = (policy: LivePolicy) => Promise<PlayedYear> | PlayedYear;

export async function playPolicy(live: LivePolicy, play: Play): Promise<PlayedPolicy> {
  const policy = withoutShadow(live);
  const promises = promisesOfAuthority(live);
  return {
    policy,
    year: await play(policy),
    promises: promises === undefined ? undefined : { policy: promises, year: await play(promises) },
  };
}
