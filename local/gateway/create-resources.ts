import * as z from 'zod';
import type { AssemblyModel, LocalQueue, LocalTable, LocalTopic } from '../assembly/model.ts';
import { createEmulatedQueues } from '../sns/emulated-queues.ts';
import { attributesOf } from '../sns/subscription-attributes.ts';
import { type Backends, expectSuccess } from './backend-call.ts';
import { assertDeliverable } from './deliverable.ts';
import { emulatorArn } from './emulator-arn.ts';

/** What the emulators call the resources of a model. */
export type BackendResources = {
  /** Arn of a stream in the model -> its arn in DynamoDB Local. */
  readonly streamArns: ReadonlyMap<string, string>;
};

export type CreateResourcesOptions = {
  readonly model: AssemblyModel;
  readonly backends: Backends;
  /** Letters and digits only. With the model's region it is a database of its own in DynamoDB Local. */
  readonly instanceAccessKey: string;
};

/**
 * Creates the model's tables in DynamoDB Local, and its queues, topics and
 * subscriptions of queues in the emulator of SNS and SQS. Subscriptions of
 * people are the inbox's. Throws where a resource cannot be made, and where the
 * policies of a queue would make SNS lose its messages.
 */
export const createBackendResources = async (options: CreateResourcesOptions): Promise<BackendResources> => {
  const { model, backends } = options;
  for (const subscription of model.subscriptions) assertDeliverable(model, subscription);
  const streams = await Promise.all(model.tables.map((table) => createTable(table, options)));
  await Promise.all(model.queues.map((queue) => createQueue(queue, model.region, backends)));
  await Promise.all(model.topics.map((topic) => createTopic(topic, model.region, backends)));
  const queues = createEmulatedQueues(backends.snsSqs, model.region);
  await Promise.all(
    model.subscriptions
      .filter(({ protocol }) => protocol === 'sqs')
      .map((subscription) => queues.subscribe({ ...subscription, attributes: attributesOf(subscription) })),
  );
  return { streamArns: new Map(streams.flat()) };
};

type Properties = Readonly<Record<string, unknown>>;

const indexShape = ({ IndexName, KeySchema, Projection }: Properties): Properties => ({
  IndexName,
  KeySchema,
  Projection,
});

const CreateTableAnswer = z.looseObject({
  TableDescription: z.looseObject({ LatestStreamArn: z.string().optional() }),
});

const createTable = async (
  table: LocalTable,
  { model, backends, instanceAccessKey }: CreateResourcesOptions,
): Promise<readonly (readonly [string, string])[]> => {
  const { AttributeDefinitions, KeySchema, StreamSpecification } = table.properties;
  const indexes = (name: string): Properties => {
    const declared = table.properties[name];
    return Array.isArray(declared) && declared.length > 0 ? { [name]: declared.map(indexShape) } : {};
  };
  const body = await expectSuccess(`Creating the table ${table.path}`, {
    url: backends.dynamodb,
    contentType: 'application/x-amz-json-1.0',
    target: 'DynamoDB_20120810.CreateTable',
    credential: { accessKeyId: instanceAccessKey, region: model.region, service: 'dynamodb' },
    body: JSON.stringify({
      TableName: table.name,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...indexes('GlobalSecondaryIndexes'),
      ...indexes('LocalSecondaryIndexes'),
      ...(StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { ...Object(StreamSpecification), StreamEnabled: true } }),
    }),
  });
  const { LatestStreamArn } = CreateTableAnswer.parse(JSON.parse(body)).TableDescription;
  return table.streamArn === undefined || LatestStreamArn === undefined
    ? []
    : [[table.streamArn, LatestStreamArn]];
};

const queueAttributes = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
];

const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() });

const createQueue = async (queue: LocalQueue, region: string, backends: Backends): Promise<void> => {
  const { RedrivePolicy } = queue.properties;
  const redrive = RedrivePolicy === undefined ? undefined : Redrive.parse(RedrivePolicy);
  const given = queueAttributes.filter((name) => queue.properties[name] !== undefined);
  await expectSuccess(`Creating the queue ${queue.path}`, {
    url: backends.snsSqs,
    contentType: 'application/x-amz-json-1.0',
    target: 'AmazonSQS.CreateQueue',
    credential: { accessKeyId: 'local', region, service: 'sqs' },
    body: JSON.stringify({
      QueueName: queue.name,
      Attributes: {
        ...Object.fromEntries(given.map((name) => [name, String(queue.properties[name])])),
        ...(redrive === undefined
          ? {}
          : {
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: emulatorArn(redrive.deadLetterTargetArn),
                maxReceiveCount: String(redrive.maxReceiveCount),
              }),
            }),
      },
    }),
  });
};

const createTopic = async (topic: LocalTopic, region: string, backends: Backends): Promise<void> => {
  await expectSuccess(`Creating the topic ${topic.path}`, {
    url: backends.snsSqs,
    contentType: 'application/x-www-form-urlencoded',
    credential: { accessKeyId: 'local', region, service: 'sns' },
    body: new URLSearchParams({ Action: 'CreateTopic', Name: topic.name, Version: '2010-03-31' }).toString(),
  });
};
