import * as z from 'zod';
import { PersonId } from '../../../core/alert/roster.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** How one channel that the roster lists for a person stood when the roster was last compared with the subscriptions. */
export const ChannelStanding = z.strictObject({
  person: PersonId,
  channel: z.enum(['email', 'sms']),
  standing: z.enum(['confirmed', 'pending', 'unsubscribed', 'missing', 'no-address']),
  /** Since when it stands so, as far as it was looked at. */
  since: z.iso.datetime(),
});
export type ChannelStanding = z.infer<typeof ChannelStanding>;

/** Who of the roster can be reached, as it was found at an instant. Ids and words only: no address. */
export const ReachFound = z.strictObject({ asOf: z.iso.datetime(), channels: z.array(ChannelStanding) });
export type ReachFound = z.infer<typeof ReachFound>;

const ReachItem = ReachFound.extend(itemFields);
export type ReachItem = z.infer<typeof ReachItem>;

export const encodeReach = (found: ReachFound): ReachItem =>
  checkedItem('reach', ReachItem, { ...itemKey.reach, ...currentSchema, ...found });

/** Undefined where this version cannot read it: it is found anew every five minutes, so nothing is thrown. */
export function decodeReach(item: unknown): ReachFound | undefined {
  const read = ReachItem.safeParse(item);
  if (!read.success) return undefined;
  const { pk, sk, schema, ...found } = read.data;
  return found;
}
