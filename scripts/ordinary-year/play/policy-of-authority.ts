import type { LifeEventKind } from '../../../core/life-event/life-event-submission.ts';
import { singleConditionsOf } from '../../../core/policy/condition.ts';
import type { Line, LivePolicy } from '../../../core/policy/policy.ts';
import { livePolicyFrom } from '../../../functions/adapters/policy/live-policy.ts';

/** The system that sends the authority's contacts and referrals. */
const frontDoor = 'front-door';

/** The lines of a policy that can tell managers or list a family: those in shadow raise nothing. */
export const withoutShadow = ({ policy }: LivePolicy): LivePolicy =>
  livePolicyFrom({ ...policy, lines: policy.lines.filter(({ shadow }) => shadow === undefined) });

/**
 * The lines that ask for a promise, where the policy itself says of no front
 * door which life events reach Tideline. Only an authority can say that; here
 * it says it of every kind that keeps a promise. Undefined where the policy
 * says it already, or has no such line.
 */
export function promisesOfAuthority({ policy }: LivePolicy): LivePolicy | undefined {
  const lines = policy.lines.filter(
    ({ when, shadow }) => shadow === undefined && eventsThatKeep(when).length > 0,
  );
  const isSaid = policy.sourcesSendingEvents.some(({ source }) => source === frontDoor);
  if (isSaid || lines.length === 0) return undefined;
  const events = [...new Set(lines.flatMap(({ when }) => eventsThatKeep(when)))];
  return livePolicyFrom({
    ...policy,
    lines,
    sourcesSendingEvents: [...policy.sourcesSendingEvents, { source: frontDoor, events }],
  });
}

const eventsThatKeep = (when: Line['when']): readonly LifeEventKind[] =>
  singleConditionsOf(when).flatMap((condition) => ('promised' in condition ? condition.keptBy : []));
