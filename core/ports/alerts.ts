import type { Alert } from '../alert/alert.ts';
import type { AlertState, AlertTransition } from '../alert/alert-states.ts';
import type { Family } from './families.ts';

/** What is kept of each change of an alert, for whoever asks later why it was made. */
export type AlertEvent = {
  readonly event: AlertTransition;
  readonly reason: string;
  readonly at: string;
};

/** Which alerts in a state are wanted: changed at an instant or after it, and after the last one of the page before. */
export type AlertPage = {
  readonly state: AlertState;
  readonly since?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
};

export type AlertsFound = {
  readonly alerts: readonly Alert[];
  /** The ids of those on the page that this version cannot read: they must not hide the others. */
  readonly unreadable: readonly string[];
  /** What to give as `after` for the next page; undefined where this was the last. */
  readonly next: string | undefined;
};

export type CommitResult = { readonly code: 'committed' } | { readonly code: 'moved' };

/** Where alerts are kept. Every write is one transaction, on condition that nothing it rests on has moved. */
export type Alerts = {
  readonly alert: (alertId: string) => Promise<Alert | undefined>;
  /** A page of the alerts in a state, those first that changed first. One that has just changed may be missing for a moment. */
  readonly inState: (page: AlertPage) => Promise<AlertsFound>;
  /**
   * Raises, changes or ends an alert, from a state that the event may come
   * after, with the family's slot at the version read. The slot holds the alert
   * as long as it is open, and otherwise what the family given holds. One that
   * was stood down has the family brought to be examined again.
   */
  readonly commit: (family: Family, alert: Alert, event: AlertEvent) => Promise<CommitResult>;
  /**
   * Writes an alert alone, on condition that the version before it is still
   * there, in one of the given states. Where the event is that its last notice
   * was sent, that notice is due in a few minutes, until the ledger has seen it.
   */
  readonly advance: (alert: Alert, from: readonly AlertState[], event: AlertEvent) => Promise<CommitResult>;
  /** The alert's id: opaque, and the same for the same family and epoch. */
  readonly idFor: (familyId: string, epoch: number) => string;
};
