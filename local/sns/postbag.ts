import type { PublishRecord } from '../gateway/publish-record.ts';
import type { LiveSubscription } from './subscription.ts';
import type { SubscriptionRegistry } from './subscription-registry.ts';

/** A message that SNS accepted, and whom it is for. */
export type Dispatch = {
  readonly publication: PublishRecord;
  /** When it was published, by the stack's clock. */
  readonly at: Date;
  /**
   * The confirmed subscriptions of its topic at that time: who confirms later
   * does not get it. Filters are not asked yet. A queue that filters on the
   * message body, which only the template can have, is left to the emulator.
   */
  readonly receivers: readonly LiveSubscription[];
};

/** Keeps each message from its publication on. */
export type Postbag = {
  put(publication: PublishRecord): void;
  /** The oldest that is left; undefined where there is none. It stays until it is dropped. */
  oldest(): Dispatch | undefined;
  dropOldest(): void;
};

export function createPostbag(registry: SubscriptionRegistry, now: () => Date): Postbag {
  const waiting: Dispatch[] = [];
  return {
    put(publication) {
      const receivers = registry
        .all()
        .filter(({ topicArn, state }) => topicArn === publication.topicArn && state === 'confirmed')
        .filter(({ attributes }) => attributes.FilterPolicyScope !== 'MessageBody');
      waiting.push({ publication, at: now(), receivers });
    },
    oldest: () => waiting[0],
    dropOldest: () => void waiting.shift(),
  };
}
