import { randomUUID } from 'node:crypto';
import type { AssemblyModel, LocalSubscription } from '../assembly/model.ts';
import type { LiveSubscription } from './subscription.ts';
import { attributesOf } from './subscription-attributes.ts';

export type NewSubscription = Pick<
  LiveSubscription,
  'topicArn' | 'protocol' | 'endpoint' | 'attributes' | 'principalArn'
>;

export type SubscriptionRegistry = {
  /** Every subscription there is, in the order they were made. */
  all(): readonly LiveSubscription[];
  find(arn: string): LiveSubscription | undefined;
  /** Makes one: an email is pending, the others are confirmed at once. */
  add(subscription: NewSubscription): LiveSubscription;
  /** Asks the person again: the subscription is pending from now. */
  askAgain(arn: string): void;
  confirm(arn: string): void;
  switchOff(arn: string): void;
  setAttribute(arn: string, name: string, value: string): void;
  remove(arn: string): void;
  /** Calls the listener whenever SNS would send a confirmation email. */
  onPending(listener: (subscription: LiveSubscription) => void): void;
};

/** "Amazon SNS automatically deletes unconfirmed subscriptions after 48 hours" (SNS Developer Guide, "Deleting a subscription"). */
const pendingMilliseconds = 48 * 3_600_000;

/**
 * The subscriptions of a running stack, by its clock. Those of the template are
 * there from the start, and confirmed: on AWS a person has confirmed them long
 * ago. Throws where one of them cannot be run.
 */
export function createSubscriptionRegistry(model: AssemblyModel, now: () => Date): SubscriptionRegistry {
  const subscriptions = new Map<string, LiveSubscription>();
  const listeners: ((subscription: LiveSubscription) => void)[] = [];

  const put = (subscription: LiveSubscription): LiveSubscription => {
    subscriptions.set(subscription.arn, subscription);
    return subscription;
  };
  const change = (arn: string, changes: Partial<LiveSubscription>): LiveSubscription | undefined => {
    const subscription = subscriptions.get(arn);
    return subscription && put({ ...subscription, ...changes });
  };
  const ask = (subscription: LiveSubscription | undefined): void => {
    if (subscription?.state === 'pending') for (const listener of listeners) listener(subscription);
  };
  const forgetLapsed = (): void => {
    for (const { arn, state, since } of subscriptions.values()) {
      if (state !== 'confirmed' && now().getTime() - since.getTime() > pendingMilliseconds)
        subscriptions.delete(arn);
    }
  };
  for (const subscription of model.subscriptions) put(fromTemplate(subscription, now()));

  return {
    all() {
      forgetLapsed();
      return [...subscriptions.values()];
    },
    find(arn) {
      forgetLapsed();
      return subscriptions.get(arn);
    },
    add(subscription) {
      const arn = `${subscription.topicArn}:${randomUUID()}`;
      const state = subscription.protocol === 'email' ? 'pending' : 'confirmed';
      const added = put({ ...subscription, arn, path: arn, state, since: now() });
      ask(added);
      return added;
    },
    askAgain: (arn) => ask(change(arn, { state: 'pending', since: now() })),
    confirm: (arn) => void change(arn, { state: 'confirmed', since: now() }),
    switchOff: (arn) => void change(arn, { state: 'switched-off', since: now() }),
    setAttribute(arn, name, value) {
      const { [name]: _former, ...others } = subscriptions.get(arn)?.attributes ?? {};
      // An empty text takes the attribute away.
      change(arn, { attributes: value === '' ? others : { ...others, [name]: value } });
    },
    remove: (arn) => void subscriptions.delete(arn),
    onPending: (listener) => void listeners.push(listener),
  };
}

function fromTemplate(subscription: LocalSubscription, since: Date): LiveSubscription {
  const { path, topicArn, protocol, endpoint, filterPolicy, filterPolicyScope } = subscription;
  if (protocol !== 'email' && protocol !== 'sms' && protocol !== 'sqs')
    throw new Error(`${path}: the local stack does not know the protocol ${protocol}.`);
  if (protocol !== 'sqs' && filterPolicy !== undefined && filterPolicyScope !== 'MessageAttributes')
    throw new Error(`${path}: the local stack filters on message attributes only.`);
  return {
    arn: `${topicArn}:${randomUUID()}`,
    path,
    topicArn,
    protocol,
    endpoint,
    state: 'confirmed',
    since,
    attributes: attributesOf(subscription),
    principalArn: undefined,
  };
}
