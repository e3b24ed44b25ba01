import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Alert } from '../../../core/alert/alert.ts';
import { ledgerDueAt } from '../../../core/alert/ledger-due-at.ts';
import type { AlertEvent } from '../../../core/ports/alerts.ts';
import type { UnseenNotice } from '../../../core/ports/due-work.ts';
import type { MessageSeen } from '../../../core/ports/notice-ledger.ts';
import type { NoticeTold } from '../../../core/ports/notifier.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import { dueShardOf } from './due-shards.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import { dueIndex } from './table-keys.ts';
import type { ItemUpdate } from './write-together.ts';

/**
 * The row of a notice: what its sender said of it, and what the ledger saw. Each
 * writes attributes of its own, so that either may come first.
 */
const LedgerRow = z.strictObject({
  ...itemFields,
  sentAt: z.iso.datetime().optional(),
  messageId: z.string().optional(),
  seenAt: z.iso.datetime().optional(),
  seenMessageId: z.string().optional(),
  [dueIndex.partition]: z.string().optional(),
  [dueIndex.sort]: z.iso.datetime().optional(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const decodeLedgerRow = (item: unknown): LedgerRow => checkedItem('ledger', LedgerRow, item);

const dueNames = { '#dueShard': dueIndex.partition, '#dueAt': dueIndex.sort } as const;

/** That the ledger is to see the notice which an event says was sent: the alert's last. Nothing for any other event. */
export function awaitedInLedger({ alertId, notices }: Alert, { event }: AlertEvent): readonly ItemUpdate[] {
  const notice = notices.at(-1);
  if (event !== 'sent' || notice === undefined) return [];
  return [
    {
      key: itemKey.ledger(alertId, notice.sequence),
      update: {
        UpdateExpression:
          'SET #schema = :schema, #sentAt = :sentAt, #messageId = :messageId, #dueShard = :shard, #dueAt = :due',
        ExpressionAttributeNames: {
          ...dueNames,
          '#schema': 'schema',
          '#sentAt': 'sentAt',
          '#messageId': 'messageId',
        },
        ExpressionAttributeValues: marshall({
          ':schema': currentSchema.schema,
          ':sentAt': notice.sentAt,
          ':messageId': notice.messageId,
          // Also where it has been seen by then: the sweep takes that away when it is due.
          ':shard': dueShardOf(alertId),
          ':due': ledgerDueAt(notice),
        }),
      },
    },
  ];
}

/** That the ledger has seen it: when and in which message first. It is due no more. */
export const seenInLedger = (
  { alertId, sequence }: NoticeTold,
  { at, messageId }: MessageSeen,
): ItemUpdate => ({
  key: itemKey.ledger(alertId, sequence),
  update: {
    UpdateExpression:
      'SET #schema = :schema, #seenAt = if_not_exists(#seenAt, :at), #seenMessageId = if_not_exists(#seenMessageId, :messageId) REMOVE #dueShard, #dueAt',
    ExpressionAttributeNames: {
      ...dueNames,
      '#schema': 'schema',
      '#seenAt': 'seenAt',
      '#seenMessageId': 'seenMessageId',
    },
    ExpressionAttributeValues: marshall({
      ':schema': currentSchema.schema,
      ':at': isoInstant(at),
      ':messageId': messageId,
    }),
  },
});

/** Takes away that it is due, on condition that it is due as it was found and that the ledger has seen it. */
export const settledInLedger = ({ alertId, sequence, dueAt }: UnseenNotice): ItemUpdate => ({
  key: itemKey.ledger(alertId, sequence),
  update: {
    UpdateExpression: 'REMOVE #dueShard, #dueAt',
    ConditionExpression: '#dueAt = :found AND attribute_exists(#seenAt)',
    ExpressionAttributeNames: { ...dueNames, '#seenAt': 'seenAt' },
    ExpressionAttributeValues: marshall({ ':found': dueAt }),
  },
});

/** Makes it due again, on condition that it is due as it was found and that the ledger has not seen it. */
export const unseenInLedger = (
  { alertId, sequence, dueAt }: UnseenNotice,
  nextDueAt: Instant,
): ItemUpdate => ({
  key: itemKey.ledger(alertId, sequence),
  update: {
    UpdateExpression: 'SET #dueAt = :next',
    ConditionExpression: '#dueAt = :found AND attribute_not_exists(#seenAt)',
    ExpressionAttributeNames: { '#dueAt': dueIndex.sort, '#seenAt': 'seenAt' },
    ExpressionAttributeValues: marshall({ ':found': dueAt, ':next': isoInstant(nextDueAt) }),
  },
});
