import type { PolicyStatement } from '../assembly/model.ts';
import { matchesArn, matchesText } from './wildcard.ts';

/** Condition keys of one call and their values; a key that is absent has no entry. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

type Matcher = (wanted: string, given: string) => boolean;

/** Operators this evaluator knows; any other is an error and never a match. */
const operators: Readonly<Record<string, Matcher>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: matchesText,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

/** Condition keys that calls are given by this stack; any other is an error. */
const knownKeys: readonly RegExp[] = [
  /^dynamodb:LeadingKeys$/i,
  /^kms:ViaService$/i,
  /^kms:CallerAccount$/i,
  /^kms:EncryptionContext:.+$/i,
  /^aws:SecureTransport$/i,
  /^aws:SourceArn$/i,
  /^aws:SourceAccount$/i,
];

/** Keys that hold several values, which need a set operator to be compared. */
const multivaluedKeys: readonly RegExp[] = [/^dynamodb:LeadingKeys$/i];

type SetOperator = 'ForAllValues' | 'ForAnyValue' | undefined;

const parse = (operator: string): { readonly set: SetOperator; readonly matcher: Matcher } | undefined => {
  const [, set, name = operator] = /^(ForAllValues|ForAnyValue):(.+)$/.exec(operator) ?? [];
  const matcher = Object.hasOwn(operators, name) ? operators[name] : undefined;
  return matcher === undefined ? undefined : { set: set as SetOperator, matcher };
};

/**
 * Throws where a statement holds something this evaluator cannot judge as IAM
 * would: an unknown operator or key, a policy variable, or a multivalued key
 * without a set operator.
 */
export const assertEvaluable = (statement: PolicyStatement): void => {
  for (const [operator, keys] of Object.entries(statement.conditions)) {
    const parsed = parse(operator);
    if (parsed === undefined) throw unsupported(statement, `condition operator ${operator}`);
    for (const key of Object.keys(keys)) {
      if (!knownKeys.some((known) => known.test(key))) throw unsupported(statement, `condition key ${key}`);
      if (parsed.set === undefined && multivaluedKeys.some((known) => known.test(key))) {
        throw unsupported(
          statement,
          `${operator} on ${key}, which holds several values and needs ForAllValues or ForAnyValue;`,
        );
      }
    }
  }
  const texts = [
    ...statement.resources,
    ...Object.values(statement.conditions).flatMap((keys) => Object.values(keys).flat()),
  ];
  const variable = texts.find((text) => text.includes('${'));
  if (variable !== undefined) throw unsupported(statement, `policy variable in "${variable}"`);
};

const unsupported = (statement: PolicyStatement, what: string): Error =>
  new Error(`Statement ${statement.id} has a ${what} that the local stack cannot evaluate.`);

/** Whether every condition of a statement holds for a call. */
export const conditionsHold = (statement: PolicyStatement, context: ConditionContext): boolean =>
  Object.entries(statement.conditions).every(([operator, keys]) => {
    const parsed = parse(operator);
    if (parsed === undefined) throw unsupported(statement, `condition operator ${operator}`);
    return Object.entries(keys).every(([key, wanted]) =>
      holds(parsed.set, parsed.matcher, wanted, valuesOf(context, key)),
    );
  });

/** Condition keys are compared whatever their case. */
const valuesOf = (context: ConditionContext, key: string): readonly string[] | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const holds = (
  set: SetOperator,
  matcher: Matcher,
  wanted: readonly string[],
  given: readonly string[] | undefined,
): boolean => {
  const matches = (value: string): boolean => wanted.some((candidate) => matcher(candidate, value));
  // IAM's trap: ForAllValues is true of a key that is absent or empty, so it
  // must never be the only thing that narrows an Allow on an action, such as
  // Scan, whose calls carry no such key.
  if (set === 'ForAllValues') return (given ?? []).every(matches);
  return (given ?? []).some(matches);
};
