import type { Finding, LineFinding, Progress } from '../core/pattern/finding.ts';
import { isYesOrNo, whatIsAsked } from '../core/words/say-condition.ts';

function conditionWords({ condition, have, need, met }: Progress): string {
  const mark = met ? 'x' : ' ';
  const count = isYesOrNo(condition) ? '' : `${have}/${need} `;
  return `[${mark}] ${count}${whatIsAsked(condition)}`;
}

function progressWords({ line, standing, progress }: LineFinding): string {
  const state = standing === 'below' ? 'near   ' : 'CROSSED';
  return `${line.padEnd(13)} ${state}  ${progress.map(conditionWords).join('  ')}`;
}

/** How the lines stand, a line of a terminal each: those crossed and those that one more incident would cross. */
export function standingWords({ lines }: Finding): readonly string[] {
  const shown = lines.filter(
    ({ standing, oneMore }) => standing !== 'below' || oneMore.fromNewAgency.crossed,
  );
  const others = lines.length - shown.length;
  return [
    ...shown.map(progressWords),
    `${others}${shown.length === 0 ? '' : ' other'} lines are further off`,
  ];
}
