import type { AssemblyModel, LocalSubscription } from '../assembly/model.ts';
import { serviceIsAllowed } from '../iam/authorize.ts';
import type { IamCall } from '../iam/evaluate.ts';

const sns = 'sns.amazonaws.com';

/**
 * Throws where SNS may not put a message into a queue that a subscription
 * names, as its endpoint or for messages it could not deliver: in AWS such
 * messages vanish without a word.
 */
export const assertDeliverable = (model: AssemblyModel, subscription: LocalSubscription): void => {
  const queueArns = [
    subscription.protocol === 'sqs' ? subscription.endpoint : undefined,
    subscription.deadLetterQueueArn,
  ];
  for (const queueArn of queueArns) {
    const why = queueArn === undefined ? undefined : whyUndeliverable(model, subscription.topicArn, queueArn);
    if (why !== undefined) throw lost(subscription, why);
  }
};

/**
 * Why SNS may not put messages of a topic into a queue; undefined where it may.
 * The queue's own policy must let SNS send, and the policy of its customer key,
 * where it has one, must let SNS use the key.
 */
export const whyUndeliverable = (
  model: AssemblyModel,
  topicArn: string,
  queueArn: string,
): string | undefined => {
  const queue = model.queues.find(({ arn }) => arn === queueArn);
  if (queue === undefined) return undefined;
  const send = fromTopic(model, topicArn, 'sqs:SendMessage', queue.arn);
  if (!serviceIsAllowed(queue.statements, sns, send))
    return `the policy of ${queue.path} does not let ${sns} send messages from the topic`;
  const key = model.keys.find(({ arn }) => arn === queue.keyArn);
  if (key === undefined) return undefined;
  const uses = ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) =>
    fromTopic(model, topicArn, action, key.arn),
  );
  return uses.every((use) => serviceIsAllowed(key.statements, sns, use))
    ? undefined
    : `the policy of ${key.path} does not let ${sns} use the key of ${queue.path}`;
};

const fromTopic = (model: AssemblyModel, topicArn: string, action: string, resource: string): IamCall => ({
  action,
  resource,
  context: {
    'aws:SourceArn': [topicArn],
    'aws:SourceAccount': [model.account],
    'aws:SecureTransport': ['true'],
  },
});

const lost = (subscription: LocalSubscription, why: string): Error =>
  new Error(`${subscription.path} (AWS::SNS::Subscription) would lose messages: ${why}.`);
