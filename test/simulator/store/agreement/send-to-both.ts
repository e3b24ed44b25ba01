import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';

export type Client = { readonly send: (command: object) => Promise<unknown> };
type Attributes = Readonly<Record<string, AttributeValue>>;
type Page = {
  readonly Items?: readonly Attributes[];
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly LastEvaluatedKey?: Attributes;
};

/** What came of a command, in a form in which two of them can be compared. */
export type Outcome = { readonly kind: string; readonly told: unknown };

/** Sends a command and says what came of it; a query or a scan is read to its end. */
export async function outcomeOf(client: Client, command: object): Promise<Outcome> {
  try {
    const isPaged = command instanceof QueryCommand || command instanceof ScanCommand;
    const told = isPaged ? await readToEnd(client, command) : plain(await client.send(command), command);
    return { kind: 'done', told };
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      const reasons = (error.CancellationReasons ?? []).map(({ Code, Item }) => ({
        Code,
        ...(Item !== undefined && { Item: plainValue(Item) }),
      }));
      const codes = [...new Set(reasons.map(({ Code }) => Code))].sort().join(', ');
      return { kind: `cancelled: ${codes}`, told: reasons };
    }
    if (error instanceof ConditionalCheckFailedException)
      return { kind: error.name, told: { item: plainValue(error.Item) } };
    if (error instanceof Error && error.name.endsWith('Exception')) return { kind: error.name, told: {} };
    throw error;
  }
}

function plain(output: unknown, command: object): unknown {
  const { $metadata: _, ConsumedCapacity: __, ...rest } = output as Readonly<Record<string, unknown>>;
  if (!(command instanceof BatchGetItemCommand)) return plainValue(rest);
  const { Responses = {}, ...others } = rest as {
    readonly Responses?: Readonly<Record<string, readonly Attributes[]>>;
  };
  const responses = Object.entries(Responses).map(([table, items]) => [table, inOrder(items)]);
  return { ...others, Responses: Object.fromEntries(responses) };
}

/**
 * All pages of a query or a scan. Items are in order where DynamoDB promises
 * one: by the sort key of a query; a scan, and items of an index with one sort
 * key, come in any.
 */
async function readToEnd(client: Client, command: QueryCommand | ScanCommand): Promise<unknown> {
  const pages: Page[] = [];
  let from: Attributes | undefined;
  do {
    const input = { ...command.input, ...(from !== undefined && { ExclusiveStartKey: from }) };
    const next =
      command instanceof QueryCommand ? new QueryCommand(input as never) : new ScanCommand(input as never);
    const page = (await client.send(next)) as Page;
    pages.push(page);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  const items = pages.flatMap(({ Items = [] }) => Items);
  const sum = (of: (page: Page) => number | undefined): number =>
    pages.reduce((all, page) => all + (of(page) ?? 0), 0);
  const isOrdered = command instanceof QueryCommand && command.input.IndexName === undefined;
  const sortName = indexSorts[(command.input as { readonly IndexName?: string }).IndexName ?? ''];
  return {
    pages: pages.filter(({ ScannedCount = 0 }) => ScannedCount > 0).length,
    count: sum(({ Count }) => Count),
    scanned: sum(({ ScannedCount }) => ScannedCount),
    items: isOrdered ? items.map(plainValue) : inOrder(items),
    ...(sortName !== undefined && { sorts: items.map((item) => item[sortName]?.S) }),
  };
}

const indexSorts: Readonly<Record<string, string>> = {
  due: 'dueAt',
  byOwner: 'ownerSort',
  byState: 'changedSort',
};

export const inOrder = (items: readonly Attributes[]): readonly unknown[] =>
  items
    .map(plainValue)
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, item]) => item);

/** A number in one way of writing; one that the language's own numbers cannot hold stays as it is. */
function plainNumber(text: string): string {
  const digits = text
    .replace(/e.*$/i, '')
    .replaceAll(/\D/g, '')
    .replaceAll(/^0+|0+$/g, '');
  return digits.length > 15 ? text : String(Number(text));
}

/** A value with its names and its sets in one order, and bytes as text. */
function plainValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  if ('N' in value) return { N: plainNumber(String(value.N)) };
  if ('NS' in value) return { NS: (value.NS as readonly string[]).map(plainNumber).sort() };
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const isSet = ['SS', 'BS'].includes(name) && Array.isArray(inner);
    const own = plainValue(inner);
    return [name, isSet ? (own as unknown[]).map((one) => JSON.stringify(one)).sort() : own];
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
