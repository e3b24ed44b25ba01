import { checkCondition } from './expressions/check-condition.ts';
import { holds } from './expressions/holds.ts';
import { parseCondition } from './expressions/parse-condition.ts';
import type { Scope } from './expressions/scope.ts';
import type { Condition, Parsed } from './expressions/trees.ts';
import { Invalid } from './refusals.ts';
import type { Row } from './rows.ts';
import { type StoredItem, shownItem } from './values.ts';

const mostPageBytes = 1024 * 1024;

/** What a query or a scan answers of the rows that it is about. */
export type PageOptions = {
  readonly limit: number | undefined;
  readonly isWanted: (item: StoredItem) => boolean;
  readonly narrow: (item: StoredItem) => StoredItem;
  /** The key to go on after. */
  readonly keyOf: (row: Row) => StoredItem;
};

/** One page: it ends at the limit or once it has read a megabyte, whatever of it is wanted. */
export function pageOf(rows: Iterable<Row>, { limit, isWanted, narrow, keyOf }: PageOptions): object {
  const wanted: StoredItem[] = [];
  let [read, bytes] = [0, 0];
  let last: Row | undefined;
  for (const row of rows) {
    bytes += row.bytes;
    read += 1;
    if (isWanted(row.item)) wanted.push(narrow(row.item));
    if (read === limit || bytes > mostPageBytes) {
      last = row;
      break;
    }
  }
  return {
    Items: wanted.map(shownItem),
    Count: wanted.length,
    ScannedCount: read,
    ...(last !== undefined && { LastEvaluatedKey: shownItem(keyOf(last)) }),
  };
}

export function checkLimit(limit: number | undefined): number | undefined {
  if (limit !== undefined && limit < 1)
    throw new Invalid(
      'Limit failed to satisfy constraint: Member must have value greater than or equal to 1',
    );
  return limit;
}

/** A filter as it was sent, and what of it each of a command's parts needs. */
export type Filter = {
  readonly used: readonly { readonly parameter: 'FilterExpression'; readonly parsed: Parsed<Condition> }[];
  /** Whether a filter wants an item, once the scope of the command is known. */
  readonly wants: (scope: Scope) => (item: StoredItem) => boolean;
};

export function filterOf(text: string | undefined): Filter {
  if (text === undefined) return { used: [], wants: () => () => true };
  const parameter = 'FilterExpression';
  const parsed = parseCondition(parameter, text);
  return {
    used: [{ parameter, parsed }],
    wants: (scope) => {
      checkCondition(parameter, parsed.tree, scope);
      return (item) => holds(parsed.tree, item, scope);
    },
  };
}
