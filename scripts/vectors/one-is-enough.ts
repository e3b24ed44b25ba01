import { policyOfLines } from './policy-of-lines.ts';

/** A policy whose one line a single referral crosses, and whose crossing somebody is told of. */
export const oneIsEnough = policyOfLines([
  {
    id: 'told',
    title: 'the line of one row',
    severity: 'escalate',
    window: 'P12M',
    when: { all: [{ count: 'referrals', atLeast: 1 }] },
  },
]);
