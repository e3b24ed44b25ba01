import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorEnvironment } from '../../local/operator/operator.ts';
import { clientsOf, type Depot, depotAssemblies, openDepot } from './depot.ts';

let depot: Depot;

beforeAll(async () => {
  depot = await openDepot((await depotAssemblies()).right);
}, 120_000);

afterAll(() => depot.stack.stop());

const outputsOf = async (StackName: string) => {
  const { Stacks: [stack] = [] } = await depot.clients.cloudFormation.send(
    new DescribeStacksCommand({ StackName }),
  );
  return new Map(stack?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
};

describe('an operator', () => {
  it('finds the stack by its name, with outputs that lead to this machine', async () => {
    const outputs = await outputsOf('Depot');
    const [table] = depot.stack.model.tables;
    expect(outputs.get('TableName')).toBe(table?.name);
    expect(outputs.get('ApiUrl')).toBe(depot.stack.apis[0]?.url);
    expect(outputs.get('QueueUrl')).toMatch(new RegExp(`^${depot.stack.operator.url}/\\d+/Depot-Letters`));
    // A value that XML must write in another way.
    expect(outputs.get('NewsOf')).toBe(`<${depot.stack.model.topics[0]?.arn}>`);
    await expect(outputsOf('Nowhere')).rejects.toThrow('Stack with id Nowhere does not exist');
  });

  it('reads and writes the table, and is told its arns', async () => {
    await depot.bring('first');
    const { Item } = await depot.clients.dynamoDb.send(
      new GetItemCommand({ TableName: depot.TableName, Key: { pk: { S: 'PARCEL#first' } } }),
    );
    expect(Item?.depot?.S).toBe('leeds');
    const { Table } = await depot.clients.dynamoDb.send(
      new DescribeTableCommand({ TableName: depot.TableName }),
    );
    const [declared] = depot.stack.model.tables;
    expect(Table).toMatchObject({ TableArn: declared?.arn, LatestStreamArn: declared?.streamArn });
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexArn }) => IndexArn)).toEqual([
      `${declared?.arn}/index/byDepot`,
    ]);
  });

  it('reads the stream of the table by its arn', async () => {
    await depot.bring('streamed');
    const StreamArn = depot.stack.model.tables[0]?.streamArn;
    const { StreamDescription } = await depot.clients.streams.send(new DescribeStreamCommand({ StreamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const { ShardIterator } = await depot.clients.streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records = [] } = await depot.clients.streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toContain('PARCEL#streamed');
  });

  it('publishes to a topic, and reads the queue that is subscribed to it', async () => {
    await depot.stack.idle();
    await depot.news();
    const QueueUrl = (await outputsOf('Depot')).get('QueueUrl');
    const TopicArn = depot.stack.model.topics[0]?.arn;
    await depot.clients.sns.send(new PublishCommand({ TopicArn, Message: 'a notice' }));
    await depot.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a letter' }));
    const { Attributes } = await depot.clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'QueueArn'],
      }),
    );
    expect(Attributes).toEqual({
      ApproximateNumberOfMessages: '2',
      QueueArn: depot.stack.model.queues[0]?.arn,
    });
    expect(await depot.news()).toEqual(['a letter', 'a notice']);
    const { Messages } = await depot.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages ?? []).toEqual([]);
  });

  it('invokes a function and gets what it answers, or how it failed', async () => {
    const { value, status } = await depot.invoke('Depot/Inspect', { task: 'environment' });
    expect([status, value.api]).toEqual([200, depot.stack.apis[0]?.url]);
    expect(await depot.invoke('Depot/Inspect', { task: 'break' })).toEqual({
      status: 200,
      failed: 'Unhandled',
      value: { errorType: 'TypeError', errorMessage: 'The ladder broke.' },
    });
    const nowhere = new InvokeCommand({ FunctionName: 'nowhere' });
    await expect(depot.clients.lambda.send(nowhere)).rejects.toThrow('Function not found: nowhere');
  });

  it('invokes a function without waiting for it', async () => {
    const FunctionName = depot.functionNamed('Depot/Round').arn;
    const { StatusCode } = await depot.clients.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: 'Event' }),
    );
    expect(StatusCode).toBe(202);
    await depot.stack.idle();
    expect((await depot.shelf()).get('ROUNDS')?.rounds?.N).toBe('1');
  });

  it('switches a mapping off and on', async () => {
    const [mapping] = depot.stack.mappings;
    const turn = async (Enabled: boolean) => {
      const command = new UpdateEventSourceMappingCommand({ UUID: mapping?.uuid, Enabled });
      return (await depot.clients.lambda.send(command)).State;
    };
    expect([await turn(false), mapping?.state()]).toEqual(['Disabled', 'Disabled']);
    expect([await turn(true), mapping?.state()]).toEqual(['Enabled', 'Enabled']);
  });

  it('is an administrator of the account', async () => {
    const { Account, Arn } = await depot.clients.sts.send(new GetCallerIdentityCommand());
    expect(Account).toBe(depot.stack.model.account);
    expect(Arn).toBe(`arn:aws:iam::${depot.stack.model.account}:user/operator`);
  });

  it('is told apart by the access key', async () => {
    const stranger = clientsOf({ operator: { ...depot.stack.operator, accessKeyId: 'STRANGERKEY' } });
    await expect(stranger.sts.send(new GetCallerIdentityCommand())).rejects.toThrow(/security token/);
    const describe = new DescribeTableCommand({ TableName: depot.TableName });
    await expect(stranger.dynamoDb.send(describe)).rejects.toThrow(/security token/);
  });

  it('leaves no call among those of the functions', async () => {
    const before = depot.stack.calls().length;
    await depot.clients.dynamoDb.send(new DescribeTableCommand({ TableName: depot.TableName }));
    expect(depot.stack.calls()).toHaveLength(before);
    expect(before).toBeGreaterThan(0);
  });

  it('gives a program without settings its own', () => {
    const { operator } = depot.stack;
    expect(operatorEnvironment(operator)).toEqual({
      AWS_ENDPOINT_URL: operator.url,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    });
  });
});
