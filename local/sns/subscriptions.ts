import type { Delivery, LiveSubscription, Subscriptions } from './subscription.ts';
import type { SubscriptionLinks } from './subscription-links.ts';
import type { SubscriptionRegistry } from './subscription-registry.ts';

/** Mail and texts that come back, by endpoint. */
export type Bounces = { has(endpoint: string): boolean; set(endpoint: string, on: boolean): void };

export function createBounces(): Bounces {
  const endpoints = new Set<string>();
  return {
    has: (endpoint) => endpoints.has(endpoint),
    set: (endpoint, on) => void (on ? endpoints.add(endpoint) : endpoints.delete(endpoint)),
  };
}

export type SubscriptionsOptions = {
  readonly registry: SubscriptionRegistry;
  readonly links: SubscriptionLinks;
  readonly bounces: Bounces;
  readonly deliveries: () => readonly Delivery[];
};

/** What tests, and the people that they play, see of subscriptions and do with them. */
export function createSubscriptions({
  registry,
  links,
  bounces,
  deliveries,
}: SubscriptionsOptions): Subscriptions {
  const actOn = (endpoint: string, what: string, act: (arn: string) => boolean): void => {
    const arns = registry.all().flatMap((each) => (each.endpoint === endpoint ? [each.arn] : []));
    if (arns.filter(act).length === 0) throw new Error(`No ${what} subscription has that endpoint.`);
  };
  return {
    list: () => registry.all().map(viewOf),
    confirm: (endpoint) => actOn(endpoint, 'pending', links.confirm),
    confirmAll() {
      for (const { arn } of registry.all()) links.confirm(arn);
    },
    unsubscribe: (endpoint) => actOn(endpoint, 'confirmed email', links.unsubscribe),
    bounce(endpoint, on) {
      if (endpoint.startsWith('arn:'))
        throw new Error('Only what goes to an email address or a telephone number can bounce.');
      bounces.set(endpoint, on);
    },
    deliveries,
  };
}

function viewOf({ arn, topicArn, protocol, endpoint, state, attributes }: LiveSubscription) {
  const { FilterPolicy: policy } = attributes;
  const filterPolicy: unknown = policy === undefined ? undefined : JSON.parse(policy);
  return { arn, topicArn, protocol, endpoint, state, filterPolicy };
}
