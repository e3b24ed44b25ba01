import { type LivePolicy, Policy } from '../../../core/policy/policy.ts';
import type { PolicyStore } from '../../../core/ports/policy-store.ts';
import type { Policies, PolicyInForce } from '../../../core/ports/surroundings.ts';
import { livePolicyFrom } from './live-policy.ts';

/** Why the live policy cannot be used, though there is one. */
export type PolicyFault =
  | 'table-failing'
  | 'pointer-unreadable'
  | 'document-missing'
  | 'document-unreadable'
  | 'policy-invalid'
  | 'hash-differs';

type Options = {
  readonly store: Pick<PolicyStore, 'pointer' | 'document'>;
  /** Goes as long as no policy was ever activated, and where nothing else is left. */
  readonly bundled: LivePolicy;
  /** Called each time the live policy cannot be used, with the reason. */
  readonly tell: (fault: PolicyFault) => void;
};

/**
 * The policy that the table's pointer names. The pointer is read each time it
 * is asked for, a policy's content once. Where it cannot be used the last one
 * that could goes on, or the bundled one, and `tell` is told. Never throws:
 * whatever is wrong with a policy must not stop an alert.
 */
export function livePolicies({ store, bundled, tell }: Options): Policies {
  let lastGood = bundled;
  const inForce = async (): Promise<PolicyInForce> => {
    const read = await readLive(store, bundled, lastGood);
    if (typeof read === 'string') {
      tell(read);
      return { live: lastGood, isFallback: true };
    }
    lastGood = read;
    return { live: read, isFallback: false };
  };
  return { inForce };
}

async function readLive(
  store: Options['store'],
  bundled: LivePolicy,
  lastGood: LivePolicy,
): Promise<LivePolicy | PolicyFault> {
  try {
    const read = await store.pointer();
    if (read.code === 'none') return bundled;
    if (read.code === 'unreadable') return 'pointer-unreadable';
    const { hash } = read.pointer;
    return [lastGood, bundled].find((known) => known.hash === hash) ?? (await keptPolicy(store, hash));
  } catch {
    return 'table-failing';
  }
}

/** The policy that is kept under a hash, or why it cannot be used. Throws where the store does. */
export async function keptPolicy(
  store: Pick<PolicyStore, 'document'>,
  hash: string,
): Promise<LivePolicy | PolicyFault> {
  const read = await store.document(hash);
  if (read.code !== 'found') return read.code === 'none' ? 'document-missing' : 'document-unreadable';
  if (!Policy.safeParse(read.document).success) return 'policy-invalid';
  const live = livePolicyFrom(read.document);
  return live.hash === hash ? live : 'hash-differs';
}
