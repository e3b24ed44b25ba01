import * as z from 'zod';
import { LifeEventSubmission } from '../../../core/life-event/life-event-submission.ts';
import type { LifeEventEntry } from '../../../core/ports/life-event-ledger.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** A row of a timeline: the life event as it was sent, under its key, and when it was recorded. */
const LifeEventItem = z.intersection(
  LifeEventSubmission,
  z.strictObject({ ...itemFields, key: z.string().min(1), recordedAt: z.iso.datetime() }),
);
export type LifeEventItem = z.infer<typeof LifeEventItem>;

export const encodeLifeEvent = ({ timelineId, event, receipt }: LifeEventEntry): LifeEventItem =>
  checkedItem('life event', LifeEventItem, {
    ...event,
    ...itemKey.lifeEvent(timelineId, event),
    ...currentSchema,
    recordedAt: receipt.recordedAt,
  });

export function decodeLifeEvent(item: unknown): TimelineEvent {
  const { pk, sk, schema, recordedAt, ...event } = checkedItem('life event', LifeEventItem, item);
  return event;
}
