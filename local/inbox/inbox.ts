import type { AssemblyModel, LocalSubscription } from '../assembly/model.ts';
import type { LocalClock } from '../clock.ts';
import { startPollLoop } from '../streams/poll-loop.ts';
import type { PublishedAttribute } from './filterable-variants.ts';
import { type InboxMessage, type Publication, textFor } from './inbox-message.ts';
import { openLetterboxes, type PersonalSubscription } from './letterboxes.ts';

export type Inbox = {
  /** Every email and text so far, in the order of arrival. */
  messages(): readonly InboxMessage[];
  /** Resolves when what was published before this call has arrived. */
  readToEnd(): Promise<void>;
  stop(): Promise<void>;
};

export type InboxOptions = {
  readonly model: AssemblyModel;
  readonly snsSqsUrl: string;
  /** Everything published so far that SNS accepted, in order. */
  readonly publications: () => readonly PublishedMessage[];
  readonly clock: LocalClock;
  readonly onFault: (error: Error) => void;
};

export type PublishedMessage = Publication & {
  readonly messageId: string;
  readonly topicArn: string;
  readonly attributes: Readonly<Record<string, PublishedAttribute>>;
};

/**
 * Receives for every email and SMS subscription of the assembly, each through
 * its own filter policy. Every subscription counts as confirmed: that a person
 * did confirm it, or that a provider delivers, is not shown here.
 */
export async function openInbox(options: InboxOptions): Promise<Inbox> {
  const { model, snsSqsUrl, clock } = options;
  const emulator = { url: snsSqsUrl, region: model.region };
  const letterboxes = await openLetterboxes(model.subscriptions.filter(isPersonal), emulator);
  const messages: InboxMessage[] = [];
  let read = 0;
  const loop = startPollLoop({
    path: 'The inbox',
    onFault: options.onFault,
    async look() {
      const arrived = options.publications().slice(read);
      for (const publication of arrived) {
        const reached = await letterboxes.reachedBy(publication.topicArn, publication.attributes);
        const at = clock.now().toISOString();
        messages.push(...reached.map((subscription) => messageFor(subscription, publication, at)));
        read += 1;
      }
      return arrived.length > 0;
    },
  });
  return {
    messages: () => [...messages],
    readToEnd: loop.readToEnd,
    async stop() {
      await loop.stop();
      letterboxes.close();
    },
  };
}

function isPersonal(subscription: LocalSubscription): subscription is PersonalSubscription {
  return subscription.protocol === 'email' || subscription.protocol === 'sms';
}

function messageFor(
  subscription: PersonalSubscription,
  publication: PublishedMessage,
  at: string,
): InboxMessage {
  const { protocol, endpoint, path: subscriptionPath } = subscription;
  const { subject, body } = textFor(publication, protocol);
  return { messageId: publication.messageId, at, protocol, endpoint, subject, body, subscriptionPath };
}
