import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { inject } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { synthesizeDepotApp } from '../fixture-app/app.ts';
import { bundleFunctions } from '../fixture-app/bundle-functions.ts';

export type Depot = Awaited<ReturnType<typeof openDepot>>;

/** Synthesizes the depot into folders of its own: as it should be, and with a function that may not inspect it. */
export async function depotAssemblies(): Promise<{ readonly right: string; readonly noGrant: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'depot-app-'));
  const functions = join(folder, 'functions');
  await bundleFunctions(functions, depotFunctions);
  const synthesize = (name: string, mayInspect: boolean) =>
    synthesizeDepotApp(join(folder, name), { functions, mayInspect });
  return { right: synthesize('right', true), noGrant: synthesize('no-grant', false) };
}

const depotFunctions = ['inspect-depot', 'keep-cards', 'make-round', 'note-parcel', 'say-where'];

/** Clients with nothing but the operator's credentials. */
export function clientsOf({ operator }: Pick<LocalStack, 'operator'>) {
  const { url: endpoint, region, accessKeyId, secretAccessKey } = operator;
  const configuration = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  return {
    dynamoDb: new DynamoDBClient(configuration),
    streams: new DynamoDBStreamsClient(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
    lambda: new LambdaClient(configuration),
    cloudFormation: new CloudFormationClient(configuration),
    sts: new STSClient(configuration),
  };
}

/** A depot that runs, and what its operator does there. */
export async function openDepot(assemblyDirectory: string) {
  const problems: string[] = [];
  const stack = await startLocalStack({
    assemblyDirectory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onProblem: (message) => problems.push(message),
  });
  const clients = clientsOf(stack);
  const TableName = stack.model.outputs['Depot.TableName'] ?? '';
  const queueUrl = `${stack.operator.url}${new URL(stack.model.outputs['Depot.QueueUrl'] ?? '').pathname}`;
  const functionNamed = (path: string) => {
    const found = stack.model.functions.find((fn) => fn.path === path);
    if (found === undefined) throw new Error(`The depot has no function ${path}.`);
    return found;
  };
  return {
    stack,
    clients,
    problems,
    TableName,
    functionNamed,
    bring: (...names: string[]) =>
      Promise.all(
        names.map((name) =>
          clients.dynamoDb.send(
            new PutItemCommand({
              TableName,
              Item: { pk: { S: `PARCEL#${name}` }, depot: { S: 'leeds' } },
            }),
          ),
        ),
      ),
    /** Everything in the table, by key. */
    shelf: async () => {
      const { Items = [] } = await clients.dynamoDb.send(new ScanCommand({ TableName }));
      return new Map(Items.map((item) => [item.pk?.S ?? '', item] as const));
    },
    /** Takes the messages of the topic out of the queue that is subscribed to it. */
    news: async () => {
      const bodies: string[] = [];
      for (;;) {
        const request = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
        const { Messages = [] } = await clients.sqs.send(request);
        for (const { Body, ReceiptHandle } of Messages) {
          bodies.push(Body ?? '');
          await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        }
        if (Messages.length === 0) return bodies.sort();
      }
    },
    /** What a function answers to an event, as its JSON, and whether it failed. */
    invoke: async (path: string, event: unknown) => {
      const { Payload, FunctionError, StatusCode } = await clients.lambda.send(
        new InvokeCommand({ FunctionName: functionNamed(path).name, Payload: JSON.stringify(event) }),
      );
      return {
        status: StatusCode,
        failed: FunctionError,
        value: JSON.parse(Payload?.transformToString() ?? ''),
      };
    },
  };
}
