import { compareBytes, compareValues, equalValues } from '../compare-values.ts';
import { typeOf, type Value, type Values } from '../values.ts';
import { type Scope, stepsOf, valueAt, valueIn } from './scope.ts';
import type { Comparator, Condition, Operand } from './trees.ts';

/** Whether an item meets a condition; where there is no item, it has no attribute. */
export function holds(condition: Condition, item: Values, scope: Scope): boolean {
  const of = (operand: Operand): Value | undefined => operandValue(operand, item, scope);
  switch (condition.kind) {
    case 'and':
      return holds(condition.one, item, scope) && holds(condition.other, item, scope);
    case 'or':
      return holds(condition.one, item, scope) || holds(condition.other, item, scope);
    case 'not':
      return !holds(condition.of, item, scope);
    case 'compare':
      return compares(condition.by, of(condition.left), of(condition.right));
    case 'between': {
      const value = of(condition.operand);
      return compares('>=', value, of(condition.low)) && compares('<=', value, of(condition.high));
    }
    case 'in': {
      const value = of(condition.operand);
      return condition.options.some((option) => compares('=', value, of(option)));
    }
    case 'call': {
      const [first, second] = condition.operands.map(of);
      if (condition.predicate === 'attribute_exists') return first !== undefined;
      if (condition.predicate === 'attribute_not_exists') return first === undefined;
      if (first === undefined || second === undefined) return false;
      if (condition.predicate === 'attribute_type') return 'S' in second && typeOf(first) === second.S;
      return condition.predicate === 'begins_with' ? beginsWith(first, second) : contains(first, second);
    }
  }
}

function operandValue(operand: Operand, item: Values, scope: Scope): Value | undefined {
  if (operand.kind === 'value') return valueIn(scope, operand);
  if (operand.kind === 'path') return valueAt(item, stepsOf(scope, operand));
  const value = operandValue(operand.of, item, scope);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** What is not there equals nothing, and differs from everything. */
function compares(by: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return by === '<>';
  if (by === '=') return equalValues(left, right);
  if (by === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  return order !== undefined && agrees[by](order);
}

const agrees: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function beginsWith(value: Value, beginning: Value): boolean {
  if ('S' in value && 'S' in beginning) return value.S.startsWith(beginning.S);
  if ('B' in value && 'B' in beginning)
    return compareBytes(value.B.subarray(0, beginning.B.length), beginning.B) === 0;
  return false;
}

function contains(value: Value, part: Value): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && Buffer.from(value.B).includes(Buffer.from(part.B));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  if ('BS' in value) return 'B' in part && value.BS.some((bytes) => compareBytes(bytes, part.B) === 0);
  return 'L' in value && value.L.some((one) => equalValues(one, part));
}

/** What `size` says; undefined for what has none. */
function sizeOf(value: Value): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return value.B.length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  if ('L' in value) return value.L.length;
  return 'M' in value ? Object.keys(value.M).length : undefined;
}
