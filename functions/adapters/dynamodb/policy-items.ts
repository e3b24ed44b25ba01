import * as z from 'zod';
import type { PolicyPointer } from '../../../core/ports/policy-store.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Which policy is live. */
const PolicyPointerItem = z.strictObject({
  ...itemFields,
  hash: Hash,
  policyId: z.string().min(1),
  version: z.int().min(1),
  activatedAt: z.iso.datetime(),
  activatedBy: z.string().min(1).max(100).optional(),
});
export type PolicyPointerItem = z.infer<typeof PolicyPointerItem>;

/** The content of a policy under its hash. What is in it is checked by whoever uses it. */
const PolicyDocumentItem = z.strictObject({
  ...itemFields,
  hash: Hash,
  document: z.record(z.string(), z.unknown()),
});
export type PolicyDocumentItem = z.infer<typeof PolicyDocumentItem>;

export const encodePolicyPointer = (pointer: PolicyPointer): PolicyPointerItem =>
  checkedItem('policy pointer', PolicyPointerItem, {
    ...pointer,
    ...itemKey.policyPointer,
    ...currentSchema,
  });

export const encodePolicyDocument = (hash: string, document: object): PolicyDocumentItem =>
  checkedItem('policy', PolicyDocumentItem, {
    ...itemKey.policyDocument(hash),
    ...currentSchema,
    hash,
    document,
  });

/** Undefined where this version cannot read it: then another policy is used, so nothing is thrown. */
export function decodePolicyPointer(item: unknown): PolicyPointer | undefined {
  const read = PolicyPointerItem.safeParse(item);
  if (!read.success) return undefined;
  const { pk, sk, schema, ...pointer } = read.data;
  return pointer;
}

/** Undefined where this version cannot read it. */
export const decodePolicyDocument = (item: unknown): unknown =>
  PolicyDocumentItem.safeParse(item).data?.document;
