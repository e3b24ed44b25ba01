import type { Finding, Progress } from '../../core/pattern/finding.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import { isYesOrNo, whatIsAsked } from '../../core/words/say-condition.ts';
import type { LineStanding } from './replay-report.ts';

/** Where each line of a finding stands, in the policy's order. */
export const standingsOf = ({ lines }: Finding): LineStanding[] =>
  lines.map(
    ({ line, severity, shadow, standing, crossings, progress, oneMore, when }): LineStanding => ({
      line,
      severity,
      shadow,
      standing,
      crossings: crossings.map(({ from, to }) => ({ from, to })),
      isNear: oneMore.fromNewAgency.crossed || (oneMore.fromLastReferrer?.crossed ?? false),
      progress: progress.map(({ condition, have, need, met }) => ({
        asks: whatIsAsked(condition),
        have,
        need,
        met,
      })),
      text: joined(when, progress),
    }),
  );

const shown = ({ condition, have, need, met }: Progress): string =>
  isYesOrNo(condition)
    ? `${whatIsAsked(condition)}: ${met ? 'yes' : 'no'}`
    : `${have}/${need} ${whatIsAsked(condition)}`;

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
