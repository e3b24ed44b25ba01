import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { RateLimits } from '../../../core/ports/rate-limits.ts';
import { minuteOf, secondsLeftIn } from '../minute.ts';
import { itemKey } from './item-keys.ts';
import { currentSchema } from './item-schema.ts';
import type { Table } from './table.ts';

/**
 * How much each client sends in a minute, on the one table: one item a client,
 * which the next minute takes over. A client's clock is never asked.
 */
export const dynamoDbRateLimits = (table: Table, mostPerMinute: number): RateLimits => ({
  take: async (clientId, amount, at) => {
    const minute = minuteOf(at);
    const over = { code: 'over-limit', retryAfterSeconds: secondsLeftIn(minute, at) } as const;
    if (amount > mostPerMinute) return over;
    const goesOn = {
      set: 'SET #used = #used + :amount',
      when: '#minute = :minute AND #used <= :room',
      values: { ':room': mostPerMinute - amount },
    };
    const begins = {
      set: 'SET #schema = :schema, #minute = :minute, #used = :amount',
      when: 'attribute_not_exists(#minute) OR #minute < :minute',
      values: { ':schema': currentSchema.schema },
    };
    const isTaken =
      (await update(table, clientId, minute, amount, goesOn)) ||
      (await update(table, clientId, minute, amount, begins)) ||
      // Another request of the client has begun the minute in between.
      (await update(table, clientId, minute, amount, goesOn));
    return isTaken ? { code: 'allowed' } : over;
  },
});

type Step = {
  readonly set: string;
  readonly when: string;
  readonly values: Readonly<Record<string, number>>;
};

async function update(
  table: Table,
  clientId: string,
  minute: number,
  amount: number,
  { set, when, values }: Step,
): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(itemKey.rateLimit(clientId)),
        UpdateExpression: set,
        ConditionExpression: when,
        ExpressionAttributeNames: {
          '#minute': 'minute',
          '#used': 'used',
          ...(set.includes('#schema') ? { '#schema': 'schema' } : {}),
        },
        ExpressionAttributeValues: marshall({ ':minute': minute, ':amount': amount, ...values }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
