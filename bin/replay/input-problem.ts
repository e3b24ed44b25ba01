import type * as z from 'zod';

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

/** A key that is not in the schema is named only where it looks like a field's name, so that no value slips out as one. */
const looksLikeAFieldName = /^[A-Za-z$][A-Za-z0-9_-]{0,39}$/;

const pointer = (path: readonly PropertyKey[]): string => path.map((step) => `/${String(step)}`).join('');

/** The problems that a schema found in one line of a file, or in the whole of it (`line` 0). */
export function problemsOf(error: z.ZodError, file: string, line: number): readonly InputProblem[] {
  return error.issues.flatMap((issue): readonly InputProblem[] => {
    const where = { file, line, rule: issue.code };
    const parent = pointer(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ ...where, field: parent, detail: issue.message }];
    return issue.keys.map((key) => ({
      ...where,
      field: looksLikeAFieldName.test(key) ? `${parent}/${key}` : parent,
      detail: 'A field that does not exist',
    }));
  });
}

/** A problem as one line for a person: file, line, field, rule. */
export function problemLine({ file, line, field, rule, detail }: InputProblem): string {
  const place = line === 0 ? file : `${file} line ${line}`;
  return `${[place, ...(field === '' ? [] : [field]), rule].join(': ')} (${detail})`;
}
