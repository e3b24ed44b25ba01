import * as z from 'zod';
import { Answered } from '../../../core/alert/answered.ts';
import type { Family } from '../../../core/ports/families.ts';
import type { FamilyId, TimelineId } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';
import type { ItemUpdate } from './write-together.ts';

const IdentifierItem = z.strictObject({ ...itemFields, timelineId: z.string().min(1) });
export type IdentifierItem = z.infer<typeof IdentifierItem>;

/** A timeline's own note of its family, so that one query of the timeline tells both. */
const MembershipItem = z.strictObject({
  ...itemFields,
  timelineId: z.string().min(1),
  familyId: z.string().min(1),
  timelines: z.array(z.string().min(1)).min(1),
  hasHadAlert: z.literal(true).optional(),
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
  answered: Answered.optional(),
  keptApartFrom: z.array(z.string().min(1)).optional(),
  joinedInto: z.string().min(1).optional(),
});
export type FamilyItem = z.infer<typeof FamilyItem>;

export const encodeIdentifier = (identifier: string, timelineId: TimelineId): IdentifierItem =>
  checkedItem('identifier', IdentifierItem, {
    ...itemKey.identifier(identifier),
    ...currentSchema,
    timelineId,
  });

export const decodeIdentifier = (item: unknown): TimelineId =>
  checkedItem('identifier', IdentifierItem, item).timelineId;

/** A family's membership, as one of its timelines holds it. */
export type Membership = Pick<MembershipItem, 'timelineId' | 'familyId' | 'timelines' | 'hasHadAlert'>;

export const encodeMembership = (membership: Membership): MembershipItem =>
  checkedItem('membership', MembershipItem, {
    ...membership,
    ...itemKey.membership(membership.timelineId),
    ...currentSchema,
  });

export function decodeMembership(item: unknown): {
  readonly familyId: FamilyId;
  readonly timelinesOfFamily: readonly TimelineId[];
  readonly hasHadAlert: boolean;
} {
  const { familyId, timelines, hasHadAlert = false } = checkedItem('membership', MembershipItem, item);
  return { familyId, timelinesOfFamily: timelines, hasHadAlert };
}

/** Notes on a timeline that its family has had an alert. */
export const alertNoted = (timelineId: TimelineId): ItemUpdate => ({
  key: itemKey.membership(timelineId),
  update: {
    UpdateExpression: 'SET #had = :true',
    ConditionExpression: 'attribute_exists(#family)',
    ExpressionAttributeNames: { '#had': 'hasHadAlert', '#family': 'familyId' },
    ExpressionAttributeValues: { ':true': { BOOL: true } },
  },
});

/** Notes on a timeline that is there which family it is part of now, and whether that has had an alert. */
export const membershipMoved = (
  timelineId: TimelineId,
  { familyId, timelines, epoch }: Family,
): ItemUpdate => ({
  key: itemKey.membership(timelineId),
  update: {
    UpdateExpression: `SET #family = :family, #timelines = :timelines${epoch > 0 ? ', #had = :true' : ''}`,
    ConditionExpression: 'attribute_exists(#family)',
    ExpressionAttributeNames: {
      '#family': 'familyId',
      '#timelines': 'timelines',
      ...(epoch > 0 ? { '#had': 'hasHadAlert' } : {}),
    },
    ExpressionAttributeValues: {
      ':family': { S: familyId },
      ':timelines': { L: timelines.map((one) => ({ S: one })) },
      ...(epoch > 0 ? { ':true': { BOOL: true } } : {}),
    },
  },
});

export const encodeFamily = (family: Family): FamilyItem =>
  checkedItem('family', FamilyItem, {
    ...Object.fromEntries(Object.entries(family).filter(([, value]) => value !== undefined)),
    ...itemKey.family(family.familyId),
    ...currentSchema,
  });

export function decodeFamily(item: unknown): Family {
  const { pk, sk, schema, openAlertId, ...family } = checkedItem('family', FamilyItem, item);
  return { ...family, openAlertId };
}
