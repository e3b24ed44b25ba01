import type { LivePolicy } from '../../core/policy/policy.ts';
import type { PointerRead, PolicyStore } from '../../core/ports/policy-store.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { isoInstant, londonDate } from '../../core/time/london.ts';
import { keptPolicy, type PolicyFault } from '../../functions/adapters/policy/live-policies.ts';
import { type CommandResult, failed, printed } from '../command-result.ts';
import { wrapped } from '../wrapped.ts';
import { differenceLines, nameOf } from './policy-differences.ts';
import { readPolicyDocument } from './read-policy-document.ts';

/** The policies of a deployment, and what is to become of them. */
export type Activation = {
  readonly stage: string;
  readonly store: PolicyStore;
  readonly bundled: LivePolicy;
  readonly clock: Clock;
  /** Who activates it, by an opaque id. */
  readonly by: string | undefined;
  /** Whether it is to be done and not only said. */
  readonly apply: boolean;
};

type Asked = Pick<Activation, 'stage' | 'store' | 'bundled'>;

const done = (...lines: readonly string[]): CommandResult => ({ out: printed(lines), err: '', status: 0 });

/** What there is of the live policy, or why there is nothing to compare with. */
type LiveNow = { readonly seen: PointerRead; readonly policy: LivePolicy | PolicyFault };

async function liveNow({ store, bundled }: Asked): Promise<LiveNow> {
  const seen = await store.pointer();
  if (seen.code === 'none') return { seen, policy: bundled };
  if (seen.code === 'unreadable') return { seen, policy: 'pointer-unreadable' };
  return { seen, policy: await keptPolicy(store, seen.pointer.hash) };
}

/** Says which policy is live in a deployment and since when; fails where it cannot be used. */
export async function tellLivePolicy(asked: Asked): Promise<CommandResult> {
  const now = await liveNow(asked);
  if (typeof now.policy !== 'string') return done(...wrapped(liveSentence(asked.stage, now), 0));
  const sentence = `${liveSentence(asked.stage, now)} Functions go by the last one that they could read, or by the bundled one: ${nameOf(asked.bundled)}.`;
  return failed(...wrapped(sentence, 0));
}

function liveSentence(stage: string, { seen, policy }: LiveNow): string {
  if (seen.code === 'found') {
    const { policyId, version, hash, activatedAt, activatedBy } = seen.pointer;
    const by = activatedBy === undefined ? '' : ` by ${activatedBy}`;
    const amiss = typeof policy === 'string' ? `, and cannot be used (${policy})` : '';
    return `Live in ${stage}: policy ${policyId}, version ${version}, hash ${hash}, activated at ${activatedAt}${by}${amiss}.`;
  }
  return typeof policy === 'string'
    ? `Which policy is live in ${stage} cannot be read (${policy}).`
    : `Live in ${stage}: ${nameOf(policy)}, which comes with the deployment. None was activated yet.`;
}

/**
 * Says what would be different in a deployment under a policy and, where it is
 * to be applied, keeps the policy and makes it the live one. Refuses one that
 * is not effective yet, and other content under the id and version that are live.
 */
export async function activatePolicy(activation: Activation, named: string): Promise<CommandResult> {
  const read = await readPolicyDocument(named);
  if (!read.ok) return failed(`${named} cannot be used:`, ...read.error.problems);
  const next = read.value;
  const now = await liveNow(activation);
  const refusal = whyNot(activation, now, next);
  if (refusal !== undefined) return failed(...wrapped(refusal, 0));
  const live = wrapped(liveSentence(activation.stage, now), 0);
  if (isLiveAlready(now, next)) return done(...live, 'That is this policy: there is nothing to do.');
  const report = [
    ...live,
    ...wrapped(`New: ${nameOf(next)}.`, 0),
    '',
    ...(typeof now.policy === 'string'
      ? ['What is different cannot be said.']
      : differenceLines(now.policy, next)),
    '',
  ];
  if (!activation.apply) {
    return done(...report, 'Nothing has been changed. Add --apply to make it the live policy.');
  }
  const problem = await makeLive(activation, now.seen, next);
  return problem === undefined ? done(...report, ...wrapped(afterwards, 0)) : failed(...wrapped(problem, 0));
}

const afterwards =
  'It is the live policy now. Families that change are examined under it, and the others are compared with it one after the other from within the next minutes on; those that it makes a difference to are examined.';

const isLiveAlready = ({ seen, policy }: LiveNow, next: LivePolicy): boolean =>
  seen.code === 'found' && typeof policy !== 'string' && policy.hash === next.hash;

function whyNot({ clock, by }: Activation, { policy: now }: LiveNow, next: LivePolicy): string | undefined {
  const { id, version, effectiveFrom } = next.policy;
  if (by !== undefined && !/^[A-Za-z0-9._-]{1,100}$/.test(by)) {
    return 'Who activates it is an opaque id: letters, digits, dots, hyphens and underscores.';
  }
  if (effectiveFrom > londonDate(clock.now())) {
    return `This policy is effective from ${effectiveFrom} on: activate it then, or change what it says.`;
  }
  const isOther = typeof now !== 'string' && now.hash !== next.hash;
  return isOther && now.policy.id === id && now.policy.version === version
    ? `Version ${version} of policy ${id} is live with other content: a policy that has changed is a new version.`
    : undefined;
}

/** Undefined where it is live now, else the reason why it is not. */
async function makeLive(
  { store, clock, by }: Activation,
  seen: PointerRead,
  { policy, hash }: LivePolicy,
): Promise<string | undefined> {
  await store.keep(hash, policy);
  // Read back as the functions will read it: a damaged one may have been kept under this hash before.
  const kept = await keptPolicy(store, hash);
  if (typeof kept === 'string') return `What is kept of this policy cannot be used (${kept}).`;
  const pointer = {
    hash,
    policyId: policy.id,
    version: policy.version,
    activatedAt: isoInstant(clock.now()),
    ...(by === undefined ? {} : { activatedBy: by }),
  };
  return (await store.point(pointer, seen)) === 'pointed'
    ? undefined
    : 'Somebody else has changed meanwhile which policy is live. Look at it again.';
}
