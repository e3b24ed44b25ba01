import { type LivePolicy, Policy } from '../../../core/policy/policy.ts';
import { fingerprintOf } from '../fingerprint.ts';

/**
 * Reads a policy and gives it the hash of its content: SHA-256, in hex, of its
 * canonical JSON. `$schema` only helps editors and is no part of the content.
 * Throws an Error that names each path and the reason.
 */
export function livePolicyFrom(document: unknown): LivePolicy {
  const read = Policy.safeParse(document);
  if (!read.success) {
    const reasons = read.error.issues.map(({ path, message }) => `${path.join('.') || 'policy'}: ${message}`);
    throw new Error(`The policy cannot be used. ${reasons.join('; ')}`);
  }
  const { $schema, ...policy } = read.data;
  return { policy, hash: fingerprintOf(policy) };
}
