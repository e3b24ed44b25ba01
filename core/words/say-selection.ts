import type { Selection } from '../policy/selection.ts';
import { agencyGroupOf, agencyGroupTitles, SourceCode } from '../referral/source-code.ts';
import { sourceTitles } from './source-titles.ts';
import { spokenList } from './spoken.ts';
import { concernTitles, outcomeTitles } from './titles.ts';

const subjects = { parent: 'a parent', child: 'a child', other: 'somebody else' } as const;

/** What a selection asks of contacts and referrals, a phrase for each of its members: `not progressed`, `from police`. */
export function saySelection(selection: Selection | undefined): readonly string[] {
  const { screened, outcomes, level, stages, purposes, concerns, sourceCodes } = selection ?? {};
  return [
    ...(screened === undefined ? [] : ['not progressed']),
    ...(outcomes === undefined ? [] : [`screened as ${anyOf(outcomes, outcomeTitles)}`]),
    ...(level === undefined
      ? []
      : [`at level ${level.atMost} or below${level.orNotGiven ? ' or with no level' : ''}`]),
    ...(stages === undefined ? [] : [`received as ${spokenList(stages.map(stageTitle), 'or')}`]),
    ...(purposes === undefined
      ? []
      : [
          `made as ${spokenList(
            purposes.map((purpose) => `a ${purpose}`),
            'or',
          )}`,
        ]),
    ...(concerns === undefined
      ? []
      : [
          `telling of ${anyOf(concerns.kinds, concernTitles)}` +
            (concerns.subject === undefined ? '' : ` about ${subjects[concerns.subject]}`),
        ]),
    ...(sourceCodes === undefined ? [] : [`from ${spokenList(saySources(sourceCodes), 'or')}`]),
  ];
}

const stageTitle = (stage: 'contact' | 'referral'): string =>
  stage === 'contact' ? 'a contact' : 'a referral in the statutory sense';

const anyOf = <Kind extends string>(kinds: readonly Kind[], titles: Readonly<Record<Kind, string>>): string =>
  spokenList(
    kinds.map((kind) => titles[kind]),
    'or',
  );

/** Source codes as a reader knows them: an agency group where all of its codes are here, else each by itself. */
function saySources(codes: readonly SourceCode[]): readonly string[] {
  const isWhole = (group: string): boolean =>
    SourceCode.options.every((code) => agencyGroupOf(code) !== group || codes.includes(code));
  const named = codes.map((code) => {
    const group = agencyGroupOf(code);
    if (group === undefined || !isWhole(group)) return `${sourceTitles[code]} (${code})`;
    return code === '9' ? 'anonymous callers' : `${agencyGroupTitles[group]}`;
  });
  return [...new Set(named)];
}
