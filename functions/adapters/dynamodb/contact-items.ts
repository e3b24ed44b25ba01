import * as z from 'zod';
import { PersonId } from '../../../core/alert/roster.ts';
import type { Contact } from '../../../core/ports/contacts.ts';
import { itemKey } from './item-keys.ts';
import { checkedItem, currentSchema, itemFields } from './item-schema.ts';

const ContactItem = z.strictObject({
  ...itemFields,
  person: PersonId,
  email: z.string().min(3).optional(),
  sms: z.string().min(3).optional(),
  appliedAt: z.iso.datetime(),
});
export type ContactItem = z.infer<typeof ContactItem>;

export const encodeContact = (contact: Contact): ContactItem =>
  checkedItem('contact', ContactItem, { ...itemKey.contact(contact.person), ...currentSchema, ...contact });

/** Undefined where this version cannot read it. */
export function decodeContact(item: unknown): Contact | undefined {
  const read = ContactItem.safeParse(item);
  if (!read.success) return undefined;
  const { pk, sk, schema, ...contact } = read.data;
  return contact;
}
