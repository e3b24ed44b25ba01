import type { Instant } from '../time/london.ts';
import type { NoticeTold } from './notifier.ts';

/** A message came out of the notification service again. */
export type MessageSeen = { readonly at: Instant; readonly messageId: string };

/** Where it is kept that a notice which was handed to the notification service came out of it again. */
export type NoticeLedger = {
  /**
   * Keeps that a message which tells of the notice was seen: the first one,
   * whether or not the notice is marked as sent by then. It is no longer waited for.
   */
  readonly see: (notice: NoticeTold, seen: MessageSeen) => Promise<void>;
  /** Whether a message that tells of the notice was seen. */
  readonly isSeen: (notice: NoticeTold) => Promise<boolean>;
};
