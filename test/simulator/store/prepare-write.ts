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
import { type Scope, scopeOf } from './expressions/scope.ts';
import { chosen } from './input.ts';
import { keepValues } from './keep-values.ts';
import { checkStorable, keyFrom, keyItem, keyNames, keyOfPut } from './keys.ts';
import type { Key } from './rows.ts';
import type { StoredItem, Values } from './values.ts';

/** A write that is in order as far as that can be said without looking at the item. */
export type PreparedWrite = {
  readonly key: Key;
  /** Whether a refusal brings the item that stands in the way. */
  readonly showsInTheWay: boolean;
  readonly isAllowed: (before: StoredItem | undefined) => boolean;
  /** The item afterwards, undefined where there is none. Throws where this item cannot be changed like this. */
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
  checkStorable(item);
  return { ...guard, key, after: () => item };
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
  if (update !== undefined) checkUpdate(update.tree, scope, keyNames);
  const key = keyFrom(input.Key);
  return {
    ...guard,
    key,
    after: (before) => {
      const there = before ?? Object.freeze(keyItem(key));
      const item = update === undefined ? there : applyUpdate(update.tree, there, scope);
      checkStorable(item);
      return item;
    },
  };
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
