import type { Alert } from '../../../core/alert/alert.ts';
import { isOpen, statesBefore } from '../../../core/alert/alert-states.ts';
import type { AlertEvent, Alerts, CommitResult } from '../../../core/ports/alerts.ts';
import type { Family } from '../../../core/ports/families.ts';
import { alertIdFor } from '../alert-id.ts';
import { decodeAlert } from './alert-items.ts';
import { alertWrites } from './alert-writes.ts';
import { alertsInState } from './alerts-in-state.ts';
import { reexamine } from './due-items.ts';
import { alertNoted, encodeFamily } from './family-items.ts';
import { itemKey } from './item-keys.ts';
import { awaitedInLedger } from './ledger-rows.ts';
import { isStillVersion } from './put-condition.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, type Write, writeTogether } from './write-together.ts';

/**
 * Alerts on the one table. Each change is written with the entry of the history
 * that tells of it, the first of an alert with a note on the family's timelines,
 * a person's standing it down with a mark that lets the family be examined, and a
 * notice that was sent with the row of the ledger that waits to see it.
 */
export const dynamoDbAlerts = (table: Table): Alerts => ({
  alert: async (alertId) => {
    const item = await readItem(table, itemKey.alert(alertId));
    return item === undefined ? undefined : decodeAlert(item);
  },
  inState: (page) => alertsInState(table, page),
  commit: async (family, alert, event) =>
    write(table, [
      slotPut(family, alert),
      ...alertWrites(alert, statesBefore[event.event], event),
      ...(event.event === 'raised' ? family.timelines.map(alertNoted) : []),
      ...(event.event === 'stood-down' ? examinedAgain(family, event) : []),
    ]),
  advance: async (alert, from, event) =>
    write(table, [...alertWrites(alert, from, event), ...awaitedInLedger(alert, event)]),
  idFor: alertIdFor,
});

const slotPut = (family: Family, alert: Alert): ConditionalPut => ({
  item: encodeFamily({
    ...family,
    version: family.version + 1,
    epoch: alert.epoch,
    openAlertId: isOpen(alert) ? alert.alertId : undefined,
  }),
  condition: isStillVersion(family.version),
});

/** One timeline is enough: its whole family is examined. */
const examinedAgain = ({ timelines }: Family, { at }: AlertEvent): readonly Write[] =>
  timelines.slice(0, 1).map((timelineId) => reexamine(timelineId, Date.parse(at)));

async function write(table: Table, writes: readonly Write[]): Promise<CommitResult> {
  const { code } = await writeTogether(table, writes);
  if (code === 'busy') throw new Error('An alert could not be written: the table stayed busy.');
  return code === 'written' ? { code: 'committed' } : { code: 'moved' };
}
