import { type Outcome, succeed } from '../../core/outcome.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { readJson } from './read-json.ts';
import type { Unreadable } from './read-text.ts';

/** Reads a policy file as the service would read it, with the hash of its content. */
export async function readPolicy(file: string): Promise<Outcome<LivePolicy, Unreadable>> {
  const read = await readJson(file, Policy);
  return read.ok ? succeed(livePolicyFrom(read.value)) : read;
}
