import type { Notification, Notifier } from '../../../core/ports/notifier.ts';
import { frozenCopy } from './frozen-copy.ts';

/** A notification service that keeps what it is given. */
export type MemoryNotifier = Notifier & {
  /** Everything published, in order; a notice's message id is its place in this list, counted from 1. */
  readonly published: () => readonly Notification[];
};

/** Creates a notifier that has published nothing yet. */
export function createMemoryNotifier(): MemoryNotifier {
  const published: Notification[] = [];
  return {
    publish: async (notification) => {
      published.push(frozenCopy(notification));
      return { messageId: `message-${published.length}` };
    },
    published: () => [...published],
  };
}
