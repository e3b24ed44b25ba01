import * as z from 'zod';
import type { AssemblyModel } from '../assembly/model.ts';
import { type CallReader, UnsupportedRequest } from './call-reader.ts';

const OnQueue = z.looseObject({ QueueUrl: z.string() });

const onQueue =
  (action: string): CallReader =>
  (body, model) => {
    const { QueueUrl } = OnQueue.parse(body);
    return [{ action: `sqs:${action}`, resource: queueArn(model, queueNameOf(QueueUrl)), context: {} }];
  };

/** The last part of a queue's address; the host in front of it may be anything. */
export const queueNameOf = (queueUrl: string): string => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);

const queueArn = (model: AssemblyModel, name: string): string =>
  model.queues.find((queue) => queue.name === name)?.arn ??
  `arn:aws:sqs:${model.region}:${model.account}:${name}`;

/** A batch operation needs the permission of the single one (SQS Developer Guide, "Actions for Amazon SQS"). */
export const sqsCalls: Readonly<Record<string, CallReader>> = {
  SendMessage: onQueue('SendMessage'),
  SendMessageBatch: onQueue('SendMessage'),
  ReceiveMessage: onQueue('ReceiveMessage'),
  DeleteMessage: onQueue('DeleteMessage'),
  DeleteMessageBatch: onQueue('DeleteMessage'),
  ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
  GetQueueAttributes: onQueue('GetQueueAttributes'),
  GetQueueUrl: (body, model) => {
    const { QueueName } = z.looseObject({ QueueName: z.string() }).parse(body);
    return [{ action: 'sqs:GetQueueUrl', resource: queueArn(model, QueueName), context: {} }];
  },
};

/**
 * The Service Authorization Reference names no type of resource for actions on a
 * subscription, and what SNS answers where it refuses one names the topic's arn:
 * so a subscription, which is the topic's arn and an id, is judged as its topic.
 */
const onItsTopic =
  (action: string): CallReader =>
  (body) => {
    const { SubscriptionArn } = z.looseObject({ SubscriptionArn: z.string() }).parse(body);
    // What is no arn, such as the word by which lists name one that is pending, is refused for itself.
    if (!SubscriptionArn.startsWith('arn:')) return [];
    const resource = SubscriptionArn.slice(0, SubscriptionArn.lastIndexOf(':'));
    return [{ action: `sns:${action}`, resource, context: {} }];
  };

export const snsCalls: Readonly<Record<string, CallReader>> = {
  Publish: (body) => {
    const { TopicArn, TargetArn } = z
      .looseObject({ TopicArn: z.string().optional(), TargetArn: z.string().optional() })
      .parse(body);
    const topic = TopicArn ?? TargetArn;
    if (topic === undefined)
      throw new UnsupportedRequest('The local stack publishes to topics only, not to a telephone number.');
    return [{ action: 'sns:Publish', resource: topic, context: {} }];
  },
  Subscribe: (body) => {
    const { TopicArn, Protocol } = z.looseObject({ TopicArn: z.string(), Protocol: z.string() }).parse(body);
    return [{ action: 'sns:Subscribe', resource: TopicArn, context: { 'sns:Protocol': [Protocol] } }];
  },
  ListSubscriptionsByTopic: (body) => {
    const { TopicArn } = z.looseObject({ TopicArn: z.string() }).parse(body);
    return [{ action: 'sns:ListSubscriptionsByTopic', resource: TopicArn, context: {} }];
  },
  Unsubscribe: onItsTopic('Unsubscribe'),
  GetSubscriptionAttributes: onItsTopic('GetSubscriptionAttributes'),
  SetSubscriptionAttributes: onItsTopic('SetSubscriptionAttributes'),
};

export const kmsCalls: Readonly<Record<string, CallReader>> = {
  GenerateMac: (body, model) => {
    const { KeyId } = z.looseObject({ KeyId: z.string() }).parse(body);
    return [
      {
        action: 'kms:GenerateMac',
        resource: keyArn(model, KeyId),
        context: { 'kms:CallerAccount': [model.account] },
      },
    ];
  },
};

const keyArn = (model: AssemblyModel, keyId: string): string => {
  if (/(^|:)alias\//.test(keyId))
    throw new UnsupportedRequest(`The local stack knows keys by id or arn, not by the alias ${keyId}.`);
  if (keyId.startsWith('arn:')) return keyId;
  return (
    model.keys.find((key) => key.keyId === keyId)?.arn ??
    `arn:aws:kms:${model.region}:${model.account}:key/${keyId}`
  );
};
