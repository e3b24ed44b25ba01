import type { InboxMessage } from './inbox-message.ts';

/** Every email and text so far, in the order of arrival. */
export type Mailbox = { put(message: InboxMessage): void; messages(): readonly InboxMessage[] };

export function createMailbox(): Mailbox {
  const messages: InboxMessage[] = [];
  return { put: (message) => void messages.push(message), messages: () => [...messages] };
}
