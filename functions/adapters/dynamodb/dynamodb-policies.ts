import type { PointerRead, PolicyStore } from '../../../core/ports/policy-store.ts';
import { itemKey } from './item-keys.ts';
import {
  decodePolicyDocument,
  decodePolicyPointer,
  encodePolicyDocument,
  encodePolicyPointer,
} from './policy-items.ts';
import { isNew, isThere, type PutCondition } from './put-condition.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, writeTogether } from './write-together.ts';

/** Policies on the one table. A policy's content is written once and never again. */
export const dynamoDbPolicies = (table: Table): PolicyStore => ({
  pointer: async () => {
    const item = await readItem(table, itemKey.policyPointer);
    if (item === undefined) return { code: 'none' };
    const pointer = decodePolicyPointer(item);
    return pointer === undefined ? { code: 'unreadable' } : { code: 'found', pointer };
  },
  document: async (hash) => {
    const item = await readItem(table, itemKey.policyDocument(hash));
    if (item === undefined) return { code: 'none' };
    const document = decodePolicyDocument(item);
    return document === undefined ? { code: 'unreadable' } : { code: 'found', document };
  },
  keep: async (hash, document) => {
    await isWritten(table, { item: encodePolicyDocument(hash, document), condition: isNew });
  },
  point: async (pointer, seen) =>
    (await isWritten(table, { item: encodePolicyPointer(pointer), condition: isAsSeen(seen) }))
      ? 'pointed'
      : 'moved',
});

function isAsSeen(seen: PointerRead): PutCondition {
  switch (seen.code) {
    case 'none':
      return isNew;
    // What cannot be read cannot be compared, and must not keep the next policy out.
    case 'unreadable':
      return isThere;
    case 'found':
      return {
        ConditionExpression: '#hash = :hash AND #activatedAt = :activatedAt',
        ExpressionAttributeNames: { '#hash': 'hash', '#activatedAt': 'activatedAt' },
        ExpressionAttributeValues: {
          ':hash': { S: seen.pointer.hash },
          ':activatedAt': { S: seen.pointer.activatedAt },
        },
      };
    default:
      throw new Error(`No such reading: ${seen satisfies never}`);
  }
}

async function isWritten(table: Table, put: ConditionalPut): Promise<boolean> {
  const { code } = await writeTogether(table, [put]);
  if (code === 'busy') throw new Error('A policy could not be written: the table stayed busy.');
  return code === 'written';
}
