import { compareValues } from '../compare-values.ts';
import { Invalid } from '../refusals.ts';
import { typeOf, type Value, valueTypes } from '../values.ts';
import { type Scope, stepsOf, valueIn } from './scope.ts';
import type { Parameter } from './tokens.ts';
import type { Condition, Operand } from './trees.ts';

const ordered: readonly string[] = ['S', 'N', 'B'];
const withBeginnings: readonly string[] = ['S', 'B'];

/** Refuses what no item could make sense of, as DynamoDB does before it looks at one. */
export function checkCondition(parameter: Parameter, condition: Condition, scope: Scope): void {
  const check = (inner: Condition): void => checkCondition(parameter, inner, scope);
  const refuse = (what: string): never => {
    throw new Invalid(`Invalid ${parameter}: ${what}`);
  };
  const typed = (operator: string, operand: Operand, allowed: readonly string[]): void => {
    const type = typeSent(scope, operand);
    if (type !== undefined && !allowed.includes(type))
      refuse(
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
      );
  };
  const distinct = (operator: string, first: Operand, others: readonly Operand[]): void => {
    const text = textOf(scope, first);
    if (others.some((other) => textOf(scope, other) === text))
      refuse(
        `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${text}`,
      );
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      check(condition.one);
      check(condition.other);
      break;
    case 'not':
      check(condition.of);
      break;
    case 'compare': {
      const { by, left, right } = condition;
      distinct(by, left, [right]);
      if (by !== '=' && by !== '<>') for (const one of [left, right]) typed(by, one, ordered);
      break;
    }
    case 'between': {
      const { operand, low, high } = condition;
      distinct('BETWEEN', operand, [low, high]);
      for (const one of [operand, low, high]) typed('BETWEEN', one, ordered);
      checkBounds(valueSent(scope, low), valueSent(scope, high), refuse);
      break;
    }
    case 'in':
      distinct('IN', condition.operand, condition.options);
      break;
    case 'call':
      checkCall(condition, scope, { typed, distinct, refuse });
  }
}

type Checks = {
  readonly typed: (operator: string, operand: Operand, allowed: readonly string[]) => void;
  readonly distinct: (operator: string, first: Operand, others: readonly Operand[]) => void;
  readonly refuse: (what: string) => never;
};

function checkCall(
  { predicate, operands }: Extract<Condition, { readonly kind: 'call' }>,
  scope: Scope,
  { typed, distinct, refuse }: Checks,
): void {
  const [first, second] = operands as readonly [Operand, Operand];
  switch (predicate) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      if (first.kind !== 'path')
        refuse(`Operator or function requires a document path; operator or function: ${predicate}`);
      return;
    case 'attribute_type': {
      typed(predicate, second, ['S']);
      const wanted = valueSent(scope, second);
      if (wanted === undefined || !('S' in wanted) || !(valueTypes as readonly string[]).includes(wanted.S))
        refuse('Invalid attribute type name found');
      break;
    }
    case 'begins_with':
      for (const one of [first, second]) typed(predicate, one, withBeginnings);
      break;
    case 'contains':
      break;
  }
  distinct(predicate, first, [second]);
}

function checkBounds(low: Value | undefined, high: Value | undefined, refuse: (what: string) => never): void {
  if (low === undefined || high === undefined) return;
  const order = compareValues(low, high);
  if (order === undefined) refuse('The BETWEEN operator requires same data type for lower and upper bounds');
  else if (order > 0)
    refuse('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
}

const valueSent = (scope: Scope, operand: Operand): Value | undefined =>
  operand.kind === 'value' ? valueIn(scope, operand) : undefined;

function typeSent(scope: Scope, operand: Operand): string | undefined {
  if (operand.kind === 'size') return 'N';
  const value = valueSent(scope, operand);
  return value === undefined ? undefined : typeOf(value);
}

function textOf(scope: Scope, operand: Operand): string {
  if (operand.kind === 'size') return `size(${textOf(scope, operand.of)})`;
  return operand.kind === 'value' ? operand.placeholder : JSON.stringify(stepsOf(scope, operand));
}
