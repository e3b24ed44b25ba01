import type { Alert } from '../alert/alert.ts';
import type { Family } from './families.ts';

/** What is kept of each change of an alert, for whoever asks later why it was made. */
export type AlertEvent = {
  readonly event: 'raised' | 'changed' | 'sent';
  readonly reason: string;
  readonly at: string;
};

export type CommitResult = { readonly code: 'committed' } | { readonly code: 'moved' };

/** Where alerts are kept. Every write is one transaction, on condition that nothing it rests on has moved. */
export type Alerts = {
  readonly alert: (alertId: string) => Promise<Alert | undefined>;
  /** Raises an alert (version 1) or changes the open one, with the family's slot at the version read. */
  readonly commit: (family: Family, alert: Alert, event: AlertEvent) => Promise<CommitResult>;
  /** Writes an alert on condition that the version before it is still there, in one of the given states. */
  readonly advance: (
    alert: Alert,
    from: readonly Alert['state'][],
    event: AlertEvent,
  ) => Promise<CommitResult>;
  /** The alert's id: opaque, and the same for the same family and epoch. */
  readonly idFor: (familyId: string, epoch: number) => string;
};
