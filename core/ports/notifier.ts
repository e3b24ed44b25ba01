import type { RenderedNotice } from '../message/render-notice.ts';
import type { Severity } from '../policy/policy.ts';

/** A notice for named people. */
export type Notification = {
  readonly alertId: string;
  readonly severity: Severity;
  readonly recipients: readonly string[];
  readonly rendered: RenderedNotice;
};

/** Hands a notice to the notification service. Throws where the service does not take it. */
export type Notifier = {
  readonly publish: (notification: Notification) => Promise<{ readonly messageId: string }>;
};
