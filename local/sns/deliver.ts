import type { AssemblyModel } from '../assembly/model.ts';
import { whyUndeliverable } from '../gateway/deliverable.ts';
import { type InboxMessage, textFor } from '../inbox/inbox-message.ts';
import type { EmulatedQueues } from './emulated-queues.ts';
import type { FloodGuard } from './flood-guard.ts';
import { notificationOf } from './notification.ts';
import type { Dispatch } from './postbag.ts';
import type { Delivery, LiveSubscription } from './subscription.ts';
import { deadLetterArnOf } from './subscription-attributes.ts';
import type { SubscriptionRegistry } from './subscription-registry.ts';

export type DeliveryContext = {
  readonly model: AssemblyModel;
  readonly registry: SubscriptionRegistry;
  readonly queues: EmulatedQueues;
  readonly floodGuard: FloodGuard;
  /** Whether mail or texts to an endpoint come back. */
  readonly bounces: (endpoint: string) => boolean;
  readonly intoInbox: (message: InboxMessage) => void;
  /** Told of messages that vanish because a queue does not let SNS send. */
  readonly onFault: (error: Error) => void;
};

/**
 * Brings one message to one subscription whose filter let it through. Undefined
 * where nothing is attempted: SNS does not document what becomes of an email
 * that is one too many, so here it is lost without a trace, which is the worst.
 */
export async function deliver(
  dispatch: Dispatch,
  subscription: LiveSubscription,
  context: DeliveryContext,
): Promise<Delivery | undefined> {
  const { registry, floodGuard, bounces, intoInbox } = context;
  const { arn, topicArn, protocol, endpoint } = subscription;
  const attempt = { at: dispatch.at, topicArn, protocol };
  if (protocol === 'sqs') {
    const why = whyUndeliverable(context.model, topicArn, endpoint);
    return why === undefined
      ? { ...attempt, outcome: 'delivered', redrive: undefined }
      : failed(dispatch, subscription, context);
  }
  if (protocol === 'email') {
    if (registry.find(arn)?.state === 'switched-off') return undefined;
    if (floodGuard.isFlood(arn, dispatch.at)) {
      registry.switchOff(arn);
      return undefined;
    }
  }
  if (bounces(endpoint)) return failed(dispatch, subscription, context);
  intoInbox({
    messageId: dispatch.publication.messageId,
    at: dispatch.at.toISOString(),
    protocol,
    endpoint,
    subject: undefined,
    ...textFor(dispatch.publication, protocol),
    subscriptionPath: subscription.path,
  });
  return { ...attempt, outcome: 'delivered', redrive: undefined };
}

async function failed(
  dispatch: Dispatch,
  subscription: LiveSubscription,
  { model, queues, onFault }: DeliveryContext,
): Promise<Delivery> {
  const { path, topicArn, protocol, attributes } = subscription;
  const delivery = { at: dispatch.at, topicArn, protocol, outcome: 'failed' } as const;
  const deadLetterArn = deadLetterArnOf(attributes);
  if (deadLetterArn === undefined) return { ...delivery, redrive: undefined };
  const why = whyUndeliverable(model, topicArn, deadLetterArn);
  if (why !== undefined) {
    onFault(new Error(`${path} lost a message: ${why}.`));
    return { ...delivery, redrive: 'failed' };
  }
  await queues.send(deadLetterArn, notificationOf(dispatch, textFor(dispatch.publication, protocol).body));
  return { ...delivery, redrive: 'redriven' };
}
