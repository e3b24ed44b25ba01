import type { Alert } from '../alert/alert.ts';
import type { Line, LivePolicy } from '../policy/policy.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { isCanaryFamily } from './canary-family.ts';

/**
 * The one line that no policy holds. A policy owner sets the lines for families;
 * whether alerts arrive must not depend on which of them are set.
 */
const canaryLine: Line = {
  id: 'canary',
  title: 'a test of the way that alerts take',
  severity: 'escalate',
  window: 'P1D',
  when: { all: [{ count: 'referrals', atLeast: 2 }] },
  // So that withdrawing what it rests on ends the alert, and no canary leaves one open.
  closesByItself: true,
};

/** What a canary's alert names as the policy it was raised by. No policy has such a hash. */
const canaryHash = 'canary';

/** Whether an alert is a canary's: what it rests on is the canary's line alone. */
export const isCanaryAlert = ({ lines }: Pick<Alert, 'lines'>): boolean =>
  lines.every(({ policy }) => policy.hash === canaryHash);

/** The policy that a family is examined by: the live one, or for a canary's family its own line, told of by message. */
export function policyFor(timelines: readonly Timeline[], live: LivePolicy): LivePolicy {
  if (!isCanaryFamily(timelines)) return live;
  const { policy } = live;
  return {
    hash: canaryHash,
    policy: {
      ...policy,
      id: 'canary',
      version: 1,
      alerting: {
        ...policy.alerting,
        severities: { ...policy.alerting.severities, escalate: { deliver: 'message' } },
      },
      lines: [canaryLine],
    },
  };
}
