import { keepValues } from '../keep-values.ts';
import { Invalid } from '../refusals.ts';
import type { Value, Values } from '../values.ts';
import type { Parameter } from './tokens.ts';
import type { Parsed, Path, Placeholder } from './trees.ts';

/** What the placeholders of a command's expressions stand for. */
export type Scope = { readonly names: Readonly<Record<string, string>>; readonly values: Values };

/** An attribute's name, or a place in a list. */
export type ResolvedStep = string | number;

type Placeholders = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: unknown;
};
type Used = { readonly parameter: Parameter; readonly parsed: Parsed<unknown> };

const nothing = Object.freeze({});
const nameForm = /^#[A-Za-z0-9_]+$/;
const valueForm = /^:[A-Za-z0-9_]+$/;

/** The scope of a command's expressions. Refuses placeholders that are missing, and those that nothing uses. */
export function scopeOf(sent: Placeholders, expressions: readonly Used[]): Scope {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = sent;
  const scope = { names: names ?? nothing, values: values === undefined ? nothing : keepValues(values) };
  if (expressions.length === 0) {
    if (names !== undefined || values !== undefined)
      throw new Invalid(
        `${names === undefined ? 'ExpressionAttributeValues' : 'ExpressionAttributeNames'} can only be specified when using expressions`,
      );
    return scope;
  }
  checkForm('ExpressionAttributeNames', names, nameForm);
  checkForm('ExpressionAttributeValues', values as object | undefined, valueForm);
  for (const { parameter, parsed } of expressions) {
    for (const name of parsed.names)
      if (!Object.hasOwn(scope.names, name))
        throw new Invalid(
          `Invalid ${parameter}: An expression attribute name used in the document path is not defined; attribute name: ${name}`,
        );
    for (const value of parsed.values)
      if (!Object.hasOwn(scope.values, value))
        throw new Invalid(
          `Invalid ${parameter}: An expression attribute value used in expression is not defined; attribute value: ${value}`,
        );
  }
  const unused = (all: object, used: (parsed: Parsed<unknown>) => ReadonlySet<string>): readonly string[] =>
    Object.keys(all).filter((one) => !expressions.some(({ parsed }) => used(parsed).has(one)));
  refuseUnused(
    'ExpressionAttributeNames',
    unused(scope.names, (parsed) => parsed.names),
  );
  refuseUnused(
    'ExpressionAttributeValues',
    unused(scope.values, (parsed) => parsed.values),
  );
  return scope;
}

function checkForm(parameter: string, sent: object | undefined, form: RegExp): void {
  if (sent === undefined) return;
  const keys = Object.keys(sent);
  if (keys.length === 0) throw new Invalid(`${parameter} must not be empty`);
  for (const key of keys)
    if (!form.test(key))
      throw new Invalid(`${parameter} contains invalid key: Syntax error; key: ${JSON.stringify(key)}`);
}

function refuseUnused(parameter: string, unused: readonly string[]): void {
  if (unused.length > 0)
    throw new Invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
}

/** What a placeholder stands for; `scopeOf` has seen to it that it is there. */
export const valueIn = ({ values }: Scope, { placeholder }: Placeholder): Value =>
  values[placeholder] as Value;

/** The steps of a path, each by the attribute's own name. */
export const stepsOf = ({ names }: Scope, { steps }: Path): readonly ResolvedStep[] =>
  steps.map((step) => {
    if ('word' in step) return step.word;
    return 'index' in step ? step.index : (names[step.name] as string);
  });

/** The attribute that a path begins with. */
export const headOf = (scope: Scope, path: Path): string => String(stepsOf(scope, path)[0]);

/** What lies at a path; undefined where nothing does. */
export function valueAt(item: Values, steps: readonly ResolvedStep[]): Value | undefined {
  const [head, ...rest] = steps;
  let value: Value | undefined = ownValue(item, String(head));
  for (const step of rest) {
    if (value === undefined) return undefined;
    if (typeof step === 'number') value = 'L' in value ? value.L[step] : undefined;
    else value = 'M' in value ? ownValue(value.M, step) : undefined;
  }
  return value;
}

const ownValue = (values: Values, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;
