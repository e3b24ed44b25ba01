import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { FamilyList } from '../../../core/ports/family-list.ts';
import { type ItemKey, itemKey } from './item-keys.ts';
import type { Table } from './table.ts';
import { partitionPrefix, sortKey, tableKey } from './table-keys.ts';

/** Items of every kind that are read at most for a part of the list; about a megabyte. */
const itemsInPart = 1_000;

/** Where a scan goes on: the key of the last item that it read, of whatever kind. */
const Cursor = z.tuple([z.string().min(1), z.string().min(1)]);

const cursorAt = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);

function keyAt(cursor: string): ItemKey {
  const [pk, sk] = Cursor.parse(JSON.parse(cursor));
  return { pk, sk };
}

/**
 * All families on the one table, by a scan of it: nothing else lists them, and
 * an index for it would be written with each of them. It reads without
 * consistency, since whoever gets a family reads it again.
 */
export const dynamoDbFamilyList = (table: Table, atMost = itemsInPart): FamilyList => ({
  after: async (cursor) => {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        Limit: atMost,
        ...(cursor === undefined ? {} : { ExclusiveStartKey: marshall(keyAt(cursor)) }),
        FilterExpression: 'begins_with(#pk, :family) AND #sk = :slot AND attribute_not_exists(#joined)',
        ProjectionExpression: '#pk, #sk',
        ExpressionAttributeNames: {
          '#pk': tableKey.partition,
          '#sk': tableKey.sort,
          '#joined': 'joinedInto',
        },
        ExpressionAttributeValues: marshall({ ':family': partitionPrefix.family, ':slot': sortKey.family }),
      }),
    );
    return {
      families: Items.map((item) => {
        const familyId = String(unmarshall(item)[tableKey.partition]).slice(partitionPrefix.family.length);
        return { familyId, cursor: cursorAt(itemKey.family(familyId)) };
      }),
      next: LastEvaluatedKey === undefined ? undefined : cursorAt(unmarshall(LastEvaluatedKey) as ItemKey),
    };
  },
});
