import type { Alert } from '../../../core/alert/alert.ts';
import type { AlertEvent, Alerts, CommitResult } from '../../../core/ports/alerts.ts';
import type { Family } from '../../../core/ports/families.ts';
import { alertIdFor } from '../alert-id.ts';
import { decodeAlert, encodeAlert, encodeAlertHistory } from './alert-items.ts';
import { encodeFamily } from './family-items.ts';
import { itemKey } from './item-keys.ts';
import { isNew, isStillVersion, isStillVersionIn } from './put-condition.ts';
import { readItem } from './read-item.ts';
import type { Table } from './table.ts';
import { type ConditionalPut, writeTogether } from './write-together.ts';

/** Alerts on the one table. Each change is written with the entry of the history that tells of it. */
export const dynamoDbAlerts = (table: Table): Alerts => ({
  alert: async (alertId) => {
    const item = await readItem(table, itemKey.alert(alertId));
    return item === undefined ? undefined : decodeAlert(item);
  },
  commit: async (family, alert, event) =>
    write(table, [
      slotPut(family, alert),
      {
        item: encodeAlert(alert),
        condition: alert.version === 1 ? isNew : isStillVersion(alert.version - 1),
      },
      historyPut(alert, event),
    ]),
  advance: async (alert, from, event) =>
    write(table, [
      { item: encodeAlert(alert), condition: isStillVersionIn(alert.version - 1, from) },
      historyPut(alert, event),
    ]),
  idFor: alertIdFor,
});

const slotPut = (family: Family, alert: Alert): ConditionalPut => ({
  item: encodeFamily({
    ...family,
    version: family.version + 1,
    epoch: alert.epoch,
    openAlertId: alert.alertId,
  }),
  condition: isStillVersion(family.version),
});

const historyPut = (alert: Alert, event: AlertEvent): ConditionalPut => ({
  item: encodeAlertHistory(alert, event),
  condition: isNew,
});

async function write(table: Table, puts: readonly ConditionalPut[]): Promise<CommitResult> {
  const { code } = await writeTogether(table, puts);
  if (code === 'busy') throw new Error('An alert could not be written: the table stayed busy.');
  return code === 'written' ? { code: 'committed' } : { code: 'moved' };
}
