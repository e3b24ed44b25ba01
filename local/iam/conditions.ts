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
  /^sns:Protocol$/i,
  /^lambda:FunctionArn$/i,
  /^aws:SecureTransport$/i,
  /^aws:SourceArn$/i,
  /^aws:SourceAccount$/i,
];

/** Keys that hold several values, which need a set operator to be compared. */
const multivaluedKeys: readonly RegExp[] = [/^dynamodb:LeadingKeys$/i];

type SetOperator = 'ForAllValues' | 'ForAnyValue';

type Parsed =
  | { readonly kind: 'null' }
  | { readonly kind: 'match'; readonly set: SetOperator | undefined; readonly matcher: Matcher };

const parse = (operator: string): Parsed | undefined => {
  if (operator === 'Null') return { kind: 'null' };
  const [, set, name = operator] = /^(ForAllValues|ForAnyValue):(.+)$/.exec(operator) ?? [];
  const matcher = Object.hasOwn(operators, name) ? operators[name] : undefined;
  return matcher === undefined ? undefined : { kind: 'match', set: set as SetOperator | undefined, matcher };
};

/**
 * Throws where a statement holds something this evaluator cannot judge as IAM
 * would: an unknown operator or key, a policy variable, or a multivalued key
 * without a set operator.
 */
export const assertEvaluable = (statement: PolicyStatement): void => {
  for (const [operator, keys] of Object.entries(statement.conditions)) {
    const parsed = parse(operator);
    if (parsed === undefined) throw unsupported(statement, `the condition operator ${operator}`);
    for (const key of Object.keys(keys)) {
      if (!knownKeys.some((known) => known.test(key)))
        throw unsupported(statement, `the condition key ${key}`);
      const comparesOne = parsed.kind === 'match' && parsed.set === undefined;
      if (comparesOne && multivaluedKeys.some((known) => known.test(key))) {
        throw unsupported(
          statement,
          `${operator} on the multivalued key ${key}, without ForAllValues or ForAnyValue`,
        );
      }
    }
  }
  const texts = [
    ...statement.resources,
    ...Object.values(statement.conditions).flatMap((keys) => Object.values(keys).flat()),
  ];
  const variable = texts.find((text) => text.includes('${'));
  if (variable !== undefined) throw unsupported(statement, `the policy variable in "${variable}"`);
};

const unsupported = (statement: PolicyStatement, what: string): Error =>
  new Error(`The local stack cannot evaluate ${what} in the statement ${statement.id}.`);

/** Whether every condition of a statement holds for a call. */
export const conditionsHold = (statement: PolicyStatement, context: ConditionContext): boolean =>
  Object.entries(statement.conditions).every(([operator, keys]) => {
    const parsed = parse(operator);
    if (parsed === undefined) throw unsupported(statement, `the condition operator ${operator}`);
    return Object.entries(keys).every(([key, wanted]) => holds(parsed, wanted, valuesOf(context, key)));
  });

/** Condition keys are compared whatever their case. */
const valuesOf = (context: ConditionContext, key: string): readonly string[] | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const holds = (parsed: Parsed, wanted: readonly string[], given: readonly string[] | undefined): boolean => {
  if (parsed.kind === 'null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const matches = (value: string): boolean => wanted.some((candidate) => parsed.matcher(candidate, value));
  // IAM's trap: ForAllValues is true of a key that is absent, so that an Allow
  // narrowed by it alone is wide open to calls without the key, such as Scan.
  // `Null: false` beside it closes that.
  if (parsed.set === 'ForAllValues') return (given ?? []).every(matches);
  return (given ?? []).some(matches);
};
