import { Invalid } from '../refusals.ts';
import { typeOf } from '../values.ts';
import { type ResolvedStep, type Scope, stepsOf, valueIn } from './scope.ts';
import type { Change, NewValue } from './trees.ts';

const addable: readonly string[] = ['N', 'SS', 'NS', 'BS'];
const deletable: readonly string[] = ['SS', 'NS', 'BS'];

/** Refuses what no item could be changed by, as DynamoDB does before it looks at one. */
export function checkUpdate(changes: readonly Change[], scope: Scope): void {
  for (const change of changes) {
    if (change.kind === 'set') checkNewValue(change.to, scope);
    if (change.kind === 'add') checkType('ADD', change.value, scope, addable);
    if (change.kind === 'delete') checkType('DELETE', change.value, scope, deletable);
  }
  checkApart(changes.map(({ path }) => stepsOf(scope, path)));
}

function checkNewValue(to: NewValue, scope: Scope): void {
  switch (to.kind) {
    case 'path':
    case 'value':
      return;
    case 'if-not-exists':
      checkNewValue(to.otherwise, scope);
      return;
    case 'list-append':
      for (const one of [to.first, to.second]) {
        checkType('list_append', one, scope, ['L']);
        checkNewValue(one, scope);
      }
      return;
    case 'sum':
      for (const one of [to.one, to.other]) {
        checkType(to.sign, one, scope, ['N']);
        checkNewValue(one, scope);
      }
  }
}

/** Of what is sent with the command alone: what an attribute holds is seen later. */
function checkType(operator: string, operand: NewValue, scope: Scope, allowed: readonly string[]): void {
  const type = typeSent(operand, scope);
  if (type !== undefined && !allowed.includes(type))
    throw new Invalid(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`,
    );
}

function typeSent(operand: NewValue, scope: Scope): string | undefined {
  switch (operand.kind) {
    case 'value':
      return typeOf(valueIn(scope, operand));
    case 'list-append':
      return 'L';
    case 'sum':
      return 'N';
    case 'path':
    case 'if-not-exists':
      return undefined;
  }
}

/** No two paths may be the same, lie within one another, or take one place for a list and for a map. */
export function checkApart(
  paths: readonly (readonly ResolvedStep[])[],
  parameter = 'UpdateExpression',
): void {
  paths.forEach((one, index) => {
    for (const other of paths.slice(index + 1)) {
      const at = one.findIndex((step, depth) => step !== other[depth]);
      const [first, second] = [one[at], other[at]];
      if (at === -1 || second === undefined)
        throw new Invalid(
          `Invalid ${parameter}: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(other)}`,
        );
      if (typeof first !== typeof second)
        throw new Invalid(
          `Invalid ${parameter}: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(other)}`,
        );
    }
  });
}

const pathText = (steps: readonly ResolvedStep[]): string =>
  `[${steps.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
