import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with a policy: where, by the keys and numbers that lead there, and why. */
export type PolicyProblem = { readonly path: Path; readonly reason: string };

/** Everything that a schema found wrong with a policy document, each with its path and reason. */
export const policyProblems = (issues: readonly Issue[]): readonly PolicyProblem[] =>
  issues.flatMap((issue) => problemsOf(issue, []));

/** A problem as it is printed: `lines.3.when.all.1.atLeast: another line has this id`. */
export const problemLine = ({ path, reason }: PolicyProblem): string =>
  `${path.length === 0 ? 'policy' : path.map(printable).join('.')}: ${reason}`;

/** A key that no policy has may hold anything: it is quoted, and what would steer a terminal is written out. */
const printable = (step: PropertyKey): string =>
  /^[\w$-]+$/.test(String(step)) ? String(step) : quoted(String(step));

const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function problemsOf(issue: Issue, above: Path): readonly PolicyProblem[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'invalid_union':
      return nearest(
        issue.errors.map((issues) => issues.flatMap((inner) => problemsOf(inner, []))),
        path,
      );
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], reason: 'is not a field that is known here' }));
    default:
      return [{ path, reason: issue.message }];
  }
}

/**
 * Of several forms that a value may have, the one its writer meant: the one
 * whose own fields fit best, and of these the one with the fewest problems.
 * Where the value is wrong as a whole in every form, all are said together.
 */
function nearest(forms: readonly (readonly PolicyProblem[])[], path: Path): readonly PolicyProblem[] {
  if (forms.every((form) => form.every((one) => one.path.length === 0))) {
    const reasons = new Set(forms.flatMap((form) => form.slice(0, 1)).map(({ reason }) => reason));
    return [{ path, reason: [...reasons].join('; or ') }];
  }
  const misfit = (form: readonly PolicyProblem[]): number => form.filter((one) => one.path.length < 2).length;
  const [best = []] = forms.toSorted((a, b) => misfit(a) - misfit(b) || a.length - b.length);
  return best.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}
