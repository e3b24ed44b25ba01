import type { TransactWriteItem, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import type { Contents } from './contents.ts';
import { parametersOf } from './input.ts';
import { itemBytes } from './item-size.ts';
import {
  type PreparedWrite,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
} from './prepare-write.ts';
import { cancelled, Invalid, noSuchTable, tokenMismatch, type Verdict } from './refusals.ts';
import type { Key } from './rows.ts';
import { type StoredItem, shownItem } from './values.ts';

const mostItems = 100;
const mostBytes = 4 * 1024 * 1024;
const tokenMilliseconds = 600_000;
const mostTokenLength = 36;

const conditional = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
] as const;

/** Tokens of transactions that were written, with what they were sent for and when. */
export type SentToken = { readonly token: string; readonly request: string; readonly at: number };

export type Transactions = {
  readonly write: (input: TransactWriteItemsCommandInput) => object;
  readonly tokens: () => readonly SentToken[];
};

type On = {
  readonly contents: Contents;
  readonly tableName: string;
  readonly now: () => number;
  readonly from: readonly SentToken[];
};

/** Transactions on the table: all of their items are written, or none. */
export function createTransactions({ contents, tableName, now, from }: On): Transactions {
  const sent = new Map(from.map((one) => [one.token, one]));

  const write = (input: TransactWriteItemsCommandInput): object => {
    const { TransactItems: items = [], ClientRequestToken: token } = parametersOf(
      'TransactWriteItems',
      input,
      ['TransactItems', 'ClientRequestToken'],
    );
    if (items.length === 0 || items.length > mostItems)
      throw new Invalid(`A transaction writes between 1 and ${mostItems} items`);
    if (token !== undefined && (token.length === 0 || token.length > mostTokenLength))
      throw new Invalid(`A token has between 1 and ${mostTokenLength} characters`);
    const prepared = items.map((item) => prepare(item, tableName));
    checkApart(prepared);
    const request = token === undefined ? '' : requestText(items);
    if (token !== undefined && isAgain(token, request)) return {};
    writeAll(contents, prepared);
    if (token !== undefined) sent.set(token, { token, request, at: now() });
    return {};
  };

  const isAgain = (token: string, request: string): boolean => {
    for (const { token: old, at } of sent.values()) if (now() - at > tokenMilliseconds) sent.delete(old);
    const known = sent.get(token);
    if (known !== undefined && known.request !== request) throw tokenMismatch();
    return known !== undefined;
  };

  return { write, tokens: () => [...sent.values()] };
}

/** What a request asks for, whatever the order of its attributes. */
const requestText = (items: readonly TransactWriteItem[]): string =>
  JSON.stringify(items, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

function prepare(item: TransactWriteItem, tableName: string): PreparedWrite {
  const { Put, Update, Delete, ConditionCheck } = item;
  const given = [Put, Update, Delete, ConditionCheck].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new Invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  if (given[0]?.TableName !== tableName) throw noSuchTable();
  if (Put !== undefined) return preparePut(parametersOf('Put', Put, [...conditional, 'Item']));
  if (Update !== undefined) {
    if (Update.UpdateExpression === undefined)
      throw new Invalid('An update of a transaction needs its expression');
    return prepareUpdate(parametersOf('Update', Update, [...conditional, 'Key', 'UpdateExpression']));
  }
  if (Delete !== undefined) return prepareDelete(parametersOf('Delete', Delete, [...conditional, 'Key']));
  if (ConditionCheck?.ConditionExpression === undefined) throw new Invalid('A check needs its condition');
  return prepareCheck(parametersOf('ConditionCheck', ConditionCheck, [...conditional, 'Key']));
}

function checkApart(prepared: readonly PreparedWrite[]): void {
  const keys = new Map<string, Set<string>>();
  for (const { key } of prepared) {
    const sorts = keys.get(key.pk) ?? new Set<string>();
    if (sorts.has(key.sk))
      throw new Invalid('Transaction request cannot include multiple operations on one item');
    keys.set(key.pk, sorts.add(key.sk));
  }
}

type Judged = { readonly key: Key; readonly verdict: Verdict; readonly after: StoredItem | undefined };

function writeAll(contents: Contents, prepared: readonly PreparedWrite[]): void {
  const judged = prepared.map((one) => judge(one, contents.item(one.key, 'strong')));
  if (judged.some(({ verdict }) => verdict.code !== 'None'))
    throw cancelled(judged.map(({ verdict }) => verdict));
  const bytes = judged.reduce((sum, { after }) => sum + (after === undefined ? 0 : itemBytes(after)), 0);
  if (bytes > mostBytes) throw new Invalid('Collection size exceeded: a transaction writes 4 MB at most');
  for (const { key, after } of judged) contents.write(key, after);
}

function judge(
  { key, isAllowed, after, showsInTheWay }: PreparedWrite,
  before: StoredItem | undefined,
): Judged {
  try {
    if (isAllowed(before)) return { key, after: after(before), verdict: { code: 'None' } };
    const item = showsInTheWay && before !== undefined ? shownItem(before) : undefined;
    return { key, after: undefined, verdict: { code: 'ConditionalCheckFailed', item } };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { key, after: undefined, verdict: { code: 'ValidationError', message: error.message } };
  }
}
