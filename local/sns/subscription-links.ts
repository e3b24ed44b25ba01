import type { InboxMessage } from '../inbox/inbox-message.ts';
import type { SubscriptionRegistry } from './subscription-registry.ts';

export const confirmPath = '/subscriptions/confirm';
export const unsubscribePath = '/subscriptions/unsubscribe';

/** What the links in emails of SNS do. Whoever has such a link may follow it: no caller is asked for. */
export type SubscriptionLinks = {
  /** Confirms a pending subscription; false where there is none of that arn. */
  confirm(arn: string): boolean;
  /** Ends a confirmed email subscription; false where there is none of that arn. */
  unsubscribe(arn: string): boolean;
  /** Path and query of the link at the foot of an email; undefined where its subscription is gone, and for a text. */
  unsubscribeLinkOf(message: InboxMessage): string | undefined;
};

export function createSubscriptionLinks(registry: SubscriptionRegistry): SubscriptionLinks {
  const emailIn = (arn: string, state: 'pending' | 'confirmed') => {
    const subscription = registry.find(arn);
    return subscription?.protocol === 'email' && subscription.state === state;
  };
  return {
    confirm(arn) {
      const isPending = emailIn(arn, 'pending');
      if (isPending) registry.confirm(arn);
      return isPending;
    },
    unsubscribe(arn) {
      const isConfirmed = emailIn(arn, 'confirmed');
      if (isConfirmed) registry.remove(arn);
      return isConfirmed;
    },
    unsubscribeLinkOf({ protocol, subscriptionPath, confirmLink }) {
      if (protocol !== 'email' || confirmLink !== undefined) return undefined;
      const subscription = registry
        .all()
        .find(({ path, state }) => path === subscriptionPath && state === 'confirmed');
      return subscription && linkTo(unsubscribePath, subscription.arn);
    },
  };
}

export const linkTo = (path: string, arn: string): string => `${path}?${new URLSearchParams({ arn })}`;
