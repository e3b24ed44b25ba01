import { encodeAlert } from '../../functions/adapters/dynamodb/alert-items.ts';
import { encodeFamily, encodeMembership } from '../../functions/adapters/dynamodb/family-items.ts';
import { itemKey } from '../../functions/adapters/dynamodb/item-keys.ts';
import { currentSchema } from '../../functions/adapters/dynamodb/item-schema.ts';
import { encodeLifeEvent } from '../../functions/adapters/dynamodb/life-event-items.ts';
import { encodeReferral } from '../../functions/adapters/dynamodb/referral-items.ts';
import { encodeRevision } from '../../functions/adapters/dynamodb/revision-items.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import type { MemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import type { Item } from '../simulator/guarantees/table-at-rest.ts';

/** A store in memory, and all timelines and alerts that it holds. */
type Held = {
  readonly store: MemoryStore;
  readonly timelines: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
};

const pseudonyms = keyedPseudonyms(new Uint8Array(32).fill(7));
const recordedAt = '2026-11-02T10:00:00.000Z';

/** What a store in memory holds, as the items of the table would be. */
export async function itemsOfMemory({ store, timelines, alerts }: Held): Promise<readonly Item[]> {
  const items: object[] = [];
  for (const timelineId of timelines) items.push(...(await itemsOfTimeline(store, timelineId)));
  for (const alertId of alerts) items.push(...(await itemsOfAlert(store, alertId)));
  for (const due of await store.due.dueBy(Date.parse('2100-01-01T00:00:00Z'))) {
    if (due.kind === 'next-examination')
      items.push({ ...itemKey.nextExamination(due.timelineId), dueAt: due.dueAt });
    if (due.kind === 'failed-examination')
      items.push({ ...itemKey.failedExamination(due.timelineId), dueAt: due.dueAt });
  }
  return items.map((item) => ({ ...item }));
}

async function itemsOfTimeline(store: MemoryStore, timelineId: string): Promise<readonly object[]> {
  const read = await store.families.timeline(timelineId);
  if (read === undefined) return [];
  const { timeline, familyId, timelinesOfFamily, hasHadAlert } = read;
  const founded = await store.links.slot(pseudonyms.of('family', timelineId));
  const revisions = await Promise.all(
    timeline.referrals.map(async ({ key }) =>
      ((await store.revisions.history(key))?.revisions ?? []).map((one) => encodeRevision(key, one)),
    ),
  );
  return [
    ...timeline.referrals.map((referral) =>
      encodeReferral({ timelineId, referral, receipt: { receiptId: referral.key, recordedAt } }),
    ),
    ...timeline.lifeEvents.map((event) =>
      encodeLifeEvent({
        timelineId,
        event,
        sourceKey: event.key,
        prints: {},
        receipt: { receiptId: event.key, recordedAt },
      }),
    ),
    ...revisions.flat(),
    encodeMembership({
      timelineId,
      familyId,
      timelines: [...timelinesOfFamily],
      ...(hasHadAlert ? { hasHadAlert: true } : {}),
    }),
    ...(founded === undefined ? [] : [encodeFamily(founded)]),
  ];
}

async function itemsOfAlert(store: MemoryStore, alertId: string): Promise<readonly object[]> {
  const alert = await store.alerts.alert(alertId);
  if (alert === undefined) throw new Error('The stream told of an alert that is not there.');
  const notices = await Promise.all(
    alert.notices.map(async ({ sequence, sentAt }) => ({
      ...itemKey.ledger(alertId, sequence),
      sentAt,
      ...((await store.noticeLedger.isSeen({ alertId, sequence })) && { seenAt: sentAt }),
    })),
  );
  return [
    encodeAlert(alert),
    ...store
      .historyOf(alertId)
      .map((entry) => ({ ...itemKey.alertHistory(alertId, entry.version), ...currentSchema, ...entry })),
    ...notices,
  ];
}
