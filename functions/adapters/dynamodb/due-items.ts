import { marshall } from '@aws-sdk/util-dynamodb';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import type { TimelineId } from '../../../core/timeline/timeline.ts';
import { dueShardOf } from './due-shards.ts';
import { type ItemKey, itemKey } from './item-keys.ts';
import { currentSchema } from './item-schema.ts';
import { dueIndex } from './table-keys.ts';
import type { ItemUpdate } from './write-together.ts';

/** Makes an item due at another instant, on condition that it is due as it was seen. An alert that is due has a notice pending. */
export const dueAgain = (key: ItemKey, seen: string, nextDueAt: Instant): ItemUpdate => ({
  key,
  update: {
    UpdateExpression: 'SET #dueAt = :next',
    ConditionExpression: '#dueAt = :seen',
    ExpressionAttributeNames: { '#dueAt': dueIndex.sort },
    ExpressionAttributeValues: marshall({ ':seen': seen, ':next': isoInstant(nextDueAt) }),
  },
});

/** Makes an alert due at an instant, on condition that it has a notice pending. */
export const dueNow = (alertId: string, at: Instant): ItemUpdate => ({
  key: itemKey.alert(alertId),
  update: {
    UpdateExpression: 'SET #dueAt = :at',
    ConditionExpression: 'attribute_exists(#dueAt)',
    ExpressionAttributeNames: { '#dueAt': dueIndex.sort },
    ExpressionAttributeValues: marshall({ ':at': isoInstant(at) }),
  },
});

/**
 * Marks a timeline, so that the stream brings it to be examined. Marks are
 * counted, since the stream brings no write that changes nothing, and one
 * referral that joins three families marks the first of them twice at one instant.
 */
export const reexamine = (timelineId: TimelineId, at: Instant): ItemUpdate => ({
  key: itemKey.reexamineMark(timelineId),
  update: {
    UpdateExpression: 'SET #schema = :schema, #markedAt = :at ADD #marks :one',
    ExpressionAttributeNames: { '#schema': 'schema', '#markedAt': 'markedAt', '#marks': 'marks' },
    ExpressionAttributeValues: marshall({
      ':schema': currentSchema.schema,
      ':at': isoInstant(at),
      ':one': 1,
    }),
  },
});

const dueNames = { '#dueShard': dueIndex.partition, '#dueAt': dueIndex.sort } as const;

const failureNames = {
  ...dueNames,
  '#first': 'firstFailedAt',
  '#attempts': 'attempts',
} as const;

/** Keeps a failed examination: when it first failed, how often since, and when it is due again. */
export const notedFailure = (timelineId: TimelineId, at: Instant, dueAt: Instant): ItemUpdate => ({
  key: itemKey.failedExamination(timelineId),
  update: {
    UpdateExpression:
      'SET #schema = :schema, #dueShard = :shard, #dueAt = :due, #first = if_not_exists(#first, :at) ADD #attempts :one',
    ExpressionAttributeNames: { ...failureNames, '#schema': 'schema' },
    ExpressionAttributeValues: marshall({
      ':schema': currentSchema.schema,
      ':shard': dueShardOf(timelineId),
      ':due': isoInstant(dueAt),
      ':at': isoInstant(at),
      ':one': 1,
    }),
  },
});

/** Empties it. It is not deleted, so that no function needs the right to delete rows of a timeline. */
export const clearedFailure = (timelineId: TimelineId): ItemUpdate => ({
  key: itemKey.failedExamination(timelineId),
  update: {
    UpdateExpression: 'REMOVE #dueShard, #dueAt, #first, #attempts',
    ConditionExpression: 'attribute_exists(#dueAt)',
    ExpressionAttributeNames: failureNames,
  },
});

/** Keeps when a timeline must be examined although nothing has changed. */
export const keptNextExamination = (timelineId: TimelineId, dueAt: Instant): ItemUpdate => ({
  key: itemKey.nextExamination(timelineId),
  update: {
    UpdateExpression: 'SET #schema = :schema, #dueShard = :shard, #dueAt = :due',
    ExpressionAttributeNames: { ...dueNames, '#schema': 'schema' },
    ExpressionAttributeValues: marshall({
      ':schema': currentSchema.schema,
      ':shard': dueShardOf(timelineId),
      ':due': isoInstant(dueAt),
    }),
  },
});

/** Empties it, as a failure is emptied. */
export const droppedNextExamination = (timelineId: TimelineId): ItemUpdate => ({
  key: itemKey.nextExamination(timelineId),
  update: {
    UpdateExpression: 'REMOVE #dueShard, #dueAt',
    ConditionExpression: 'attribute_exists(#dueAt)',
    ExpressionAttributeNames: dueNames,
  },
});
