import { marshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../functions/adapters/dynamodb/table.ts';

type Item = Readonly<Record<string, unknown>>;
type Read = {
  readonly input: {
    readonly Key?: { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
    readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S: string }>>;
  };
};

/** A table that holds these items whatever happens, as one would that somebody else has written. */
export function aFixedTable(items: readonly Item[]): Table {
  const send = async ({ input: { Key, ExpressionAttributeValues: values } }: Read): Promise<object> => {
    if (Key !== undefined) {
      const found = items.find(({ pk, sk }) => pk === Key.pk.S && sk === Key.sk.S);
      return found === undefined ? {} : { Item: marshall(found) };
    }
    const beginning = values?.[':sk']?.S ?? '';
    const found = items.filter(({ pk, sk }) => pk === values?.[':pk']?.S && String(sk).startsWith(beginning));
    return { Items: found.map((item) => marshall(item)) };
  };
  const client = { send } as unknown as Table['client'];
  return { client, name: 'tideline', retry: { attempts: 1, delay: async () => undefined, random: () => 0 } };
}
