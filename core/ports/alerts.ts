import type { Alert } from '../alert/alert.ts';
import type { AlertState, AlertTransition } from '../alert/alert-states.ts';
import type { Family } from './families.ts';

/** What is kept of each change of an alert, for whoever asks later why it was made. */
export type AlertEvent = {
  readonly event: AlertTransition;
  readonly reason: string;
  readonly at: string;
};

export type CommitResult = { readonly code: 'committed' } | { readonly code: 'moved' };

/** Where alerts are kept. Every write is one transaction, on condition that nothing it rests on has moved. */
export type Alerts = {
  readonly alert: (alertId: string) => Promise<Alert | undefined>;
  /**
   * Raises, changes or ends an alert, from a state that the event may come
   * after, with the family's slot at the version read. The slot holds the alert
   * as long as it is open, and otherwise what the family given holds. One that
   * was stood down has the family brought to be examined again.
   */
  readonly commit: (family: Family, alert: Alert, event: AlertEvent) => Promise<CommitResult>;
  /** Writes an alert alone, on condition that the version before it is still there, in one of the given states. */
  readonly advance: (alert: Alert, from: readonly AlertState[], event: AlertEvent) => Promise<CommitResult>;
  /** The alert's id: opaque, and the same for the same family and epoch. */
  readonly idFor: (familyId: string, epoch: number) => string;
};
