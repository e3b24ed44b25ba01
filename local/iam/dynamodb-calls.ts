import * as z from 'zod';
import type { AssemblyModel, LocalTable } from '../assembly/model.ts';
import { type CallReader, UnsupportedRequest } from './call-reader.ts';
import type { IamCall } from './evaluate.ts';
import { AttributeValue, leadingKeysOfItems, leadingKeysOfQuery } from './leading-keys.ts';

const Attributes = z.record(z.string(), AttributeValue);
const WithKey = z.looseObject({ TableName: z.string(), Key: Attributes });
const WithItem = z.looseObject({ TableName: z.string(), Item: Attributes });
const OnTable = z.looseObject({ TableName: z.string(), IndexName: z.string().optional() });
const OnStream = z.looseObject({ StreamArn: z.string() });

const Query = OnTable.extend({
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: Attributes.optional(),
});

const BatchGet = z.looseObject({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(Attributes) })),
});

const BatchWrite = z.looseObject({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.looseObject({
        PutRequest: z.looseObject({ Item: Attributes }).optional(),
        DeleteRequest: z.looseObject({ Key: Attributes }).optional(),
      }),
    ),
  ),
});

const TransactGet = z.looseObject({ TransactItems: z.array(z.looseObject({ Get: WithKey })) });

const TransactWrite = z.looseObject({
  TransactItems: z.array(
    z.strictObject({
      Put: WithItem.optional(),
      Update: WithKey.optional(),
      Delete: WithKey.optional(),
      ConditionCheck: WithKey.optional(),
    }),
  ),
});

const keyed =
  (action: string): CallReader =>
  (body, model) => {
    const { TableName, Key } = WithKey.parse(body);
    return [onItems(model, action, TableName, [Key])];
  };

/** DynamoDB and DynamoDB Streams, which share a signing name. */
export const dynamoDbCalls: Readonly<Record<string, CallReader>> = {
  GetItem: keyed('GetItem'),
  UpdateItem: keyed('UpdateItem'),
  DeleteItem: keyed('DeleteItem'),
  PutItem: (body, model) => {
    const { TableName, Item } = WithItem.parse(body);
    return [onItems(model, 'PutItem', TableName, [Item])];
  },
  Query: (body, model) => {
    const query = Query.parse(body);
    const table = tableNamed(model, query.TableName);
    const resource = indexArn(tableArn(model, query.TableName), query.IndexName);
    return [dynamoDbCall('Query', resource, leadingKeysOfQuery(table, query.IndexName, query))];
  },
  Scan: (body, model) => {
    const { TableName, IndexName } = OnTable.parse(body);
    return [dynamoDbCall('Scan', indexArn(tableArn(model, TableName), IndexName), [])];
  },
  DescribeTable: (body, model) => [
    dynamoDbCall('DescribeTable', tableArn(model, OnTable.parse(body).TableName), []),
  ],
  BatchGetItem: (body, model) =>
    Object.entries(BatchGet.parse(body).RequestItems).map(([table, { Keys }]) =>
      onItems(model, 'BatchGetItem', table, Keys),
    ),
  BatchWriteItem: (body, model) =>
    Object.entries(BatchWrite.parse(body).RequestItems).map(([table, requests]) =>
      onItems(
        model,
        'BatchWriteItem',
        table,
        requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
      ),
    ),
  // A transaction needs the permission of each of its operations, item by item
  // (DynamoDB Developer Guide, "Using IAM with DynamoDB transactions").
  TransactGetItems: (body, model) =>
    TransactGet.parse(body).TransactItems.map(({ Get }) =>
      onItems(model, 'GetItem', Get.TableName, [Get.Key]),
    ),
  TransactWriteItems: (body, model) =>
    TransactWrite.parse(body).TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => [
      ...(Put === undefined ? [] : [onItems(model, 'PutItem', Put.TableName, [Put.Item])]),
      ...(Update === undefined ? [] : [onItems(model, 'UpdateItem', Update.TableName, [Update.Key])]),
      ...(Delete === undefined ? [] : [onItems(model, 'DeleteItem', Delete.TableName, [Delete.Key])]),
      ...(ConditionCheck === undefined
        ? []
        : [onItems(model, 'ConditionCheckItem', ConditionCheck.TableName, [ConditionCheck.Key])]),
    ]),
  DescribeStream: (body) => [dynamoDbCall('DescribeStream', OnStream.parse(body).StreamArn, [])],
  GetShardIterator: (body) => [dynamoDbCall('GetShardIterator', OnStream.parse(body).StreamArn, [])],
  // An iterator begins with the arn of its stream, as in AWS.
  GetRecords: (body) => {
    const { ShardIterator } = z.looseObject({ ShardIterator: z.string() }).parse(body);
    return [dynamoDbCall('GetRecords', ShardIterator.split('|')[0] ?? '', [])];
  },
  // Judged on the stream of the named table: that is where Lambda says it needs
  // the permission when it creates a mapping. Without a table it is judged on *.
  ListStreams: (body, model) => {
    const { TableName } = OnTable.partial().parse(body);
    const stream = TableName === undefined ? undefined : tableNamed(model, TableName)?.streamArn;
    return [dynamoDbCall('ListStreams', stream ?? '*', [])];
  },
};

const onItems = (
  model: AssemblyModel,
  action: string,
  table: string,
  items: readonly Readonly<Record<string, AttributeValue>>[],
): IamCall =>
  dynamoDbCall(action, tableArn(model, table), leadingKeysOfItems(tableNamed(model, table), items));

const dynamoDbCall = (operation: string, resource: string, leadingKeys: readonly string[]): IamCall => ({
  action: `dynamodb:${operation}`,
  resource,
  context: leadingKeys.length === 0 ? {} : { 'dynamodb:LeadingKeys': leadingKeys },
});

const tableNamed = (model: AssemblyModel, tableName: string): LocalTable | undefined =>
  model.tables.find(({ name }) => name === tableName);

const tableArn = (model: AssemblyModel, tableName: string): string => {
  if (tableName.startsWith('arn:')) {
    throw new UnsupportedRequest(`The local stack knows tables by name, not by the arn ${tableName}.`);
  }
  const arn = `arn:aws:dynamodb:${model.region}:${model.account}:table/${tableName}`;
  return tableNamed(model, tableName)?.arn ?? arn;
};

const indexArn = (table: string, index: string | undefined): string =>
  index === undefined ? table : `${table}/index/${index}`;
