import type {
  ConditionCheck,
  Delete,
  DeleteItemCommandInput,
  Put,
  PutItemCommandInput,
  Update,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { applyUpdate } from './expressions/apply-update.ts';
import { checkCondition } from './expressions/check-condition.ts';
import { checkUpdate } from './expressions/check-update.ts';
import { holds } from './expressions/holds.ts';
import { parseCondition } from './expressions/parse-condition.ts';
import { parseUpdate } from './expressions/parse-update.ts';
import { headOf, type Scope, scopeOf } from './expressions/scope.ts';
import type { Change } from './expressions/trees.ts';
import { chosen } from './input.ts';
import { keepValues } from './keep-values.ts';
import { checkPut, checkStorable, keyFrom, keyItem, keyNames, keyOfPut } from './keys.ts';
import { Invalid } from './refusals.ts';
import type { Key } from './rows.ts';
import type { StoredItem, Values } from './values.ts';

/** A write that is in order as far as that can be said without looking at the item. */
export type PreparedWrite = {
  readonly key: Key;
  /** Whether a refusal brings the item that stands in the way. */
  readonly showsInTheWay: boolean;
  /** Whether its condition holds. This and `after` throw where the write is wrong for the table or for this item. */
  readonly isAllowed: (before: StoredItem | undefined) => boolean;
  /** The item afterwards, undefined where there is none. */
  readonly after: (before: StoredItem | undefined) => StoredItem | undefined;
};

type Conditional = Pick<
  PutItemCommandInput,
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
  | 'ReturnValuesOnConditionCheckFailure'
>;

const noItem: Values = Object.freeze({});

export function preparePut(input: PutItemCommandInput | Put): PreparedWrite {
  const item = keepValues(input.Item ?? {});
  const guard = prepareCondition(input);
  const key = keyOfPut(item);
  checkPut(item);
  return {
    ...guard,
    key,
    isAllowed: (before) => {
      // What is wrong with the item is said whether or not the condition holds.
      checkStorable(item);
      return guard.isAllowed(before);
    },
    after: () => item,
  };
}

export const prepareDelete = (input: DeleteItemCommandInput | Delete): PreparedWrite => ({
  ...prepareCondition(input),
  key: keyFrom(input.Key),
  after: () => undefined,
});

/** A check changes nothing. */
export const prepareCheck = (input: ConditionCheck): PreparedWrite => ({
  ...prepareCondition(input),
  key: keyFrom(input.Key),
  after: (before) => before,
});

/** Changes an item, or makes one of its key and the changes where there is none. */
export function prepareUpdate(input: UpdateItemCommandInput | Update): PreparedWrite {
  const { UpdateExpression: text } = input;
  const update = text === undefined ? undefined : parseUpdate(text);
  const used = update === undefined ? [] : [{ parameter: 'UpdateExpression', parsed: update } as const];
  const { scope, ...guard } = prepareCondition(input, used);
  if (update !== undefined) checkUpdate(update.tree, scope);
  const key = keyFrom(input.Key);
  return {
    ...guard,
    key,
    after: (before) => {
      const there = before ?? Object.freeze(keyItem(key));
      if (update !== undefined) refuseKeys(update.tree, scope);
      const item = update === undefined ? there : applyUpdate(update.tree, there, scope);
      checkStorable(item);
      return item;
    },
  };
}

/** DynamoDB says so only once the condition held. */
function refuseKeys(changes: readonly Change[], scope: Scope): void {
  for (const { path } of changes) {
    const head = headOf(scope, path);
    if (keyNames.includes(head))
      throw new Invalid(
        `One or more parameter values were invalid: Cannot update attribute ${head}. This attribute is part of the key`,
      );
  }
}

function prepareCondition(
  input: Conditional,
  others: Parameters<typeof scopeOf>[1] = [],
): Pick<PreparedWrite, 'isAllowed' | 'showsInTheWay'> & { readonly scope: Scope } {
  const { ConditionExpression: text, ReturnValuesOnConditionCheckFailure: shown } = input;
  const showsInTheWay =
    chosen('ReturnValuesOnConditionCheckFailure', shown, ['NONE', 'ALL_OLD']) === 'ALL_OLD';
  if (text === undefined) return { scope: scopeOf(input, others), showsInTheWay, isAllowed: () => true };
  const parameter = 'ConditionExpression';
  const condition = parseCondition(parameter, text);
  const scope = scopeOf(input, [...others, { parameter, parsed: condition }]);
  checkCondition(parameter, condition.tree, scope);
  return { scope, showsInTheWay, isAllowed: (before) => holds(condition.tree, before ?? noItem, scope) };
}
