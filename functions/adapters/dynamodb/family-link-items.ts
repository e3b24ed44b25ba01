import * as z from 'zod';
import type { FamilyLink } from '../../../core/ports/family-links.ts';
import type { FamilyId } from '../../../core/timeline/timeline.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

/** How a family's set of timelines changed. Written once and never again. */
const FamilyLinkItem = z.strictObject({
  ...itemFields,
  at: z.iso.datetime(),
  what: z.enum(['joined', 'separated', 'timeline-added']),
  timelines: z.array(z.string().min(1)).min(1),
  otherFamilyId: z.string().min(1).optional(),
  because: z.string().min(1).optional(),
  identifier: z
    .strictObject({ kind: z.enum(['child-ref', 'nhs-number', 'upn']), id: z.string().min(1) })
    .optional(),
  reason: z.string().min(1).optional(),
  by: z.string().min(1).optional(),
});
export type FamilyLinkItem = z.infer<typeof FamilyLinkItem>;

export const encodeFamilyLink = (familyId: FamilyId, link: FamilyLink): FamilyLinkItem =>
  checkedItem('family link', FamilyLinkItem, {
    ...link,
    ...itemKey.familyLink(familyId, link),
    ...currentSchema,
  });

export function decodeFamilyLink(item: unknown): FamilyLink {
  const { pk, sk, schema, ...link } = checkedItem('family link', FamilyLinkItem, item);
  return link;
}
