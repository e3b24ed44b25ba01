import { partitionPrefix, sortKey } from '../../../functions/adapters/dynamodb/table-keys.ts';

/** The longest first, so that `S#LIFE#` is not taken for anything shorter. */
const longestFirst = (words: object): readonly string[] =>
  Object.values(words)
    .map(String)
    .sort((a, b) => b.length - a.length);
const partitions = longestFirst(partitionPrefix);
const sorts = longestFirst(sortKey);

/** What kind of item a key is of, without any id: `AL#/H#`, `TL#/S#FAMILY`. */
export function kindOfKey(key: Readonly<Record<string, { readonly S?: string } | undefined>>): string {
  const partition = key.pk?.S ?? '';
  const sort = key.sk?.S ?? '';
  const kind = (text: string, beginnings: readonly string[]): string => {
    const found = beginnings.find((beginning) => text.startsWith(beginning));
    if (found === undefined) throw new Error(`No item has a key that begins with ${text.slice(0, 4)}.`);
    return found;
  };
  return `${kind(partition, partitions)}/${kind(sort, sorts)}`;
}

type Key = Parameters<typeof kindOfKey>[0];
type Write = {
  readonly Put?: { readonly Item: Key };
  readonly Update?: { readonly Key: Key };
  readonly Delete?: { readonly Key: Key };
};

/** Every shape of command that an adapter sends to the table. */
type Input = {
  readonly Key?: Key;
  readonly Item?: Key;
  readonly TransactItems?: readonly Write[];
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Key[] }>>;
  readonly IndexName?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
};

/** The kinds of items that a command to the table names, each once, in its order. */
export function kindsIn(input: Input): readonly string[] {
  const keys = [
    ...(input.Key === undefined ? [] : [input.Key]),
    ...(input.Item === undefined ? [] : [input.Item]),
    ...(input.TransactItems ?? []).flatMap(({ Put, Update, Delete }) =>
      [Put?.Item, Update?.Key, Delete?.Key].filter((key) => key !== undefined),
    ),
    ...Object.values(input.RequestItems ?? {}).flatMap(({ Keys = [] }) => Keys),
  ];
  if (keys.length > 0) return [...new Set(keys.map(kindOfKey))];
  if (input.IndexName !== undefined) return [`index ${input.IndexName}`];
  const partition = input.ExpressionAttributeValues?.[':pk']?.S;
  return [partitions.find((beginning) => partition?.startsWith(beginning)) ?? 'table'];
}
