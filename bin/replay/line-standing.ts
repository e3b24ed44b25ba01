import type { Finding, Progress } from '../../core/pattern/finding.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { describeCondition } from './describe-condition.ts';
import type { LineStanding } from './replay-report.ts';

/** Where each line of a finding stands, in the policy's order. */
export const standingsOf = (finding: Finding, policy: Policy): readonly LineStanding[] =>
  finding.lines.map(({ line, severity, standing, crossings, progress }): LineStanding => {
    const when = policy.lines.find(({ id }) => id === line)?.when;
    return {
      line,
      severity,
      standing,
      crossings: crossings.map(({ from, to }) => ({ from, to })),
      progress: progress.map((one) => ({
        asks: describeCondition(one.condition),
        have: one.have,
        need: one.need,
        met: one.met,
      })),
      text: when === undefined ? '' : joined(when, progress),
    };
  });

const shown = ({ condition, have, need, met }: Progress): string =>
  'household' in condition
    ? `${describeCondition(condition)}: ${met ? 'yes' : 'no'}`
    : `${have}/${need} ${describeCondition(condition)}`;

/** The progress of a line's conditions, joined as the line joins them: all by commas, any by `or`. */
function joined(when: Condition, progress: readonly Progress[]): string {
  // A finding lists the single conditions in the order the line writes them.
  const remaining = [...progress];
  const text = (condition: Condition | SingleCondition, nested: boolean): string => {
    if ('all' in condition) {
      const parts = condition.all.map((member) => text(member, true)).join(', ');
      return nested ? `(${parts})` : parts;
    }
    if ('any' in condition) return condition.any.map((member) => text(member, true)).join(' or ');
    const one = remaining.shift();
    return one === undefined ? '' : shown(one);
  };
  return text(when, false);
}
