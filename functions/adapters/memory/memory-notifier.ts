import type { Notification, Notifier } from '../../../core/ports/notifier.ts';
import { frozenCopy } from './frozen-copy.ts';

/** A notification service that keeps what it is given. */
export type MemoryNotifier = Notifier & {
  /** Everything published, in order; a notice's message id is its place in this list, counted from 1. */
  readonly published: () => readonly Notification[];
};

/** Whoever else gets each message, as the ledger does, before the notifier answers. */
export type AlsoTold = (notification: Notification, messageId: string) => Promise<void>;

/** Creates a notifier that has published nothing yet. */
export function createMemoryNotifier(alsoTold: AlsoTold = async () => undefined): MemoryNotifier {
  const published: Notification[] = [];
  return {
    publish: async (notification) => {
      published.push(frozenCopy(notification));
      const messageId = `message-${published.length}`;
      await alsoTold(notification, messageId);
      return { messageId };
    },
    published: () => [...published],
  };
}
