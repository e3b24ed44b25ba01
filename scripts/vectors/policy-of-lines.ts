import { type Line, type LivePolicy, Policy } from '../../core/policy/policy.ts';

/** A policy of some lines and nothing else that matters, checked as any policy is. */
export const policyOfLines = (lines: readonly Line[]): LivePolicy => ({
  policy: Policy.parse({
    id: 'vectors',
    version: 1,
    effectiveFrom: '2024-01-01',
    author: 'vectors',
    reason: 'the line of one row',
    incident: { withinDays: 5 },
    historyKept: 'P120Y',
    sourcesWithoutOutcomes: [],
    sourcesSendingEvents: [],
    alerting: {
      foundLateDays: 90,
      afterDecision: { incidents: 2, quietDays: 28, waivedBy: [] },
      severities: {
        watch: { deliver: 'list' },
        escalate: { deliver: 'message' },
        urgent: { deliver: 'message' },
      },
    },
    lines,
  }),
  hash: 'not stored',
});
