import { describeCondition } from '../bin/replay/describe-condition.ts';
import type { LineFinding, Progress } from '../core/pattern/finding.ts';

function conditionWords({ condition, have, need, met }: Progress): string {
  const mark = met ? 'x' : ' ';
  const count = 'household' in condition ? '' : `${have}/${need} `;
  return `[${mark}] ${count}${describeCondition(condition)}`;
}

/** A line's progress on one line of a terminal. */
export function progressWords({ line, standing, progress }: LineFinding): string {
  const state = standing === 'below' ? 'below  ' : 'CROSSED';
  return `${line.padEnd(13)} ${state}  ${progress.map(conditionWords).join('  ')}`;
}
