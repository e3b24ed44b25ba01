import {
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalStack } from '../../local/stack.ts';

/** An item as it is stored. */
export type StoredItem = { readonly pk: string; readonly sk: string } & Readonly<Record<string, unknown>>;

/** The table of a running stack, for whoever looks into it or spoils it beside the functions. */
export type TableOfStack = {
  /** Every item there is. */
  readonly items: () => Promise<readonly StoredItem[]>;
  /** Puts an item as somebody with access to the account could, whatever is in it. */
  readonly put: (item: StoredItem) => Promise<void>;
  readonly close: () => void;
};

/** Opens the one table of a stack. */
export function tableOfStack({ database, model }: Pick<LocalStack, 'database' | 'model'>): TableOfStack {
  const { url: endpoint, region, accessKeyId } = database;
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'none' },
  });
  const TableName = model.tables[0]?.name;
  return {
    items: async () => {
      const items: StoredItem[] = [];
      let from: ScanCommandOutput['LastEvaluatedKey'];
      do {
        const page: ScanCommandOutput = await client.send(
          new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey: from }),
        );
        items.push(...(page.Items ?? []).map((item) => unmarshall(item) as StoredItem));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return items;
    },
    put: async (item) => {
      await client.send(
        new PutItemCommand({ TableName, Item: marshall(item, { removeUndefinedValues: true }) }),
      );
    },
    close: () => client.destroy(),
  };
}
