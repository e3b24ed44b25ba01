import type * as z from 'zod';
import type { FieldRule, ProblemField } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** An answer stays small, however much is wrong with a body. */
const mostProblems = 50;

/**
 * A key of the caller's that is written as fields here are may be repeated: words in
 * small letters, run together. Anything else may be content, such as a pupil's number or a name.
 */
const fieldName = /^(?=.{1,40}$)[a-z]+(?:[A-Z][a-z]+)*$/;

/**
 * Turns what a schema found wrong into fields and rules, one for each field:
 * what is too long need not be told that its form is wrong as well. The
 * details are our own words and the schema's own limits: neither a value nor
 * an unusual key is ever repeated.
 */
export function fieldProblems(issues: readonly Issue[], body: unknown): readonly ProblemField[] {
  const byField = new Map<string, ProblemField>();
  for (const problem of issues.flatMap((issue) => problemsOf(issue, body, []))) {
    if (!byField.has(problem.field)) byField.set(problem.field, problem);
  }
  return [...byField.values()].slice(0, mostProblems);
}

type Path = readonly PropertyKey[];

function problemsOf(issue: Issue, body: unknown, above: Path): readonly ProblemField[] {
  const path = [...above, ...issue.path];
  const one = (rule: FieldRule, detail: string): readonly ProblemField[] => [
    { field: pointerTo(path), rule, detail },
  ];
  const isMissing = valueAt(body, path) === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return isMissing
        ? one('missing', 'must be given')
        : one('wrong-type', `must be ${withArticle(issue.expected)}`);
    case 'invalid_value':
      return [codeProblem(issue.values, body, path)];
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, path);
    case 'invalid_format':
      return formatProblem(issue.format, valueAt(body, path), one);
    case 'too_big':
      return tooMuch(issue, one);
    case 'too_small':
      return tooLittle(issue, one);
    case 'invalid_union':
      return unionProblems(issue, body, path);
    case 'custom':
      return customProblem(issue, one);
    default:
      return one('not-allowed', 'must be as the schema says');
  }
}

/** What a rule of the schema's own says, where it says which rule that is. */
function customProblem({ params }: Extract<Issue, { code: 'custom' }>, one: One): readonly ProblemField[] {
  return params?.rule === 'bad-checksum'
    ? one('bad-checksum', 'must have the check character that its other characters ask for')
    : one('not-allowed', 'must be as the schema says');
}

/** What is no text cannot be a code, known or unknown: it is of the wrong type. */
function codeProblem(codes: readonly unknown[], body: unknown, path: Path): ProblemField {
  const field = pointerTo(path);
  const value = valueAt(body, path);
  if (value === undefined) return { field, rule: 'missing', detail: 'must be given' };
  return {
    field,
    rule: typeof value === 'string' ? 'unknown-code' : 'wrong-type',
    detail: `must be one of: ${codes.map(String).join(', ')}`,
  };
}

type One = (rule: FieldRule, detail: string) => readonly ProblemField[];

const withArticle = (expected: string): string =>
  ({
    int: 'a whole number',
    number: 'a number',
    object: 'an object',
    array: 'an array',
    boolean: 'true or false',
  })[expected] ?? `a ${expected}`;

function unknownKeys(keys: readonly string[], path: Path): readonly ProblemField[] {
  const named = keys.filter((key) => fieldName.test(key));
  const unknown = (field: string, detail: string): ProblemField => ({ field, rule: 'unknown-key', detail });
  return [
    ...named.map((key) => unknown(pointerTo([...path, key]), 'is not a field of the schema')),
    ...(named.length < keys.length
      ? [unknown(pointerTo(path), 'holds a key that is not in the schema')]
      : []),
  ];
}

const dateShape = /^\d{4}-\d{2}-\d{2}$/;
const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function formatProblem(format: string, value: unknown, one: One): readonly ProblemField[] {
  if (format === 'date') {
    return dateShape.test(String(value))
      ? one('impossible-date', 'must be a day of the calendar')
      : one('bad-format', 'must be a date: YYYY-MM-DD');
  }
  if (format === 'datetime') {
    return instantShape.test(String(value))
      ? one('impossible-date', 'must be a day of the calendar and a time of day')
      : one('bad-format', 'must be an instant with its offset: YYYY-MM-DDThh:mm:ss+hh:mm');
  }
  return one('bad-format', 'must be of the form that the schema gives');
}

type TooBig = Extract<Issue, { code: 'too_big' }>;
type TooSmall = Extract<Issue, { code: 'too_small' }>;

function tooMuch({ origin, maximum }: TooBig, one: One): readonly ProblemField[] {
  if (origin === 'string') return one('too-long', `must have at most ${maximum} characters`);
  if (origin === 'array') return one('too-many', `must have at most ${maximum} entries`);
  return one('out-of-range', `must be at most ${maximum}`);
}

function tooLittle({ origin, minimum }: TooSmall, one: One): readonly ProblemField[] {
  if (origin === 'string') return one('too-short', `must have at least ${minimum} characters`);
  if (origin === 'array') return one('too-few', `must have at least ${minimum} entries`);
  return one('out-of-range', `must be at least ${minimum}`);
}

/**
 * Where a field says which of several forms a value has, that field is what is
 * wrong if it names none of them. Of forms that none tells apart, the one
 * it comes nearest to is the one its sender meant.
 */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  body: unknown,
  path: Path,
): readonly ProblemField[] {
  if ('options' in issue) return [codeProblem(issue.options ?? [], body, path)];
  const forms = issue.errors.map((issues) => issues.flatMap((inner) => problemsOf(inner, body, path)));
  const nearest = forms.toSorted((a, b) => a.length - b.length)[0];
  return nearest ?? [{ field: pointerTo(path), rule: 'not-allowed', detail: 'must be as the schema says' }];
}

const pointerTo = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The value a path of the schema leads to; undefined where the body has none. */
function valueAt(body: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    body,
  );
}
