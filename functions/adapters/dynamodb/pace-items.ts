import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { PersonId } from '../../../core/alert/roster.ts';
import { longestHoldMilliseconds } from '../../../core/ports/pace.ts';
import { type Instant, isoInstant } from '../../../core/time/london.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import type { ItemUpdate } from './write-together.ts';

const PaceItem = z.strictObject({ ...itemFields, freeAt: z.iso.datetime() });

/** Until when the slot is taken that an item tells of. */
export const decodePace = (item: unknown): Instant => Date.parse(checkedItem('pace', PaceItem, item).freeAt);

const names = { '#freeAt': 'freeAt' } as const;

/** Takes a person's slot from an instant on, if it is free then or no slot that can be; a refusal brings the item. */
export const slotTaken = (person: PersonId, at: Instant, until: Instant): ItemUpdate => ({
  key: itemKey.pace(person),
  update: {
    UpdateExpression: 'SET #freeAt = :until, #schema = :schema',
    ConditionExpression:
      'attribute_not_exists(#freeAt) OR NOT attribute_type(#freeAt, :text) OR #freeAt <= :at OR #freeAt > :longest',
    ExpressionAttributeNames: { ...names, '#schema': 'schema' },
    ExpressionAttributeValues: marshall({
      ':text': 'S',
      ':at': isoInstant(at),
      ':longest': isoInstant(at + longestHoldMilliseconds),
      ':until': isoInstant(until),
      ':schema': currentSchema.schema,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/** Makes a slot free at another instant, if it is still taken until the one given. */
export const slotMoved = (person: PersonId, until: Instant, freeAt: Instant): ItemUpdate => ({
  key: itemKey.pace(person),
  update: {
    UpdateExpression: 'SET #freeAt = :next',
    ConditionExpression: '#freeAt = :until',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall({ ':until': isoInstant(until), ':next': isoInstant(freeAt) }),
  },
});
