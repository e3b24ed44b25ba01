import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { inject } from 'vitest';
import { loadAssembly } from '../../local/assembly/load-assembly.ts';
import type { AssemblyModel } from '../../local/assembly/model.ts';
import { startSnsSqs } from '../../local/emulators/sns-sqs.ts';
import { startAwsGateway } from '../../local/gateway/aws-gateway.ts';
import { createBackendResources } from '../../local/gateway/create-resources.ts';
import { createSnsService } from '../../local/sns/sns-service.ts';
import { aKey, allow, aResource, aRole, aTable, writeAssembly } from './assembly-builder.ts';

const arn = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const onlyKeys = (...patterns: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

const fromTopic = {
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Principal: { Service: 'sns.amazonaws.com' },
  Resource: arn('Ledger'),
  Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'News' } } },
};

const index = (name: string) => ({
  IndexName: `by${name}`,
  KeySchema: [{ AttributeName: name.toLowerCase(), KeyType: 'HASH' }],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});

/** A parcel office: a counter and a porter that may do their work, and a visitor that may do almost nothing. */
const office = {
  Key: aKey('Office/Key'),
  MacKey: aKey('Office/MacKey', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  Parcels: aTable('Office/Parcels', {
    SSESpecification: { SSEEnabled: true, KMSMasterKeyId: arn('Key') },
    AttributeDefinitions: ['pk', 'day', 'desk', 'shelf'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [index('Day'), index('Desk'), index('Shelf')],
  }),
  Ledger: aResource('Office/Ledger', 'AWS::SQS::Queue', { VisibilityTimeout: 60 }),
  LedgerPolicy: aResource('Office/Ledger/Policy', 'AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: 'Ledger' }],
    PolicyDocument: { Version: '2012-10-17', Statement: [fromTopic] },
  }),
  News: aResource('Office/News', 'AWS::SNS::Topic', { KmsMasterKeyId: arn('Key') }),
  LedgerOfNews: aResource('Office/Ledger/News', 'AWS::SNS::Subscription', {
    TopicArn: { Ref: 'News' },
    Protocol: 'sqs',
    Endpoint: arn('Ledger'),
    FilterPolicy: { desk: ['left'] },
  }),
  Counter: aRole('Office/Counter/Role', [
    allow(
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      arn('Parcels'),
      onlyKeys('P#*'),
    ),
    allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      arn('Parcels', 'StreamArn'),
    ),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], arn('Key')),
    allow('sns:Publish', { Ref: 'News' }),
    allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      arn('Ledger'),
    ),
    allow('kms:GenerateMac', arn('MacKey')),
    allow('dynamodb:Query', { 'Fn::Join': ['/', [arn('Parcels'), 'index', 'byShelf']] }),
  ]),
  Porter: aRole('Office/Porter/Role', [
    allow(
      ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
      arn('Parcels'),
      onlyKeys('P#*'),
    ),
    allow('kms:Decrypt', arn('Key')),
  ]),
  Visitor: aRole('Office/Visitor/Role', [
    allow('dynamodb:GetItem', arn('Parcels')),
    allow('sns:Publish', { Ref: 'News' }),
  ]),
};

export const principals = (model: AssemblyModel) =>
  model.roles.map(({ arn: roleArn, path }) => ({
    roleArn,
    functionPath: path.replace(/\/Role$/, ''),
    accessKeyId: `${path.split('/')[1]?.toUpperCase()}KEY`,
  }));

/** Clients as an SDK makes them in a function, with nothing but an endpoint and an access key. */
export const clientsOf = (endpoint: string, accessKeyId: string) => {
  const config = { endpoint, region: 'eu-west-2', credentials: { accessKeyId, secretAccessKey: 'any' } };
  return {
    dynamoDb: new DynamoDBClient(config),
    streams: new DynamoDBStreamsClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    kms: new KMSClient(config),
  };
};

export const at = new Date('2026-11-02T09:00:00Z');

/** The office behind a gateway, with real emulators. */
export const openOffice = async () => {
  const model = await loadAssembly(await writeAssembly({ Office: { resources: office } }));
  const snsSqs = await startSnsSqs(model.region);
  const backends = { dynamodb: inject('dynamoDbUrl'), snsSqs: snsSqs.url };
  // A database of its own in the one that all tests share.
  const instanceAccessKey = randomUUID().replaceAll('-', '');
  const resources = await createBackendResources({ model, backends, instanceAccessKey });
  const gateway = await startAwsGateway({
    model,
    backends,
    resources,
    principals: principals(model),
    sns: createSnsService({ model, url: snsSqs.url, now: () => at }),
    instanceAccessKey,
    now: () => at,
  });
  return {
    model,
    gateway,
    counter: clientsOf(gateway.url, 'COUNTERKEY'),
    porter: clientsOf(gateway.url, 'PORTERKEY'),
    visitor: clientsOf(gateway.url, 'VISITORKEY'),
    stranger: clientsOf(gateway.url, 'STRANGERKEY'),
    close: async () => {
      await gateway.stop();
      await snsSqs.stop();
    },
  };
};
