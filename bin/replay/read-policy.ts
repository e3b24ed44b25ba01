import { type Outcome, succeed } from '../../core/outcome.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import { createHash } from 'node:crypto';import { canonicalJson } from '../../core/canonical-json.ts';const livePolicyFrom=(p:Policy):LivePolicy=>({policy:p,hash:createHash('sha256').update(canonicalJson(p)).digest('hex')});
import { readJson } from './read-json.ts';
import type { Unreadable } from './read-text.ts';

/** Reads a policy file as the service would read it, with the hash of its content. */
export async function readPolicy(file: string): Promise<Outcome<LivePolicy, Unreadable>> {
  const read = await readJson(file, Policy);
  return read.ok ? succeed(livePolicyFrom(read.value)) : read;
}
