import type { AssemblyModel } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import { openInbox } from './inbox/inbox.ts';
import type { InboxMessage } from './inbox/inbox-message.ts';
import { startInboxServer } from './inbox/inbox-server.ts';
import { createMailbox } from './inbox/mailbox.ts';
import type { Subscriptions } from './sns/subscription.ts';
import { createSubscriptionLinks } from './sns/subscription-links.ts';
import { createBounces, createSubscriptions } from './sns/subscriptions.ts';
import type { Platform } from './start-platform.ts';
import type { Stopper } from './stopper.ts';

export type StartedInbox = {
  readonly url: string;
  readonly subscriptions: Subscriptions;
  messages(): readonly InboxMessage[];
  /** Resolves when what was published before this call has arrived. */
  readToEnd(): Promise<void>;
};

export type StartInboxOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly platform: Platform;
  readonly stopper: Stopper;
  readonly inboxPort?: number;
  readonly onFault: (error: unknown) => void;
};

/** Starts what delivers to people, and the page on which they read it and follow the links in their emails. */
export async function startInbox(options: StartInboxOptions): Promise<StartedInbox> {
  const { model, clock, platform, stopper, onFault } = options;
  const { sns, snsSqs } = platform;
  const mailbox = createMailbox();
  const links = createSubscriptionLinks(sns.registry);
  const bounces = createBounces();
  const { messages } = mailbox;
  const server = await startInboxServer({ port: options.inboxPort ?? 0, messages, links, clock, onFault });
  stopper.add(server.stop);
  const inbox = openInbox({
    model,
    sns,
    mailbox,
    onFault,
    snsSqsUrl: snsSqs.url,
    inboxUrl: server.url,
    bounces: bounces.has,
  });
  stopper.add(inbox.stop);
  return {
    url: server.url,
    subscriptions: createSubscriptions({
      registry: sns.registry,
      links,
      bounces,
      deliveries: inbox.deliveries,
    }),
    messages,
    readToEnd: inbox.readToEnd,
  };
}
