import { addNumbers } from '../decimals.ts';
import { Invalid } from '../refusals.ts';
import { holdsBytes, noteBytes, type Value, type Values } from '../values.ts';
import { type ResolvedStep, type Scope, stepsOf, valueAt, valueIn } from './scope.ts';
import { lessSet, mergedSets } from './sets.ts';
import type { Change, NewValue } from './trees.ts';

type Steps = readonly ResolvedStep[];
/** What to do at the end of a path; undefined takes away what is there. */
type Edit = (there: Value | undefined) => Value | undefined;

const misfit = (): Invalid =>
  new Invalid('The document path provided in the update expression is invalid for update');
const wrongType = (): Invalid =>
  new Invalid('An operand in the update expression has an incorrect data type');

/** The item after the changes: all of them read the item as it was before. Throws what is wrong with this item. */
export function applyUpdate(changes: readonly Change[], before: Values, scope: Scope): Values {
  const edits = changes.map((change) => ({
    steps: stepsOf(scope, change.path),
    edit: editOf(change, before, scope),
    isRemoval: change.kind === 'remove',
  }));
  const whole: Value = edits
    // Places in a list are those before the update: what is taken away goes last, from behind.
    .sort((one, other) =>
      one.isRemoval === other.isRemoval
        ? (one.isRemoval ? -1 : 1) * compareSteps(one.steps, other.steps)
        : Number(one.isRemoval) - Number(other.isRemoval),
    )
    .reduce<Value>((value, { steps, edit }) => edited(value, steps, edit), { M: before });
  const after = (whole as { readonly M: Values }).M;
  if (holdsBytes(before) || holdsBytes(scope.values)) noteBytes(after);
  return after;
}

function compareSteps(one: Steps, other: Steps): number {
  for (const [depth, step] of one.entries()) {
    const second = other[depth];
    if (typeof step === 'number' && typeof second === 'number' && step !== second) return step - second;
    if (step !== second) return 0;
  }
  return 0;
}

function edited(value: Value, [step, ...rest]: Steps, edit: Edit): Value {
  if (typeof step === 'number') return 'L' in value ? editedList(value.L, step, rest, edit) : refused();
  if (step === undefined || !('M' in value)) return refused();
  const there = Object.hasOwn(value.M, step) ? value.M[step] : undefined;
  const to = editedPart(there, rest, edit);
  if (to === there) return value;
  if (to !== undefined) return { M: Object.freeze({ ...value.M, [step]: to }) };
  const { [step]: _, ...others } = value.M;
  return { M: Object.freeze(others) };
}

function editedList(list: readonly Value[], index: number, rest: Steps, edit: Edit): Value {
  const to = editedPart(list[index], rest, edit);
  if (to === undefined) return { L: Object.freeze(list.toSpliced(index, 1)) };
  return { L: Object.freeze(index < list.length ? list.with(index, to) : [...list, to]) };
}

function editedPart(there: Value | undefined, rest: Steps, edit: Edit): Value | undefined {
  if (rest.length === 0) return edit(there);
  return there === undefined ? refused() : Object.freeze(edited(there, rest, edit));
}

function refused(): never {
  throw misfit();
}

function editOf(change: Change, before: Values, scope: Scope): Edit {
  switch (change.kind) {
    case 'set': {
      const to = newValue(change.to, before, scope);
      return () => to;
    }
    case 'remove':
      return () => undefined;
    case 'add': {
      const more = valueIn(scope, change.value);
      return (there) => (there === undefined ? more : added(there, more));
    }
    case 'delete': {
      const less = valueIn(scope, change.value);
      return (there) => (there === undefined ? undefined : lessened(there, less));
    }
  }
}

function added(there: Value, more: Value): Value {
  if ('N' in there && 'N' in more) return summed(there, more, '+');
  return mergedSets(there, more) ?? refusedType();
}

function lessened(there: Value, less: Value): Value | undefined {
  const left = lessSet(there, less);
  if (left === undefined) return refusedType();
  return left === 'empty' ? undefined : left;
}

function refusedType(): never {
  throw wrongType();
}

function newValue(to: NewValue, before: Values, scope: Scope): Value {
  const of = (part: NewValue): Value => newValue(part, before, scope);
  switch (to.kind) {
    case 'value':
      return valueIn(scope, to);
    case 'path': {
      const found = valueAt(before, stepsOf(scope, to));
      if (found === undefined)
        throw new Invalid('The provided expression refers to an attribute that does not exist in the item');
      return found;
    }
    case 'if-not-exists':
      return valueAt(before, stepsOf(scope, to.path)) ?? of(to.otherwise);
    case 'list-append': {
      const [first, second] = [of(to.first), of(to.second)];
      if (!('L' in first && 'L' in second)) throw wrongType();
      return Object.freeze({ L: Object.freeze([...first.L, ...second.L]) });
    }
    case 'sum':
      return summed(of(to.one), of(to.other), to.sign);
  }
}

function summed(one: Value, other: Value, sign: '+' | '-'): Value {
  if (!('N' in one && 'N' in other)) throw wrongType();
  const sum = addNumbers(one.N, other.N, sign);
  if (!sum.ok) throw new Invalid('Number overflow. Attempting to store a number that is out of range');
  return Object.freeze({ N: sum.text });
}
