import type { Progress } from '../pattern/finding.ts';
import type { Condition, SingleCondition } from '../policy/condition.ts';
import { isYesOrNo, sayThreshold } from './say-condition.ts';

/**
 * What of a line's condition is not met, joined as the line joins it: what is
 * needed besides, and where one of several is enough, that it is. `progress`
 * is in the order in which the condition is written.
 */
export const sayMissing = (when: Condition, progress: readonly Progress[]): string =>
  missingFrom(when, progress.values(), '; ').said;

type Missing = { readonly met: boolean; readonly said: string };

function missingFrom(
  member: SingleCondition | Condition,
  progress: IterableIterator<Progress>,
  and: string,
): Missing {
  if ('all' in member) {
    const missing = member.all.map((one) => missingFrom(one, progress, ' and ')).filter(({ met }) => !met);
    return { met: missing.length === 0, said: missing.map(({ said }) => said).join(and) };
  }
  if ('any' in member) {
    const each = member.any.map((one) => missingFrom(one, progress, ' and '));
    const either = each.length > 1 ? 'either ' : '';
    return {
      met: each.some(({ met }) => met),
      said: `${either}${each.map(({ said }) => said).join(' or ')}`,
    };
  }
  const { value } = progress.next();
  if (value === undefined) throw new Error('A finding shows less progress than its line has conditions.');
  return { met: value.met, said: sayOne(value) };
}

const sayOne = ({ condition, have }: Progress): string =>
  isYesOrNo(condition) ? sayThreshold(condition) : `${sayThreshold(condition)} (${have})`;
