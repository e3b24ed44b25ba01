import * as z from 'zod';
import type { Family } from '../../../core/ports/families.ts';
import type { FamilyId, TimelineId } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

const IdentifierItem = z.strictObject({ ...itemFields, familyId: z.string().min(1) });
export type IdentifierItem = z.infer<typeof IdentifierItem>;

/** A timeline's own note of its family, so that one query of the timeline tells both. */
const MembershipItem = z.strictObject({
  ...itemFields,
  timelineId: z.string().min(1),
  familyId: z.string().min(1),
  timelines: z.array(z.string().min(1)).min(1),
});
export type MembershipItem = z.infer<typeof MembershipItem>;

/** A family's timelines and its slot. */
const FamilyItem = z.strictObject({
  ...itemFields,
  familyId: z.string().min(1),
  timelines: z.array(z.string().min(1)).min(1),
  version: z.int().min(0),
  epoch: z.int().min(0),
  openAlertId: z.string().min(1).optional(),
});
export type FamilyItem = z.infer<typeof FamilyItem>;

export const encodeIdentifier = (identifier: string, familyId: FamilyId): IdentifierItem =>
  checkedItem('identifier', IdentifierItem, {
    ...itemKey.identifier(identifier),
    ...currentSchema,
    familyId,
  });

export const decodeIdentifier = (item: unknown): FamilyId =>
  checkedItem('identifier', IdentifierItem, item).familyId;

/** A family's membership, as one of its timelines holds it. */
export type Membership = Pick<MembershipItem, 'timelineId' | 'familyId' | 'timelines'>;

export const encodeMembership = (membership: Membership): MembershipItem =>
  checkedItem('membership', MembershipItem, {
    ...membership,
    ...itemKey.membership(membership.timelineId),
    ...currentSchema,
  });

export function decodeMembership(item: unknown): {
  readonly familyId: FamilyId;
  readonly timelinesOfFamily: readonly TimelineId[];
} {
  const { familyId, timelines } = checkedItem('membership', MembershipItem, item);
  return { familyId, timelinesOfFamily: timelines };
}

export const encodeFamily = ({ openAlertId, ...family }: Family): FamilyItem =>
  checkedItem('family', FamilyItem, {
    ...family,
    ...(openAlertId === undefined ? {} : { openAlertId }),
    ...itemKey.family(family.familyId),
    ...currentSchema,
  });

export function decodeFamily(item: unknown): Family {
  const { familyId, timelines, version, epoch, openAlertId } = checkedItem('family', FamilyItem, item);
  return { familyId, timelines, version, epoch, openAlertId };
}
