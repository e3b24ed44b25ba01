import { budget, perHundred } from './alert-tables.ts';
import type { Step } from './frontier.ts';

/** The frontier as Markdown: what each further line costs, and what it catches. */
export function frontierTable(steps: readonly Step[], replays: number, contactsAndReferrals: number): string {
  const rows = steps.map((step, index) => {
    const before = steps[index - 1];
    const added = step.families - (before?.families ?? 0);
    return [
      `${index + 1}`,
      step.line,
      step.severity,
      perHundred(added, contactsAndReferrals),
      perHundred(step.families, contactsAndReferrals),
      perHundred(step.urgentFamilies, contactsAndReferrals),
      `${step.replays} of ${replays}`,
      step.newReplays.join(', '),
    ];
  });
  return [
    `| | line added | severity | adds, per 100 | so far, per 100 (at most ${budget.escalated}) | urgent so far, per 100 (at most ${budget.urgent}) | replays told of before the harm | which |`,
    '|---:|---|---|---:|---:|---:|---:|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}
