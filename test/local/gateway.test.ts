import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { PublishCommand } from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callsOfWritingLogs } from '../../local/iam/implied-calls.ts';
import { at, openOffice } from './gateway-world.ts';

type Office = Awaited<ReturnType<typeof openOffice>>;
let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 30_000);
afterAll(() => office.close());

const table = () => office.model.tables[0]?.name ?? '';
const topic = () => office.model.topics[0]?.arn ?? '';
const queue = () => office.model.queues[0]?.name ?? '';
const macKey = () => office.model.keys.find(({ keySpec }) => keySpec === 'HMAC_256');
const queueUrl = () => `https://sqs.eu-west-2.amazonaws.com/111122223333/${queue()}`;

const put = (pk: string) => new PutItemCommand({ TableName: table(), Item: { pk: { S: pk } } });
const get = (pk: string) => new GetItemCommand({ TableName: table(), Key: { pk: { S: pk } } });

describe('a table behind the gateway', () => {
  test('is written and read by a role that may', async () => {
    await office.counter.dynamoDb.send(put('P#1'));
    expect((await office.counter.dynamoDb.send(get('P#1'))).Item).toEqual({ pk: { S: 'P#1' } });
  });

  test('refuses a key outside the leading keys of the role, as DynamoDB would', async () => {
    await expect(office.counter.dynamoDb.send(get('Q#1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^User: arn:aws:sts::111122223333:assumed-role\/Office-Counter\/Office-Counter is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-2:111122223333:table\/Office-Parcels because/,
      ),
    });
  });

  test('refuses a whole transaction for one item outside the leading keys', async () => {
    const items = ['P#2', 'Q#2'].map((pk) => ({ Put: { TableName: table(), Item: { pk: { S: pk } } } }));
    const transaction = new TransactWriteItemsCommand({ TransactItems: items });
    await expect(office.counter.dynamoDb.send(transaction)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect((await office.counter.dynamoDb.send(get('P#2'))).Item).toBeUndefined();
  });

  test('refuses a scan, which names no key', async () => {
    await expect(office.counter.dynamoDb.send(new ScanCommand({ TableName: table() }))).rejects.toMatchObject(
      {
        name: 'AccessDeniedException',
      },
    );
  });

  test('refuses an index that the role was not given', async () => {
    const query = new QueryCommand({
      TableName: table(),
      IndexName: 'byDay',
      KeyConditionExpression: '#d = :d',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':d': { S: 'P#1' } },
    });
    await expect(office.counter.dynamoDb.send(query)).rejects.toThrow('/index/byDay');
  });

  test('refuses a role that may read it and may not use its key', async () => {
    await expect(office.visitor.dynamoDb.send(get('P#1'))).rejects.toThrow(
      /kms:Decrypt on resource: arn:aws:kms:/,
    );
  });

  test('refuses an access key that belongs to nobody', async () => {
    await expect(office.stranger.dynamoDb.send(get('P#1'))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  test('passes on what DynamoDB itself refuses', async () => {
    const again = new PutItemCommand({
      TableName: table(),
      Item: { pk: { S: 'P#1' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await expect(office.counter.dynamoDb.send(again)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
  });

  test('refuses once: no date of another clock makes the client try again', async () => {
    const before = office.gateway.calls().length;
    await expect(office.counter.dynamoDb.send(get('Q#once'))).rejects.toThrow('not authorized');
    expect(office.gateway.calls().length - before).toBe(1);
    const answered = await fetch(office.gateway.url, { method: 'POST', body: '{}' });
    expect(answered.headers.get('date')).toBeNull();
  });

  test('names an operation that it does not know', async () => {
    await expect(
      office.counter.dynamoDb.send(new UpdateTableCommand({ TableName: table() })),
    ).rejects.toThrow('dynamodb:UpdateTable');
  });
});

describe('a stream behind the gateway', () => {
  test('is read to its end under the arn that the assembly gives it', async () => {
    const { streams, dynamoDb } = office.counter;
    await dynamoDb.send(put('P#streamed'));
    const StreamArn = office.model.tables[0]?.streamArn ?? '';
    const listed = await streams.send(new ListStreamsCommand({ TableName: table() }));
    expect(listed.Streams?.map((stream) => stream.StreamArn)).toEqual([StreamArn]);

    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    expect(StreamDescription?.StreamArn).toBe(StreamArn);
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const first = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(first.Records?.map((record) => record.dynamodb?.Keys)).toContainEqual({ pk: { S: 'P#streamed' } });
    expect(new Set(first.Records?.map(({ awsRegion }) => awsRegion))).toEqual(new Set(['eu-west-2']));

    const next = await streams.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator }));
    expect(next.Records).toEqual([]);
  });

  test('is refused to a role that may not read it', async () => {
    const StreamArn = office.model.tables[0]?.streamArn ?? '';
    await expect(office.visitor.streams.send(new DescribeStreamCommand({ StreamArn }))).rejects.toMatchObject(
      {
        name: 'AccessDeniedException',
      },
    );
  });
});

describe('a topic and a queue behind the gateway', () => {
  const desk = (name: string) => ({ desk: { DataType: 'String', StringValue: name } });

  test('carry a message to the queue, through the filter and in its own text', async () => {
    const { sns, sqs } = office.counter;
    const message = JSON.stringify({ default: 'for all', sqs: 'for queues', sms: 'for phones' });
    const published = await sns.send(
      new PublishCommand({
        TopicArn: topic(),
        Message: message,
        MessageStructure: 'json',
        Subject: 'A parcel',
        MessageAttributes: desk('left'),
      }),
    );
    await sns.send(
      new PublishCommand({ TopicArn: topic(), Message: 'elsewhere', MessageAttributes: desk('right') }),
    );

    expect(office.gateway.publishOf(published.MessageId ?? '')).toEqual({
      messageId: published.MessageId,
      topicArn: topic(),
      message,
      subject: 'A parcel',
      structure: 'json',
      attributes: { desk: { dataType: 'String', value: 'left' } },
    });
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl(), MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body).Message)).toEqual(['for queues']);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: queueUrl(), ReceiptHandle: Messages[0]?.ReceiptHandle }),
    );
  });

  test('give the address of the queue at the gateway, and its arn in the account of the assembly', async () => {
    const { QueueUrl } = await office.counter.sqs.send(new GetQueueUrlCommand({ QueueName: queue() }));
    expect(QueueUrl).toBe(`${office.gateway.url}/111122223333/${queue()}`);
    const { Attributes } = await office.counter.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'VisibilityTimeout'] }),
    );
    expect(Attributes).toEqual({ QueueArn: office.model.queues[0]?.arn, VisibilityTimeout: '60' });
  });

  test.each([
    ['a subject of more than 100 characters', { Message: 'x', Subject: 'a'.repeat(101) }],
    ['a subject with a line break', { Message: 'x', Subject: 'a\nb' }],
    ['a text for each protocol without a default', { Message: '{"sms":"x"}', MessageStructure: 'json' }],
    ['a text for each protocol that is not JSON', { Message: 'x', MessageStructure: 'json' }],
  ])('refuse %s', async (_what, message) => {
    const publish = new PublishCommand({ TopicArn: topic(), ...message });
    await expect(office.counter.sns.send(publish)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('refuse a role that may not send, as SQS would', async () => {
    const send = new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: 'x' });
    await expect(office.counter.sqs.send(send)).rejects.toThrow(/not authorized to perform: sqs:SendMessage/);
  });

  test('refuse a role that may publish and may not use the key of the topic, as SNS would', async () => {
    const publish = new PublishCommand({ TopicArn: topic(), Message: 'x' });
    await expect(office.visitor.sns.send(publish)).rejects.toMatchObject({
      name: 'KMSAccessDeniedException',
    });
  });
});

describe('a key behind the gateway', () => {
  const mac = (keyId: string, text: string, algorithm: 'HMAC_SHA_256' | 'HMAC_SHA_512' = 'HMAC_SHA_256') =>
    new GenerateMacCommand({
      KeyId: keyId,
      MacAlgorithm: algorithm,
      Message: new TextEncoder().encode(text),
    });

  test('makes the same code of the same message, by its id or its arn, and another of another', async () => {
    const { kms } = office.counter;
    const key = macKey();
    const byId = await kms.send(mac(key?.keyId ?? '', 'one'));
    const byArn = await kms.send(mac(key?.arn ?? '', 'one'));
    const other = await kms.send(mac(key?.arn ?? '', 'two'));
    expect(byId.KeyId).toBe(key?.arn);
    expect(byId.Mac).toHaveLength(32);
    expect(byArn.Mac).toEqual(byId.Mac);
    expect(other.Mac).not.toEqual(byId.Mac);
  });

  test('refuses codes of another length than its own', async () => {
    await expect(
      office.counter.kms.send(mac(macKey()?.arn ?? '', 'x', 'HMAC_SHA_512')),
    ).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
  });

  test('refuses a message of more than 4096 bytes', async () => {
    await expect(office.counter.kms.send(mac(macKey()?.arn ?? '', 'x'.repeat(4097)))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('refuses a role that may not use it', async () => {
    await expect(office.visitor.kms.send(mac(macKey()?.arn ?? '', 'x'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('the calls that the gateway recorded', () => {
  test('tell who asked for what, how it was decided and by which statements', async () => {
    const before = office.gateway.calls().length;
    await office.counter.dynamoDb.send(put('P#recorded'));
    const [call] = office.gateway.calls().slice(before);
    expect(call).toEqual({
      at,
      requestOrder: expect.any(Number),
      functionPath: 'Office/Counter',
      roleArn: 'arn:aws:iam::111122223333:role/Office-Counter',
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:eu-west-2:111122223333:table/Office-Parcels',
      context: { 'dynamodb:LeadingKeys': ['P#recorded'], 'aws:SecureTransport': ['true'] },
      decision: 'allowed',
      matched: ['Office/Counter/Role/Own#0'],
      implied: false,
    });
  });

  test('hold one of the same polling reads, and one of the same implied calls', async () => {
    const receive = () => office.counter.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl() }));
    await receive();
    const before = office.gateway.calls().length;
    await receive();
    expect(office.gateway.calls().slice(before)).toEqual([]);
    const decrypts = office.gateway
      .calls()
      .filter(
        (call) =>
          call.action === 'kms:Decrypt' && call.decision === 'allowed' && call.resource.includes('key'),
      );
    // One through DynamoDB and one through SNS.
    expect(decrypts.map(({ context }) => context['kms:ViaService']?.[0]).sort()).toEqual([
      'dynamodb.eu-west-2.amazonaws.com',
      'sns.eu-west-2.amazonaws.com',
    ]);
  });

  test('hold those that AWS makes beside the gateway', () => {
    const caller = {
      functionPath: 'Office/Counter',
      roleArn: 'arn:aws:iam::111122223333:role/Office-Counter',
    };
    const logs = callsOfWritingLogs('arn:aws:logs:eu-west-2:111122223333:log-group:/office:*');
    expect(office.gateway.judge(caller, logs)).toBe('denied');
    expect(office.gateway.calls().filter(({ action }) => action.startsWith('logs:'))).toMatchObject([
      { action: 'logs:CreateLogStream', decision: 'denied', implied: true },
      { action: 'logs:PutLogEvents', decision: 'denied', implied: true },
    ]);
  });
});
