import { describe, expect, test } from 'vitest';
import { callsOf } from '../../local/iam/calls.ts';
import { callsOfWritingLogs } from '../../local/iam/implied-calls.ts';
import {
  account,
  aModel,
  keyArn,
  macKeyArn,
  queueArn,
  region,
  streamArn,
  tableArn,
  topicArn,
} from './iam-builders.ts';

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const dynamoDb = (operation: string, body: unknown) => ({ service: 'dynamodb', operation, body });

/** What IAM judges: action, resource, and the leading keys where there are any. */
const judged = (request: Parameters<typeof callsOf>[0], encrypted = false) =>
  callsOf(request, aModel({ encrypted })).map(({ action, resource, context }) => [
    action,
    resource,
    ...(context['dynamodb:LeadingKeys'] === undefined ? [] : [context['dynamodb:LeadingKeys']]),
  ]);

const query = {
  TableName: 'Parcels',
  KeyConditionExpression: '#p = :p AND begins_with(sk, :s)',
  ExpressionAttributeNames: { '#p': 'pk' },
  ExpressionAttributeValues: { ':p': { S: 'P#1' }, ':s': { S: 'R#' } },
};

describe('the calls of a DynamoDB request', () => {
  test.each([
    ['GetItem', { TableName: 'Parcels', Key: key('P#1') }, [['dynamodb:GetItem', tableArn, ['P#1']]]],
    ['PutItem', { TableName: 'Parcels', Item: key('P#1') }, [['dynamodb:PutItem', tableArn, ['P#1']]]],
    ['UpdateItem', { TableName: 'Parcels', Key: key('P#1') }, [['dynamodb:UpdateItem', tableArn, ['P#1']]]],
    ['DeleteItem', { TableName: 'Parcels', Key: key('P#1') }, [['dynamodb:DeleteItem', tableArn, ['P#1']]]],
    ['Query', query, [['dynamodb:Query', tableArn, ['P#1']]]],
    // The partition key is found by its name, wherever the condition has it.
    [
      'Query',
      {
        TableName: 'Parcels',
        KeyConditionExpression: 'sk = :s AND pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'P#1' }, ':s': { S: 'R#' } },
      },
      [['dynamodb:Query', tableArn, ['P#1']]],
    ],
    // An index has leading keys of its own.
    [
      'Query',
      {
        TableName: 'Parcels',
        IndexName: 'byDay',
        KeyConditionExpression: 'day = :d',
        ExpressionAttributeValues: { ':d': { N: '7' } },
      },
      [['dynamodb:Query', `${tableArn}/index/byDay`, ['7']]],
    ],
    // A scan names no key, so that a condition on leading keys finds none.
    ['Scan', { TableName: 'Parcels', IndexName: 'byDay' }, [['dynamodb:Scan', `${tableArn}/index/byDay`]]],
    // A batch is one call on a table, with the keys of all its items.
    [
      'BatchGetItem',
      { RequestItems: { Parcels: { Keys: [key('P#1'), key('Q#1')] } } },
      [['dynamodb:BatchGetItem', tableArn, ['P#1', 'Q#1']]],
    ],
    [
      'BatchWriteItem',
      {
        RequestItems: {
          Parcels: [{ PutRequest: { Item: key('P#1') } }, { DeleteRequest: { Key: key('Q#1') } }],
        },
      },
      [['dynamodb:BatchWriteItem', tableArn, ['P#1', 'Q#1']]],
    ],
    // A transaction is a call for each item, by the action of that item.
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'Parcels', Item: key('P#1') } },
          { Update: { TableName: 'Parcels', Key: key('P#2') } },
          { Delete: { TableName: 'Parcels', Key: key('P#3') } },
          { ConditionCheck: { TableName: 'Parcels', Key: key('P#4') } },
        ],
      },
      [
        ['dynamodb:PutItem', tableArn, ['P#1']],
        ['dynamodb:UpdateItem', tableArn, ['P#2']],
        ['dynamodb:DeleteItem', tableArn, ['P#3']],
        ['dynamodb:ConditionCheckItem', tableArn, ['P#4']],
      ],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'Parcels', Key: key('P#1') } }] },
      [['dynamodb:GetItem', tableArn, ['P#1']]],
    ],
    ['DescribeStream', { StreamArn: streamArn }, [['dynamodb:DescribeStream', streamArn]]],
    ['GetShardIterator', { StreamArn: streamArn }, [['dynamodb:GetShardIterator', streamArn]]],
    ['GetRecords', { ShardIterator: `${streamArn}|1|abc` }, [['dynamodb:GetRecords', streamArn]]],
    ['ListStreams', { TableName: 'Parcels' }, [['dynamodb:ListStreams', streamArn]]],
    ['ListStreams', {}, [['dynamodb:ListStreams', '*']]],
  ])('%s', (operation, body, expected) => {
    expect(judged(dynamoDb(operation, body))).toEqual(expected);
  });

  test('a table that the assembly does not have is judged by the arn it would have', () => {
    expect(judged(dynamoDb('GetItem', { TableName: 'Other', Key: key('P#1') }))).toEqual([
      ['dynamodb:GetItem', `arn:aws:dynamodb:${region}:${account}:table/Other`],
    ]);
  });
});

describe('the calls of other requests', () => {
  test.each([
    ['sns', 'Publish', { TopicArn: topicArn }, ['sns:Publish', topicArn]],
    ['sns', 'Subscribe', { TopicArn: topicArn, Protocol: 'sms' }, ['sns:Subscribe', topicArn]],
    ['sns', 'ListSubscriptionsByTopic', { TopicArn: topicArn }, ['sns:ListSubscriptionsByTopic', topicArn]],
    ['sns', 'Unsubscribe', { SubscriptionArn: `${topicArn}:1` }, ['sns:Unsubscribe', topicArn]],
    ['sqs', 'SendMessage', { QueueUrl: `https://any.host/${account}/late` }, ['sqs:SendMessage', queueArn]],
    [
      'sqs',
      'SendMessageBatch',
      { QueueUrl: `https://any.host/${account}/late` },
      ['sqs:SendMessage', queueArn],
    ],
    ['sqs', 'GetQueueUrl', { QueueName: 'late' }, ['sqs:GetQueueUrl', queueArn]],
    ['kms', 'GenerateMac', { KeyId: 'k-2' }, ['kms:GenerateMac', macKeyArn]],
    ['kms', 'GenerateMac', { KeyId: macKeyArn }, ['kms:GenerateMac', macKeyArn]],
  ])('%s %s', (service, operation, body, expected) => {
    expect(judged({ service, operation, body })).toEqual([expected]);
  });

  test.each([
    ['dynamodb', 'ExecuteStatement', {}, 'dynamodb:ExecuteStatement'],
    ['s3', 'GetObject', {}, 's3:GetObject'],
    ['dynamodb', 'toString', {}, 'dynamodb:toString'],
    ['sns', 'Publish', { PhoneNumber: '+440000' }, 'telephone number'],
    ['kms', 'GenerateMac', { KeyId: 'alias/mac' }, 'alias/mac'],
    ['dynamodb', 'GetItem', { TableName: tableArn, Key: {} }, tableArn],
  ])('%s %s is refused, by name, where it is not known', (service, operation, body, message) => {
    expect(() => judged({ service, operation, body })).toThrow(message);
  });
});

describe('the calls that AWS makes in the name of a caller', () => {
  test('reading an encrypted table uses its key once, through DynamoDB', () => {
    const items = [key('P#1'), key('P#2')].map((Item) => ({ Put: { TableName: 'Parcels', Item } }));
    const calls = callsOf(
      dynamoDb('TransactWriteItems', { TransactItems: items }),
      aModel({ encrypted: true }),
    );
    expect(calls.filter(({ implied }) => implied)).toEqual([
      {
        action: 'kms:Decrypt',
        resource: keyArn,
        implied: true,
        context: {
          'aws:SecureTransport': ['true'],
          'kms:CallerAccount': [account],
          'kms:ViaService': ['dynamodb.eu-west-2.amazonaws.com'],
          'kms:EncryptionContext:aws:dynamodb:tableName': ['Parcels'],
          'kms:EncryptionContext:aws:dynamodb:subscriberId': [account],
        },
      },
    ]);
  });

  test.each([
    ['dynamodb', 'GetRecords', { ShardIterator: `${streamArn}|1` }, ['kms:Decrypt']],
    ['dynamodb', 'DescribeStream', { StreamArn: streamArn }, []],
    ['sns', 'Publish', { TopicArn: topicArn }, ['kms:GenerateDataKey', 'kms:Decrypt']],
    ['sqs', 'SendMessage', { QueueUrl: 'http://h/1/late' }, ['kms:GenerateDataKey', 'kms:Decrypt']],
    ['sqs', 'ReceiveMessage', { QueueUrl: 'http://h/1/late' }, ['kms:Decrypt']],
    ['sqs', 'DeleteMessage', { QueueUrl: 'http://h/1/late' }, []],
  ])('%s %s on what a customer key encrypts', (service, operation, body, expected) => {
    const calls = callsOf({ service, operation, body }, aModel({ encrypted: true }));
    expect(calls.filter(({ implied }) => implied).map(({ action }) => action)).toEqual(expected);
  });

  test('nothing follows where no customer key is used', () => {
    const calls = callsOf(dynamoDb('GetItem', { TableName: 'Parcels', Key: key('P#1') }), aModel());
    expect(calls.map(({ implied }) => implied)).toEqual([false]);
  });

  test('a function that writes output opens a log stream and puts lines', () => {
    expect(
      callsOfWritingLogs('arn:aws:logs:eu-west-2:1:log-group:g:*').map((call) => [
        call.action,
        call.resource,
      ]),
    ).toEqual([
      ['logs:CreateLogStream', 'arn:aws:logs:eu-west-2:1:log-group:g:log-stream:local'],
      ['logs:PutLogEvents', 'arn:aws:logs:eu-west-2:1:log-group:g:log-stream:local'],
    ]);
  });
});

describe('the calls of other requests', () => {
  test('a mapping is judged by its own arn, with its function where it is known', () => {
    const request = { service: 'lambda', operation: 'GetEventSourceMapping', body: { UUID: 'm-1' } };
    const resource = `arn:aws:lambda:${region}:${account}:event-source-mapping:m-1`;
    expect(judged(request)).toEqual([['lambda:GetEventSourceMapping', resource]]);
  });

  test('a client is judged by its user pool', () => {
    const body = { UserPoolId: 'eu-west-2_pool', ClientId: 'c-1' };
    expect(judged({ service: 'cognito-idp', operation: 'DescribeUserPoolClient', body })).toEqual([
      [
        'cognito-idp:DescribeUserPoolClient',
        `arn:aws:cognito-idp:${region}:${account}:userpool/eu-west-2_pool`,
      ],
    ]);
  });

  test('functions have no other operation of these services', () => {
    expect(() => callsOf({ service: 'lambda', operation: 'Invoke', body: {} }, aModel())).toThrow(
      'The local stack does not know the operation lambda:Invoke.',
    );
    expect(() => callsOf({ service: 'sts', operation: 'GetCallerIdentity', body: {} }, aModel())).toThrow(
      'The local stack does not know the operation sts:GetCallerIdentity.',
    );
  });
});
