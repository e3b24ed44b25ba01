import type { AssemblyModel } from '../assembly/model.ts';
import { confirmationMail } from '../sns/confirmation-mail.ts';
import { type DeliveryContext, deliver } from '../sns/deliver.ts';
import { createFloodGuard } from '../sns/flood-guard.ts';
import type { SnsService } from '../sns/sns-service.ts';
import type { Delivery } from '../sns/subscription.ts';
import { startPollLoop } from '../streams/poll-loop.ts';
import { openLetterboxes } from './letterboxes.ts';
import type { Mailbox } from './mailbox.ts';

export type Inbox = {
  /** Every attempt to deliver so far, in order. */
  deliveries(): readonly Delivery[];
  /** Resolves when what was published before this call has arrived. */
  readToEnd(): Promise<void>;
  stop(): Promise<void>;
};

export type InboxOptions = {
  readonly model: AssemblyModel;
  readonly snsSqsUrl: string;
  readonly sns: Pick<SnsService, 'registry' | 'postbag' | 'queues'>;
  /** Where emails and texts go. */
  readonly mailbox: Mailbox;
  /** Where a person finds the links in emails. */
  readonly inboxUrl: string;
  readonly bounces: DeliveryContext['bounces'];
  readonly onFault: (error: Error) => void;
};

/**
 * Brings each message to the subscriptions that were confirmed when it was
 * published, each through its own filter policy, and asks people to confirm
 * theirs. That a provider delivers is not shown here.
 */
export function openInbox(options: InboxOptions): Inbox {
  const { model, snsSqsUrl, sns, mailbox, inboxUrl, bounces, onFault } = options;
  const letterboxes = openLetterboxes({ url: snsSqsUrl, region: model.region });
  const deliveries: Delivery[] = [];
  const context: DeliveryContext = {
    model,
    registry: sns.registry,
    queues: sns.queues,
    floodGuard: createFloodGuard(),
    bounces,
    intoInbox: mailbox.put,
    onFault,
  };
  sns.registry.onPending((subscription) => mailbox.put(confirmationMail(subscription, inboxUrl)));
  const loop = startPollLoop({
    path: 'The inbox',
    onFault,
    async look() {
      const dispatch = sns.postbag.oldest();
      if (dispatch === undefined) return false;
      const { topicArn, attributes } = dispatch.publication;
      const reached = await letterboxes.reachedBy(topicArn, attributes, dispatch.receivers);
      // Not before: what cannot be filtered now is looked at again.
      sns.postbag.dropOldest();
      for (const subscription of reached) {
        const delivery = await deliver(dispatch, subscription, context);
        if (delivery !== undefined) deliveries.push(delivery);
      }
      return true;
    },
  });
  return {
    deliveries: () => [...deliveries],
    readToEnd: loop.readToEnd,
    async stop() {
      await loop.stop();
      letterboxes.close();
    },
  };
}
