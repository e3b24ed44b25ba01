import { spokenDate } from '../../core/message/wording.ts';
import { counted } from '../../core/words/spoken.ts';
import { labelled } from './labelled.ts';
import type { LineStanding } from './replay-report.ts';

/**
 * Where the lines stand: those that are or were crossed, and those that one
 * more incident would cross. The others are counted and not told one by one.
 */
export function standingLines(lines: readonly LineStanding[]): readonly string[] {
  const told = lines.filter(({ standing, isNear }) => standing !== 'below' || isNear);
  const others = lines.length - told.length;
  const further = counted(others, 'line is', 'lines are');
  return [
    ...told.flatMap((line) => labelled(line.line, textOf(line))),
    ...(others === 0
      ? []
      : labelled('', `${told.length === 0 ? 'All' : 'The other'} ${further} further off.`)),
  ];
}

function textOf({ standing, crossings, shadow, text }: LineStanding): string {
  const last = crossings.at(-1);
  const shown = shadow ? ', in shadow' : '';
  if (standing === 'below' || last === undefined) return `one more incident would cross it: ${text}${shown}`;
  return standing === 'current'
    ? `CROSSED since ${spokenDate(last.from)}${shown}: ${text}`
    : `crossed from ${spokenDate(last.from)} to ${spokenDate(last.to)} and not now${shown}; it then had ${text}`;
}
