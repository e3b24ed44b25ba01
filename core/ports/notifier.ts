import type { RenderedNotice } from '../message/render-notice.ts';
import type { Severity } from '../policy/policy.ts';

/** Which notice of which alert a message tells of. */
export type NoticeTold = { readonly alertId: string; readonly sequence: number };

/** A message for named people: one notice, or a digest of several. */
export type Notification = {
  readonly notices: readonly NoticeTold[];
  readonly severity: Severity;
  readonly recipients: readonly string[];
  readonly rendered: RenderedNotice;
};

/** Hands a notice to the notification service. Throws where the service does not take it. */
export type Notifier = {
  readonly publish: (notification: Notification) => Promise<{ readonly messageId: string }>;
};
