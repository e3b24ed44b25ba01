import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalKey, LocalQueue, LocalSubscription, LocalTopic, ResourceStatement } from '../model.ts';
import { keyArnOf } from './keys.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';
import { ResourceDocument, resourceStatements } from './policy-document.ts';

const Queue = z.strictObject({
  QueueName: inert,
  DelaySeconds: z.number().optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
  RedriveAllowPolicy: inert,
  KmsMasterKeyId: z.string().optional(),
  KmsDataKeyReusePeriodSeconds: inert,
  SqsManagedSseEnabled: inert,
  Tags: inert,
});

const Topic = z.strictObject({
  TopicName: inert,
  DisplayName: inert,
  KmsMasterKeyId: z.string().optional(),
  TracingConfig: inert,
  SignatureVersion: inert,
  DeliveryStatusLogging: inert,
  Tags: inert,
});

const Subscription = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['email', 'sms', 'sqs']),
  Endpoint: z.string(),
  FilterPolicy: z.unknown().optional(),
  FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
  RawMessageDelivery: z.boolean().default(false),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string() }).optional(),
  Region: inert,
});

const QueuePolicy = z.strictObject({ PolicyDocument: ResourceDocument, Queues: z.array(z.string()) });
const TopicPolicy = z.strictObject({ PolicyDocument: ResourceDocument, Topics: z.array(z.string()) });

type HeldPolicy = { readonly holders: readonly string[]; readonly statements: readonly ResourceStatement[] };

/** The policy of a queue, and the addresses of the queues that hold it. */
export const buildQueuePolicy = (resource: Resource): HeldPolicy => {
  const { PolicyDocument, Queues } = parseProperties(resource, QueuePolicy);
  return { holders: Queues, statements: resourceStatements(PolicyDocument, resource.path) };
};

/** The policy of a topic, and the arns of the topics that hold it. */
export const buildTopicPolicy = (resource: Resource): HeldPolicy => {
  const { PolicyDocument, Topics } = parseProperties(resource, TopicPolicy);
  return { holders: Topics, statements: resourceStatements(PolicyDocument, resource.path) };
};

const heldBy = (resource: Resource, policies: readonly HeldPolicy[]): readonly ResourceStatement[] =>
  policies
    .filter(({ holders }) => holders.includes(resource.identity.ref))
    .flatMap(({ statements }) => statements);

/** A standard queue. */
export const buildQueue = (
  resource: Resource,
  policies: readonly HeldPolicy[],
  keys: readonly LocalKey[],
): LocalQueue => {
  const properties = parseProperties(resource, Queue);
  return {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    name: resource.identity.name,
    keyArn: keyArnOf(resource, properties.KmsMasterKeyId, keys),
    properties,
    statements: heldBy(resource, policies),
  };
};

/** A standard topic. */
export const buildTopic = (
  resource: Resource,
  policies: readonly HeldPolicy[],
  keys: readonly LocalKey[],
): LocalTopic => {
  const { KmsMasterKeyId } = parseProperties(resource, Topic);
  return {
    path: resource.path,
    arn: resource.identity.ref,
    name: resource.identity.name,
    keyArn: keyArnOf(resource, KmsMasterKeyId, keys),
    statements: heldBy(resource, policies),
  };
};

/** A subscription to a topic of the assembly. */
export const buildSubscription = (
  resource: Resource,
  topics: readonly LocalTopic[],
  queues: readonly LocalQueue[],
): LocalSubscription => {
  const properties = parseProperties(resource, Subscription);
  const deadLetterQueueArn = properties.RedrivePolicy?.deadLetterTargetArn;
  if (!topics.some(({ arn }) => arn === properties.TopicArn)) {
    throw cannotRun(resource, `its topic ${properties.TopicArn} is not in the assembly`);
  }
  const queueArns = [properties.Protocol === 'sqs' ? properties.Endpoint : undefined, deadLetterQueueArn];
  const unknown = queueArns.find(
    (queueArn) => queueArn !== undefined && !queues.some(({ arn }) => arn === queueArn),
  );
  if (unknown !== undefined) throw cannotRun(resource, `its queue ${unknown} is not in the assembly`);
  return {
    path: resource.path,
    topicArn: properties.TopicArn,
    protocol: properties.Protocol,
    endpoint: properties.Endpoint,
    filterPolicy: properties.FilterPolicy,
    filterPolicyScope: properties.FilterPolicyScope,
    rawMessageDelivery: properties.RawMessageDelivery,
    deadLetterQueueArn,
  };
};
