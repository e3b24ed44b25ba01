import type {
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  PutItemCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Contents } from './contents.ts';
import { chosen, parametersOf } from './input.ts';
import { type PreparedWrite, prepareDelete, preparePut, prepareUpdate } from './prepare-write.ts';
import { conditionRefused, Invalid, noSuchTable } from './refusals.ts';
import { type StoredItem, shownItem } from './values.ts';

const conditional = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
] as const;
const mostInBatch = 25;

type On = { readonly contents: Contents; readonly tableName: string };

export function putItem({ contents, tableName }: On, input: PutItemCommandInput): object {
  const sent = parametersOf('PutItem', input, [...conditional, 'Item'], tableName);
  const returned = chosen('ReturnValues', sent.ReturnValues, ['NONE', 'ALL_OLD']);
  return attributes(returned, write(contents, preparePut(sent)));
}

export function deleteItem({ contents, tableName }: On, input: DeleteItemCommandInput): object {
  const sent = parametersOf('DeleteItem', input, [...conditional, 'Key'], tableName);
  const returned = chosen('ReturnValues', sent.ReturnValues, ['NONE', 'ALL_OLD']);
  return attributes(returned, write(contents, prepareDelete(sent)));
}

export function updateItem({ contents, tableName }: On, input: UpdateItemCommandInput): object {
  const sent = parametersOf('UpdateItem', input, [...conditional, 'Key', 'UpdateExpression'], tableName);
  const returned = chosen('ReturnValues', sent.ReturnValues, ['NONE', 'ALL_OLD', 'ALL_NEW']);
  return attributes(returned, write(contents, prepareUpdate(sent)));
}

type Written = { readonly before: StoredItem | undefined; readonly after: StoredItem | undefined };

function write(contents: Contents, prepared: PreparedWrite): Written {
  const before = contents.item(prepared.key, 'strong');
  if (!prepared.isAllowed(before)) throw conditionRefused(prepared.showsInTheWay ? before : undefined);
  const after = prepared.after(before);
  contents.write(prepared.key, after);
  return { before, after };
}

function attributes(returned: 'NONE' | 'ALL_OLD' | 'ALL_NEW', { before, after }: Written): object {
  const item = returned === 'NONE' ? undefined : returned === 'ALL_OLD' ? before : after;
  return item === undefined ? {} : { Attributes: shownItem(item) };
}

/** Puts and deletes without conditions, each for itself. Nothing is left undone here. */
export function batchWriteItem({ contents, tableName }: On, input: BatchWriteItemCommandInput): object {
  const { RequestItems = {} } = parametersOf('BatchWriteItem', input, ['RequestItems']);
  for (const name of Object.keys(RequestItems)) if (name !== tableName) throw noSuchTable();
  const requests = RequestItems[tableName] ?? [];
  if (requests.length === 0 || requests.length > mostInBatch)
    throw new Invalid(`A batch writes between 1 and ${mostInBatch} items`);
  const prepared = requests.map(({ PutRequest, DeleteRequest }) => {
    if ((PutRequest === undefined) === (DeleteRequest === undefined))
      throw new Invalid('Supplied WriteRequest must contain exactly one of a put and a delete');
    return PutRequest === undefined
      ? prepareDelete({ TableName: tableName, Key: DeleteRequest?.Key })
      : preparePut({ TableName: tableName, Item: PutRequest.Item });
  });
  if (new Set(prepared.map(({ key }) => JSON.stringify([key.pk, key.sk]))).size < prepared.length)
    throw new Invalid('Provided list of item keys contains duplicates');
  // One item that is wrong refuses the whole batch.
  for (const { isAllowed } of prepared) isAllowed(undefined);
  for (const one of prepared) write(contents, one);
  return { UnprocessedItems: {} };
}
