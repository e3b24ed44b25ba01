import { randomUUID } from 'node:crypto';
import type { InboxMessage } from '../inbox/inbox-message.ts';
import type { LiveSubscription } from './subscription.ts';
import { confirmPath, linkTo } from './subscription-links.ts';

/** The email by which SNS asks a person to confirm. `inboxUrl` is without a trailing slash. */
export function confirmationMail(subscription: LiveSubscription, inboxUrl: string): InboxMessage {
  const confirmLink = `${inboxUrl}${linkTo(confirmPath, subscription.arn)}`;
  return {
    messageId: randomUUID(),
    at: subscription.since.toISOString(),
    protocol: 'email',
    endpoint: subscription.endpoint,
    subject: 'AWS Notification - Subscription Confirmation',
    body: [
      'You have chosen to subscribe to the topic:',
      subscription.topicArn,
      '',
      'To confirm this subscription, visit the link below. If this was in error, do nothing.',
      confirmLink,
    ].join('\n'),
    subscriptionPath: subscription.path,
    confirmLink,
  };
}
