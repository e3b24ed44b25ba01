import type * as z from 'zod';
import { fieldProblems } from '../../functions/http/field-problems.ts';

/**
 * What is wrong with a file. `line` is 0 where the whole file is meant, `field`
 * a JSON pointer, empty where the whole line is meant. The value that broke
 * the rule is never repeated: it may be somebody's data.
 */
export type InputProblem = {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly rule: string;
  readonly detail: string;
};

/** What a schema found wrong in one line of a file, or in the whole of it (`line` 0), in the API's own words. */
export const problemsOf = (
  issues: z.ZodError['issues'],
  body: unknown,
  where: { readonly file: string; readonly line: number },
): readonly InputProblem[] => fieldProblems(issues, body).map((problem) => ({ ...where, ...problem }));

/** So many are shown: a file of the wrong kind is wrong in every line, and nobody reads them all. */
const mostShown = 20;

/** Problems for a person, a line each, the first ones where there are many. */
export const problemLines = (problems: readonly InputProblem[]): readonly string[] => [
  ...problems.slice(0, mostShown).map(problemLine),
  ...(problems.length > mostShown ? [`... and ${problems.length - mostShown} more`] : []),
];

/** A problem as one line: file, line, field, rule. */
function problemLine({ file, line, field, rule, detail }: InputProblem): string {
  const place = line === 0 ? file : `${file} line ${line}`;
  return `${[place, ...(field === '' ? [] : [field]), rule].join(': ')} (${detail})`;
}
