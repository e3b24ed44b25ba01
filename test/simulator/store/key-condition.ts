import { compareTexts } from './compare-values.ts';
import { type Scope, stepsOf, valueIn } from './expressions/scope.ts';
import type { Comparator, Condition, Operand } from './expressions/trees.ts';
import { Invalid } from './refusals.ts';
import { typeOf, type Value } from './values.ts';

/** Which rows of a partition a query is about: all those that are neither below nor beyond. */
export type SortRange = {
  readonly isBelow: (sort: string) => boolean;
  readonly isBeyond: (sort: string) => boolean;
};

export type KeyCondition = { readonly partition: string; readonly range: SortRange };

type Schema = { readonly partition: string; readonly sort: string };

const everything: SortRange = { isBelow: () => false, isBeyond: () => false };

const refused = (what: string): Invalid => new Invalid(`Invalid KeyConditionExpression: ${what}`);

/** What a condition on keys says of a table's key, or of an index's. Refuses any other condition. */
export function keyConditionOf(tree: Condition, scope: Scope, { partition, sort }: Schema): KeyCondition {
  const parts = splitAnds(tree).map(withPathFirst);
  const on = (name: string): readonly Condition[] => parts.filter((part) => nameIn(part, scope) === name);
  const [own, ranges] = [on(partition), on(sort)];
  if (own.length + ranges.length < parts.length)
    throw new Invalid(`Query condition missed key schema element: ${own.length === 0 ? partition : sort}`);
  const [first] = own;
  if (first === undefined) throw new Invalid(`Query condition missed key schema element: ${partition}`);
  if (own.length > 1 || ranges.length > 1)
    throw refused('KeyConditionExpressions must only contain one condition per key');
  if (first.kind !== 'compare' || first.by !== '=') throw new Invalid('Query key condition not supported');
  const [range] = ranges;
  return {
    partition: textIn(first.right, scope, partition),
    range: range === undefined ? everything : rangeOf(range, scope, sort),
  };
}

function splitAnds(condition: Condition): readonly Condition[] {
  if (condition.kind === 'and') return [...splitAnds(condition.one), ...splitAnds(condition.other)];
  if (condition.kind === 'or' || condition.kind === 'not')
    throw refused(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
  return [condition];
}

const mirrored: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A comparison may name the value before the key. */
const withPathFirst = (condition: Condition): Condition =>
  condition.kind === 'compare' && condition.left.kind === 'value'
    ? { ...condition, by: mirrored[condition.by], left: condition.right, right: condition.left }
    : condition;

function nameIn(condition: Condition, scope: Scope): string {
  const operand = subjectOf(condition);
  if (operand === undefined || operand.kind !== 'path')
    throw refused('Invalid condition in KeyConditionExpression: no attribute is compared with a value');
  const [name, ...nested] = stepsOf(scope, operand);
  if (nested.length > 0) throw refused('KeyConditionExpressions cannot have conditions on nested attributes');
  return String(name);
}

function subjectOf(condition: Condition): Operand | undefined {
  if (condition.kind === 'compare') return condition.left;
  if (condition.kind === 'between') return condition.operand;
  return condition.kind === 'call' && condition.predicate === 'begins_with'
    ? condition.operands[0]
    : undefined;
}

function textIn(operand: Operand | undefined, scope: Scope, name: string): string {
  if (operand?.kind !== 'value')
    throw refused(
      'Invalid condition in KeyConditionExpression: a key is compared with something else than a value',
    );
  const value: Value = valueIn(scope, operand);
  if (!('S' in value))
    throw new Invalid(
      `One or more parameter values were invalid: Condition parameter type does not match schema type: ${typeOf(value)}`,
    );
  if (value.S === '')
    throw new Invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  return value.S;
}

function rangeOf(condition: Condition, scope: Scope, name: string): SortRange {
  const text = (operand: Operand | undefined): string => textIn(operand, scope, name);
  if (condition.kind === 'between') {
    const [low, high] = [text(condition.low), text(condition.high)];
    return { isBelow: isBefore(low), isBeyond: isAfter(high) };
  }
  if (condition.kind === 'call') {
    const beginning = text(condition.operands[1]);
    const isPast = isAfter(beginning);
    return {
      isBelow: isBefore(beginning),
      isBeyond: (sort) => !sort.startsWith(beginning) && isPast(sort),
    };
  }
  if (condition.kind !== 'compare') throw new Invalid('Query key condition not supported');
  const bound = text(condition.right);
  switch (condition.by) {
    case '=':
      return { isBelow: isBefore(bound), isBeyond: isAfter(bound) };
    case '<':
      return { ...everything, isBeyond: (sort) => compareTexts(sort, bound) >= 0 };
    case '<=':
      return { ...everything, isBeyond: isAfter(bound) };
    case '>':
      return { ...everything, isBelow: (sort) => compareTexts(sort, bound) <= 0 };
    case '>=':
      return { ...everything, isBelow: isBefore(bound) };
    case '<>':
      throw new Invalid('Unsupported operator on KeyCondition: NE');
  }
}

const isBefore =
  (bound: string) =>
  (sort: string): boolean =>
    compareTexts(sort, bound) < 0;
const isAfter =
  (bound: string) =>
  (sort: string): boolean =>
    compareTexts(sort, bound) > 0;
